"""Rosters: many cases in one table, a row each, and what the rules say of all of them."""
