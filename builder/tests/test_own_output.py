"""What PetSage made and what fails its own checks is told as a fault of PetSage, with a way around."""

import json
import sys
from pathlib import Path

import pytest

from petsage_builder import cli
from petsage_builder.rendering.testing.rules import RuleTests

COUNT = "A post's like count is the number of its likes."
REQUEST = f"""
A post has a title and a unique code. A post belongs to a user, its author.
Anyone can see posts. Only its author can create, change or delete a post.
A like belongs to a post and to a user, its fan. A like's post is unique per fan.
Anyone can see likes. Only its fan can create or delete a like.
{COUNT}
"""


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that reports are kept in, while tests of counts make what there can't be two of."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(RuleTests, "makers_for", lambda *_: ["alice", "alice"])
    return tmp_path / "state" / "petsage"


def built(project: Path, *options: str, requirements: str = REQUEST) -> int | str | None:
    request = json.dumps({"feature": "posts", "description": "Posts.", "requirements": requirements})
    sys.argv = ["petsage", "build", request, "--project", str(project), *options]
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def test_a_fault_of_ours_says_so_and_names_the_sentence_a_way_around_and_the_report(
    state: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = built(project)
    told = capsys.readouterr().out

    (kept,) = state.iterdir()
    assert code == 1
    assert "his is a fault of PetSage, not of your request" in told
    assert "test_the_like_count_of_a_post_is_computed" in told
    assert f"Probably involved:\n  {COUNT}" in told
    assert f"leave out `{COUNT}`: everything else passes, it was tried" in told
    assert str(kept) in told
    assert "Traceback" not in told
    assert "AssertionError" not in told
    assert "AssertionError" in kept.read_text()
    assert not kept.is_relative_to(project)


def test_json_has_the_fault_as_data(state: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(project, "--json") == 1

    fault = json.loads(capsys.readouterr().out)["fault"]
    assert fault["sentences"] == [COUNT]
    assert fault["tests"] == ["test_the_like_count_of_a_post_is_computed"]
    assert Path(fault["kept"]).is_relative_to(state)


def test_what_was_edited_by_hand_is_no_fault_of_ours(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(project) == 0
    tests = project / "src/petsage/features/posts/tests/test_posts.py"
    tests.write_text(tests.read_text() + "\n\ndef test_by_hand() -> None:\n    raise ValueError('by hand')\n")
    capsys.readouterr()

    assert built(project, requirements=REQUEST.replace("a title", "a title, an optional subtitle")) == 1

    told = capsys.readouterr().out
    assert "fault of PetSage" not in told
    assert "ValueError: by hand" in told
