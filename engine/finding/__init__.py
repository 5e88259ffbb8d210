"""From the names that people type to what they want to see."""
