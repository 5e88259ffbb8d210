"""The reference interpreter: what a rule base means, in the simplest code that says it."""
