"""The rule base as plain typed data, every node with the place it was read from."""
