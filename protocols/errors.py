"""Refusals have names. A refusal is an answer to a person; a bug is any other exception."""


class Refused(Exception):
    """What was asked is not allowed or not possible, and the asker can be told why.

    `code` is stable and meant for machines; `message` is Dutch and names the remedy; `place`
    tells where (file, line, field). None of the three ever holds personal data.
    """

    code = "refused"

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message
