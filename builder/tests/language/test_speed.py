"""Reading is fast enough for every key press, and its first time for every command; times are the processor's."""

import subprocess
import sys
import time

from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse

FORTY = "\n".join(
    f"""
    A thing{number} has a name, an optional note and a weight in kg.
    A thing{number} belongs to a user, its owner.
    A thing{number}'s name is text of 1 to 80 characters and is unique per owner.
    Only its owner can see, change or delete a thing{number}.
    Thing{number}s can be filtered by owner and searched by name.
    """
    for number in range(8)
)

COLD = """
import time
import petsage_builder.spec.feature
from petsage_builder.language.words import sentences
began = time.process_time()
from petsage_builder.language.reader import read
read(next(sentences("A pet has a name.")))
print(time.process_time() - began)
"""


def best(seconds: list[float]) -> float:
    """The least of some timings: the machine does other things, too."""
    return min(seconds)


def timed(text: str) -> float:
    began = time.process_time()
    parse(text, feature="feature", description="")
    return time.process_time() - began


def test_forty_sentences_are_understood_in_20_milliseconds() -> None:
    timed(FORTY)

    assert best([timed(FORTY) for _ in range(5)]) < 0.02


def test_the_time_grows_with_the_text_and_no_faster() -> None:
    once, eight_times = (best([timed("A pet has a name. " + "\n" * 5000 * size) for _ in range(3)]) for size in (1, 8))

    assert eight_times < 16 * once + 0.01


def test_describing_takes_as_little_time() -> None:
    spec = parse(FORTY, feature="feature", description="")

    def once() -> float:
        began = time.process_time()
        describe(spec)
        return time.process_time() - began

    assert best([once() for _ in range(5)]) < 0.02


def test_the_grammar_is_ready_in_150_milliseconds() -> None:
    runs = [subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True) for _ in range(3)]

    assert best([float(run.stdout) for run in runs]) < 0.15
