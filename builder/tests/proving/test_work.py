"""What the builder makes of a job's connection, whoever writes into it."""

import json
import socket
from pathlib import Path

import pytest

from petsage_builder.proving import work
from petsage_builder.proving.work import Outcome, Work


def outcome_of(*written: bytes, closed: bool = True) -> Outcome:
    """What is made of a job with the nonce "right" that wrote those lines."""
    ours, theirs = socket.socketpair()
    theirs.sendall(b"".join(written))
    if closed:
        theirs.close()
    return Work("right", ours, Path("nowhere"), 0.1, refuse_lost=lambda: None).outcome()


def line(nonce: str, kind: str, **facts: object) -> bytes:
    return json.dumps({"nonce": nonce, "kind": kind, **facts}).encode() + b"\n"


END = line("right", "end", ending=None)


def test_a_job_that_tells_its_result_and_ends_has_both() -> None:
    outcome = outcome_of(line("right", "guards", missing=["a"]), line("right", "result", status=0), END)
    assert outcome.result
    assert outcome.result["status"] == 0
    assert (outcome.ending, outcome.missing_guards) == (None, ("a",))


@pytest.mark.parametrize("noise", [b"no json\n", b"[1]\n", b"\xff\xfe\n", b'{"kind": "result"}\n', line("", "result")])
def test_what_does_not_carry_the_nonce_is_not_heard(noise: bytes) -> None:
    outcome = outcome_of(noise, END)
    assert (outcome.result, outcome.ending) == (None, None)


def test_a_job_without_an_end_has_lost_its_keeper() -> None:
    assert outcome_of(line("right", "result", status=0)).ending == "its keeper was killed"


def test_a_job_whose_connection_stays_open_is_not_waited_for_beyond_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_PATIENCE", 0)
    assert outcome_of(line("right", "result", status=0), closed=False).ending == "its keeper was killed"


def test_a_job_that_breaks_off_in_a_test_names_it() -> None:
    outcome = outcome_of(line("right", "running", test="a.py::b"), line("right", "end", ending="it was killed"))
    assert outcome.ending == "it was killed, in a.py::b"
