"""A request that calls things otherwise: rows, history and hand edits go with them, up and down."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from petsage_builder.foundation.migrations import engine_for
from petsage_builder.language.parse import parse
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.renaming import renamed as in_the_names_of
from petsage_builder.spec.renaming import renames_between

from .conftest import Petsage, tree
from .databases import ALICE, ENTITY, ProjectDatabase

FILMS = """
feature: films
description: What people think of films.
requirements: |
  A film has a unique alias, a class and a genre. A film's genre is one of drama, comedy or documentary.
  Anyone can see films. Only admins can create, change or delete films.
  Films are listed by alias, and can be filtered by alias and genre. Every change to a film is kept.
  A review has a headline. A review belongs to a film and to a user, its author.
  A review is draft, sent or gone, and starts as draft. A draft review can be sent. A sent review can be gone.
  A review's headline is unique per film. A deleted review can be restored for 3 days.
  Anyone can see reviews. Only its author can create, change or delete a review. Nobody can change a sent review.
  A review has many films, and a film has many reviews.
  A review is shown with its author's email address and its films' alias.
"""
FORMER = """\
  A film's nickname was formerly called alias. A film's grade was formerly called class.
  A film's genre factual was formerly called documentary.
  An opinion was formerly called a review. An opinion's writer was formerly called author.
  An opinion's state mailed was formerly called sent.
"""
NEW_NAMES = {
    "a review": "an opinion", "A review": "An opinion", "review": "opinion", "alias": "nickname", "class": "grade",
    "documentary": "factual", "author": "writer", "A sent": "A mailed", " sent": " mailed",
}  # fmt: skip
SERVICE = "src/petsage/features/films/service.py"
BY_HAND = '''

def shown(review: Review) -> str:
    """What a page says of it."""  # see our review-guide, and /deleted-reviews
    return f"{review.headline} by {review.author_id}: {ReviewStatus.SENT}"
'''
FILM, REVIEW, KEPT = (f"00000000-0000-0000-0000-0000000000f{number}" for number in range(3))
TIMES = "'2026-01-01T00:00:00.000000+00:00', '2026-01-01T00:00:00.000000+00:00', 1"
ROWS = (
    f"INSERT INTO films ({ENTITY}, alias, class_, genre) VALUES ('{FILM}', {TIMES}, 'Up', 'A', 'documentary')",
    f"INSERT INTO film_revisions (id, thing_id, event, changed_at, content) VALUES ('{KEPT}', '{FILM}', 'created',"
    """ '2026-01-01T00:00:00.000000+00:00', '{"class": "A", "alias": "Up", "genre": "documentary"}')""",
    f"INSERT INTO reviews ({ENTITY}, headline, status, film_id, author_id)"
    f" VALUES ('{REVIEW}', {TIMES}, 'Fine', 'sent', '{FILM}', '{ALICE}')",
    f"INSERT INTO review_films (review_id, film_id) VALUES ('{REVIEW}', '{FILM}')",
)


def in_new_names(text: str) -> str:
    for old, new in NEW_NAMES.items():
        text = text.replace(old, new)
    return text


RENAMED = in_new_names(FILMS) + FORMER


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with films, edited by hand."""
    project = tmp_path_factory.mktemp("films") / "project"
    assert petsage("new", project, "--package", "petsage").code == 0
    outcome = petsage("build", FILMS, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    service = project / SERVICE
    service.write_text(service.read_text() + BY_HAND)
    return project


@pytest.fixture(scope="module")
def renamed(petsage: Petsage, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in new names."""
    project = shutil.copytree(built, tmp_path_factory.mktemp("renamed") / "project")
    outcome = petsage("build", RENAMED, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, renamed: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ProjectDatabase, dict[str, Any]]:
    """A database that had rows before the names changed; and what it held and was made of then."""
    project = shutil.copytree(renamed, tmp_path_factory.mktemp("filled") / "project")
    database = ProjectDatabase.of_kind(request.param, project)
    database.alembic("upgrade", "films_0001")
    database.add_alice()
    for statement in ROWS:
        database.run(statement)
    before = everything(database)
    database.alembic("upgrade", "heads")
    return database, before


def everything(database: ProjectDatabase) -> dict[str, Any]:
    """The rows of every table, and the names of all that it is made of."""
    with engine_for(database.url).connect() as connection:
        schema = sa.inspect(connection)
        found = {
            name: {
                "columns": sorted(column["name"] for column in schema.get_columns(name)),
                "rules": sorted(
                    str(rule["name"])
                    for rule in (
                        schema.get_pk_constraint(name),
                        *schema.get_foreign_keys(name),
                        *schema.get_unique_constraints(name),
                        *schema.get_check_constraints(name),
                        *schema.get_indexes(name),
                    )
                ),
            }
            for name in schema.get_table_names()
        }
    del found["alembic_version"]
    return {
        name: parts | {"rows": [read(row) for row in database.run(f"SELECT * FROM {name}")]}
        for name, parts in found.items()
    }


def read(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its JSON as a value: SQLite keeps it as text, whose keys may have any order."""
    content = row.get("content")
    return row | {"content": json.loads(content)} if isinstance(content, str) else row


def test_rows_history_links_and_stored_values_have_the_new_names(
    database: tuple[ProjectDatabase, dict[str, Any]],
) -> None:
    after = everything(database[0])
    (film,), (opinion,), (link,) = (after[name]["rows"] for name in ("films", "opinions", "opinion_films"))
    (kept,) = database[0].run("SELECT content ->> 'nickname' AS name, content ->> 'grade' AS grade,"
                              " content ->> 'genre' AS genre FROM film_revisions")  # fmt: skip

    assert (film["nickname"], film["grade"], film["genre"]) == ("Up", "A", "factual")
    assert (opinion["status"], str(opinion["writer_id"]), opinion["headline"]) == ("mailed", ALICE, "Fine")
    assert (str(link["opinion_id"]), str(link["film_id"])) == (REVIEW, FILM)
    assert kept == {"name": "Up", "grade": "A", "genre": "factual"}


def test_everything_is_named_as_if_it_had_been_built_so(
    petsage: Petsage, database: tuple[ProjectDatabase, dict[str, Any]], tmp_path: Path
) -> None:
    project = tmp_path / "fresh"
    assert petsage("new", project, "--package", "petsage").code == 0
    assert petsage("build", RENAMED, "--project", project).code == 0
    kind = database[0].url.partition(":")[0]
    fresh = ProjectDatabase.of_kind(kind, project)
    fresh.alembic("upgrade", "heads")

    named, so = (
        {name: (parts["columns"], parts["rules"]) for name, parts in everything(one).items()}
        for one in (database[0], fresh)
    )
    assert named == so
    assert "No new upgrade operations detected" in database[0].alembic("check")


def test_the_way_back_gives_every_row_and_every_name_back(database: tuple[ProjectDatabase, dict[str, Any]]) -> None:
    filled, before = database
    filled.alembic("downgrade", "films_0001")
    back = everything(filled)
    filled.alembic("upgrade", "heads")

    theirs = before.keys() - {"users"}  # which had fewer columns: the migrations of accounts came later
    assert {name: back.get(name) for name in theirs} == {name: before[name] for name in theirs}


def test_hand_edits_follow_in_the_code(renamed: Path) -> None:
    service = (renamed / SERVICE).read_text()

    assert "def shown(" in service
    assert "Opinion) -> str:" in service
    assert "# see our review-guide, and /deleted-opinions\n" in service
    assert ".writer_id}: {OpinionStatus.MAILED}" in service


def test_the_sentences_may_stay_and_may_go(petsage: Petsage, renamed: Path, tmp_path: Path) -> None:
    before = tree(renamed)
    assert petsage("build", RENAMED, "--project", renamed).code == 0
    assert tree(renamed) == before

    project = shutil.copytree(renamed, tmp_path / "project")
    migrations = sorted((project / "migrations/versions").iterdir())
    outcome = petsage("build", RENAMED.removesuffix(FORMER), "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    assert sorted((project / "migrations/versions").glob("*.py")) == [one for one in migrations if one.suffix == ".py"]


def test_a_feature_that_refers_to_what_has_another_name_is_rebuilt_in_the_same_landing(
    petsage: Petsage, built: Path, tmp_path: Path
) -> None:
    project = shutil.copytree(built, tmp_path / "project")
    likes = "A like has a mood. A like belongs to a review. Access to a like follows its review."
    liked = petsage("build", f"feature: likes\ndescription: Likes.\nrequirements: {likes}\n", "--project", project)
    assert liked.code == 0, liked.out + liked.err
    service = project / "src/petsage/features/likes/service.py"
    service.write_text(service.read_text() + "\n\nBY_HAND = Like\n")
    database = ProjectDatabase.of_kind("sqlite", project)
    database.alembic("upgrade", "heads")
    database.add_alice()
    for statement in (
        *ROWS,
        f"INSERT INTO likes ({ENTITY}, mood, review_id) VALUES ('{KEPT}', {TIMES}, 'glad', '{REVIEW}')",
    ):
        database.run(statement)

    outcome = petsage("build", RENAMED, "--project", project)

    assert outcome.code == 0, outcome.out + outcome.err
    assert petsage("check", "--project", project).code == 0
    assert "BY_HAND = Like" in service.read_text()
    assert "review: Mapped[Opinion]" in service.with_name("models.py").read_text()
    database.alembic("upgrade", "heads")
    database.alembic("check")
    assert [(like["mood"], like["review_id"]) for like in database.run("SELECT * FROM likes")] == [("glad", REVIEW)]
    assert [str(one["headline"]) for one in database.run("SELECT * FROM opinions")] == ["Fine"]
    database.alembic("downgrade", "base")


def test_what_does_not_overlap_is_in_the_new_names() -> None:
    text = """A stay has a first day and a last day. A stay's first day is a date. A stay's last day is a date.
    A stay belongs to a user, its guest. Only its guest can see, change or delete a stay. A stay is open, sent or gone.
    An open stay can be sent. A sent stay can be gone.
    Sent stays of a guest do not overlap from their first day through their last day.
    """
    renames = {"first day": "start date", "last day": "end date", "guest": "lodger", "sent": "mailed", "Sent": "Mailed"}
    called = text
    for was, now in renames.items():
        called = called.replace(was, now)
    former = """A stay's start date was formerly called first day. A stay's end date was formerly called last day.
    A stay's lodger was formerly called guest. A stay's state mailed was formerly called sent."""

    def spec(text: str) -> FeatureSpec:
        return parse(text, feature="stays", description="Stays.", known={})

    before = spec(text)
    after = in_the_names_of(before, renames_between(before, spec(called + former)))

    assert after == spec(called)


def test_rights_by_state_and_who_takes_a_step_until_when_are_in_the_new_names() -> None:
    text = """A trip has a name and a start date. A trip belongs to a user, its guide. A trip is open, sent or gone.
    Only its guide can see, change or delete a trip. Anyone can see a sent trip. Nobody can change a sent trip.
    Its guide can send an open trip until 2 days before its start date. Admins can mark a sent trip gone.
    """
    renames = {"start date": "first date", "guide": "leader", "send": "mail", "sent": "mailed"}
    called = text
    for was, now in renames.items():
        called = called.replace(was, now)
    former = """A trip's first date was formerly called start date. A trip's leader was formerly called guide.
    A trip's state mailed was formerly called sent."""

    def spec(text: str) -> FeatureSpec:
        return parse(text, feature="trips", description="Trips.", known={})

    before = spec(text)
    after = in_the_names_of(before, renames_between(before, spec(called + former)))

    assert after == spec(called)
