"""The error of this package."""


class FiringError(RuntimeError):
    """The inference engine is missing, or answered in a way it must not: a defect of ours."""
