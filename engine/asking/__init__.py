"""The interview: which question comes next, and when no further answer can change anything."""
