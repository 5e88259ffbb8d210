"""Forward chaining of positive Horn clauses over small-integer facts."""
