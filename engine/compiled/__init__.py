"""Rules compiled once into Python closures: the interpreter's conclusions, many times as fast."""
