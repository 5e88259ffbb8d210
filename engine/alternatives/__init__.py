"""What would be otherwise: why not, what if, what would change it, and how stable it is."""
