"""Who is who to a thing, what deleting does, and that an account can always be closed: in a built project."""

import shutil
from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

PEOPLE = """
feature: people
description: People and what they have of each other.
requirements: |
  A message has a text. A message belongs to a user, its sender, and to a user, its recipient.
  Only its sender can create or delete a message. Only its sender or its recipient can see a message.
  Messages can be filtered by recipient. Every change to a message is kept.

  A team has a name. A team belongs to a user, its owner. Only its owner can see, create, change or delete a team.
  A project has a name. A project belongs to a team and to a user, its owner. Access to a project follows its team.

  A recipe has a title. A recipe belongs to a user, its author.
  Anyone can see recipes. Only its author can change or delete a recipe.
  A favourite belongs to a recipe and to a user, its owner. Only its owner can see, create or delete a favourite.

  A shelf has a name. A shelf belongs to a user, its owner. Only its owner can see, change or delete a shelf.
  A jar has a name. A jar belongs to a shelf and to a user, its owner. Only its owner can see, change or delete a jar.
  A lid has a name. A lid belongs to a user, its owner, and may belong to a shelf. A shelf with lids cannot be deleted.
  Only its owner can see, change or delete a lid.

  A page has a text. A page belongs to a user, its writer. Every change to a page is kept.
  Only its writer or admins can see or change a page. Only its writer can create or delete a page.

  An organisation has a name. An organisation belongs to a user, its owner.
  Only its owner can see, create, change or delete an organisation.
  A membership has a role. A membership belongs to an organisation and may belong to a user, its member.
  Only its member or whoever can see its organisation can see a membership.
  Only whoever can change its organisation can create, change or delete a membership.

  A label has a name. Signed-in users can see labels. Only admins can create, change or delete a label.
  A ticket has many labels, and a label has many tickets.
  A ticket has a title. A ticket belongs to a user, its owner.
  Only its owner can see, create, change or delete a ticket.

  A story has a text. A story belongs to a user, its teller. Every change to a story is kept.
  A story is draft, published or withdrawn. A draft story can be published. A published story can be withdrawn.
  Only its teller can see, change or delete a story. Anyone can see a published story.
  Signed-in users can see a withdrawn story.
  A remark has a text. A remark belongs to a story. Access to a remark follows its story.
  Every change to a remark is kept.
  A reply has a text. A reply belongs to a remark and to a user, its writer. Every change to a reply is kept.
  Only its writer or whoever can see its remark can see a reply. Only its writer can create or change a reply.
  A list has a name. A list belongs to a user, its owner. Only its owner can see, change or delete a list.
  A list has many stories, and a story has many lists.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all of that."""
    project = tmp_path_factory.mktemp("people") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", PEOPLE, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_people_are_to_things_what_was_said(built: Path, database: str) -> None:
    shutil.copy(Path(__file__).with_name("people_of_project.py"), built / "tests" / "test_people.py")
    done = python(built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, "tests/test_people.py")

    assert done.returncode == 0, done.stdout[-5000:]


def test_the_modules_own_tests_pass_on_postgresql(built: Path) -> None:
    tests = str(built / "src/petsage/features/people")
    done = python(built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", "postgresql", tests)

    assert done.returncode == 0, done.stdout[-5000:]
