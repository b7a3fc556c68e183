"""What is said of a sentence that isn't one of the language."""

from petsage_builder.terms.part import NAME_LENGTH


class MisreadError(Exception):
    """A sentence that isn't one of the language: from which place on, why, and which words could stand there.

    `instead` are what could stand there in place of the rest of the sentence; `advice` says what to do, where it is
    known. `rest` says so of the words that are not read, where the others are.
    """

    rest: "MisreadError | None" = None

    def __init__(
        self, at: int | None, why: str, *expected: str, instead: tuple[str, ...] = (), advice: str = ""
    ) -> None:
        super().__init__(why)
        self.at, self.why, self.expected, self.instead, self.advice = at, why, expected, instead, advice


def shortened(text: str) -> str:
    """A text as it is quoted in a message."""
    return text if len(text) <= NAME_LENGTH else f"{text[:NAME_LENGTH]}…"
