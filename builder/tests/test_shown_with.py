"""What is shown with a thing, how many there are, slugs, paths, what is done once: for few statements, and bounded."""

import shutil
from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

SHOWN = """
feature: news
description: Articles with what is related to them.
requirements: |
  An article has a title, a slug and a text. An article belongs to a user, its author.
  Anyone can see articles. Only its author can change or delete an article.
  A tag has a name. Anyone can see tags. Signed-in users can create a tag. Only admins can change a tag.
  An article has many tags, and a tag has many articles.
  A remark has a text. A remark belongs to an article and to a user, its writer. Remarks are listed by text.
  Anyone can see remarks. Signed-in users can create remarks. Only its writer can delete a remark.
  Deleting a writer keeps its remarks.
  A draft has a title and a slug. A draft belongs to a user, its owner.
  Only its owner can see, change or delete a draft.
  A deleted draft can be restored for 30 days.
  A page has a text and belongs to a draft. Access to a page follows its draft.
  Signed-in users can favourite articles once. Signed-in users can star a draft once.
  Articles can be filtered by favourited. Every change to an article is kept.
  Articles are found by their slug. Drafts are found by their slug.
  A note has a text and belongs to a draft. Signed-in users can see or create a note.
  An article is shown with its author's email address, its tags' names and its remarks.
  A remark is shown with its writer's email address. A note is shown with its draft's title.
  An article's slug is text of at most 60 characters and is made from its title. 
  A draft's slug is made from its title, and changes with its title.
  Articles are listed oldest first, and can be filtered by author. Articles are listed with their total.
  Drafts are listed with their total. Tags are listed with their total.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose articles are shown with their author, tags and remarks."""
    project = tmp_path_factory.mktemp("shown") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", SHOWN, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_is_related_and_how_many_there_are_is_shown_bounded_and_to_whom_it_is_for(
    built: Path, database: str
) -> None:
    tests = [f"tests/test_{kind}.py" for kind in ("shown", "totals", "slugs", "found", "once")]
    for test in tests:
        source = Path(test).name.replace("test_", "").replace(".py", "_of_project.py")
        shutil.copy(Path(__file__).with_name(source), built / test)
    done = python(built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, *tests)

    assert done.returncode == 0, done.stdout[-5000:]
