"""Checks of a whole rule base: proofs over everybody who can exist, and what nothing uses."""
