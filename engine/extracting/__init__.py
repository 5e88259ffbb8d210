"""From the words of a text to proposals of facts: each with its quote, line and confidence."""
