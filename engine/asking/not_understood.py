"""What was typed cannot be read; said with what to type instead."""


class NotUnderstood(Exception):
    """A typed answer that cannot be read: what is wrong, and what to type."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}; {hint}")
