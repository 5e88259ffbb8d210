"""What was typed cannot be read; said with what to type instead."""


class NotUnderstood(Exception):
    """A typed answer that cannot be read: what is wrong, and what to type.

    `meant` is the answer that was probably meant, when the hint asks whether it was.
    """

    def __init__(self, message: str, hint: str, meant: str = "") -> None:
        self.message = message
        self.hint = hint
        self.meant = meant
        super().__init__(f"{message}; {hint}")
