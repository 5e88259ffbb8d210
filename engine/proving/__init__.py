"""Proofs over everybody who can exist: a rule base as formulas over finitely many regions."""
