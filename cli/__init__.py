"""The command line: parse, call the engine, render, exit code."""
