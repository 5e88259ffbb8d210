"""Why a file is not read."""


class Refused(Exception):
    """What is wrong with a file, and what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)
