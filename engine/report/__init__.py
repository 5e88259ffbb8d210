"""A report as plain data, ready for JSON; what it shows and in which order is knowledge."""
