"""One check per file; its docstring is its manual page, with an example of each kind beside it."""
