"""Effects: what edited knowledge, or other answers, change for many people at once."""
