"""What a team's API looks like, as `[api]` says it: everything that is built, and the foundation, looks so."""

import json
import os
import shutil
from itertools import combinations, product
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError

from .conftest import Outcome, Petsage, tree
from .test_requests import python

REQUEST = """feature: clinic
description: Owners and their pets.
requirements: |
  An owner has a full name, a unique phone number and a note of at most 200 characters (optional).
  Signed-in users can see, create, change or delete owners.
  A user has a unique username and an optional nickname. Anyone can see a user's username.
  A pet type has a unique name.
  Anyone can see pet types. Admins can create, change or delete pet types.
  A pet has a pet name, a birth date and a score from 1 to 10. A pet belongs to an owner.
  A pet has many pet types, and a pet type has many pets.
  Signed-in users can see, create, change or delete pets.
  Owners can be filtered by full name and searched by phone number. Pets can be filtered by birth date.
  Owners are listed with their total. Signed-in users can favorite a pet once. Pets can be filtered by favorited.
  Deleted pets can be restored for 30 days. Every change of an owner is kept.
"""
STYLES = {
    "paths": """[api]
prefix = "/api"
change = "both"
one = "data"
items = ""
sign_up = "/users/signup"
email = "at once"

[api.collections]
"pet type" = "pettypes"
pet = "animals"
""",
    "camel": """[api]
case = "camel"
change = "put"
scheme = "Token"
one = "{thing}"
body = "{thing}"
items = "{things}"
total = "{things}Count"
sign_in = "/users/login"
me = "/user"
token = "with account"
once = "post"

[api.fields]
"full name" = "knownAs"
"favorite count" = "favoritesCount"
""",
}

SETTINGS = {
    "prefix": (None, "", "/api"),
    "case": (None, "camel"),
    "change": (None, "put", "both"),
    "scheme": (None, "Token"),
    "one": (None, "data", "{thing}"),
    "body": (None, "{thing}"),
    "items": (None, "", "{things}"),
    "total": (None, "count"),
    "sign_up": (None, "/users/signup"),
    "sign_in": (None, "/login"),
    "me": (None, "/user"),
    "token": (None, "with account"),
    "email": (None, "at once"),
    "once": (None, "post"),
    "fields": (None, {"full name": "fullName", "favorite count": "favorites"}),
    "collections": (None, {"pet type": "pettypes", "pet": "animals"}),
}


def pairs() -> dict[str, str]:
    """Styles in which every two values of two settings occur together."""
    names = list(SETTINGS)
    items, total = names.index("items"), names.index("total")
    rows = [row for row in product(*SETTINGS.values()) if row[items] != "" or row[total] is None]
    missing = {pair for row in rows for pair in combinations(enumerate(map(str, row)), 2)}
    found: dict[str, str] = {}
    while missing:
        row = max(rows, key=lambda row: len(missing.intersection(combinations(enumerate(map(str, row)), 2))))
        missing.difference_update(combinations(enumerate(map(str, row)), 2))
        said = {name: value for name, value in zip(SETTINGS, row, strict=True) if value is not None}
        found[f"pair {len(found)}"] = "[api]\n" + "".join(f"{name} = {_toml(value)}\n" for name, value in said.items())
    return found


def _toml(value: str | dict[str, str]) -> str:
    if isinstance(value, str):
        return json.dumps(value)
    return f"{{ {', '.join(f'{json.dumps(name)} = {json.dumps(word)}' for name, word in value.items())} }}"


BUILT = STYLES | (pairs() if "PETSAGE_SOAK" in os.environ else {})


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Outcome]]:
    """A project in each style with the same feature, and how its build ended."""
    found = {}
    for name, style in BUILT.items():
        folder = tmp_path_factory.mktemp(name)
        (folder / "looks.toml").write_text(style)
        (folder / "clinic.yaml").write_text(REQUEST)
        assert petsage("new", folder / "shop", "--style", folder / "looks.toml").code == 0
        found[name] = folder / "shop", petsage("build", folder / "clinic.yaml", "--project", folder / "shop")
    return found


@pytest.fixture
def shop(built: dict[str, tuple[Path, Outcome]], tmp_path: Path) -> Path:
    """A copy of the one whose paths are its own."""
    return Path(shutil.copytree(built["paths"][0], tmp_path / "shop"))


@pytest.mark.parametrize("style", BUILT)
def test_a_module_in_any_style_passes_its_own_tests(
    petsage: Petsage, built: dict[str, tuple[Path, Outcome]], style: str
) -> None:
    project, outcome = built[style]

    assert outcome.code == 0, outcome.out[-6000:] + outcome.err
    assert "red before" not in outcome.out, outcome.out[-6000:]
    assert petsage("check", "--project", project).code == 0


@pytest.mark.parametrize("style", STYLES)
def test_clients_meet_the_style(built: dict[str, tuple[Path, Outcome]], style: str) -> None:
    project, _ = built[style]
    shutil.copy(Path(__file__).with_name("style_of_project.py"), project / "tests" / "test_style.py")
    done = python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_style.py", "-k", style)

    assert done.returncode == 0, done.stdout[-5000:]


def test_the_requests_of_conduit_pass_on_what_is_built(petsage: Petsage, tmp_path: Path) -> None:
    project, example = tmp_path / "shop", Path(__file__).parents[2] / "examples" / "conduit"
    assert petsage("new", project, "--style", example / "style.toml").code == 0
    built = petsage("build", example / "conduit.yaml", "--project", project)
    assert built.code == 0, built.out[-3000:]
    shutil.copy(Path(__file__).with_name("conduit_of_project.py"), project / "tests" / "test_conduit.py")

    done = python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_conduit.py")

    assert done.returncode == 0, done.stdout[-5000:]


def test_a_project_changes_its_style_with_its_hand_edits(petsage: Petsage, shop: Path) -> None:
    router, rules = shop / "src/shop/features/clinic/router.py", shop / "petsage.toml"
    router.write_text(router.read_text().replace("List owners", "All of our owners"))
    rules.write_text(rules.read_text().replace('"/api"', '"/v2"').replace('"animals"', '"patients"'))

    told, refused = petsage("check", "--project", shop), petsage("build", "--all", "--project", shop)
    upgraded = petsage("upgrade", "--project", shop)
    docs = (shop / "src/shop/features/clinic/README.md").read_text()

    assert told.code != 0
    assert "petsage.toml, api: says that the API looks otherwise" in told.out
    assert refused.code == CannotBuildError.exit_code
    assert upgraded.code == 0, upgraded.out
    assert "/v2/patients" in docs
    assert not any(word in docs for word in ("/api", "animals"))
    assert "All of our owners" in router.read_text()
    assert petsage("check", "--project", shop).code == 0


@pytest.mark.parametrize(
    ("style", "place", "reason"),
    [
        ('prefix = "api/"', "api.prefix", "must be empty or begin with a slash"),
        ('case = "shouting"', "api.case", "Input should be 'snake' or 'camel'"),
        ('scheme = "Basic"', "api.scheme", "Basic is not followed by a token of the app's own"),
        ('colour = "red"', "api.colour", "Extra inputs are not permitted"),
        ('[api.collections]\npet = "animals"\nowner = "animals"', "api", "several entities would be at /animals"),
        ('[api.collections]\npet = "a/b"', "api.collections.pet", "should match pattern"),
        ('[api.collections]\npet = "tokens"', "api", "/tokens is where accounts are"),
        ('sign_in = "/users"', "api", "sign_up and sign_in would both be POST /users"),
        ('me = "/tokens/current"', "api", "/tokens/current is where something else of accounts is"),
        ('sign_in = ""', "api.sign_in", "must begin with a slash"),
        ('sign_in = "/login"\n[api.collections]\npet = "login"', "api", "/login is where accounts are"),
        ('fields = {"full name" = "note", note = "note"}', "api", "note would be several things in answers"),
        ('fields = {"full name" = "id"}', "api", "id would be several things in answers"),
        ('one = "a b"', "api.one", "should match pattern"),
        ('items = "next"', "api", "a page would have two parts called next"),
        ('items = ""\ntotal = "count"', "api", "total is a header where items are a bare list"),
        (
            STYLES["paths"].removeprefix("[api]\n").replace("animals", "owners"),
            "api.collections",
            "'owner' and 'pet' would both be at",
        ),
        ('prefix = "/x"\n[wiring]\nprefix = "/y"', "api.prefix", "is said beside wiring.prefix"),
    ],
)
def test_a_style_that_makes_no_sense_is_refused_with_place_and_reason(
    petsage: Petsage, shop: Path, style: str, place: str, reason: str
) -> None:
    rules = shop / "petsage.toml"
    rules.write_text(rules.read_text().partition("[api]")[0] + f"[api]\n{style}\n")
    before = tree(shop)

    outcome = petsage("plan", "-", "--project", shop, stdin=REQUEST)

    assert outcome.code == CannotBuildError.exit_code
    assert f"petsage.toml, {place}: " in outcome.err
    assert reason in outcome.err
    assert tree(shop) == before


def test_names_that_clients_could_not_tell_apart_are_refused(
    petsage: Petsage, built: dict[str, tuple[Path, Outcome]]
) -> None:
    said = "A note has a line 2 and a line2. Anyone can see or create notes."
    request = f"feature: other\ndescription: Notes.\nrequirements: {said}\n"

    outcome = petsage("plan", "-", "--project", built["camel"][0], stdin=request)

    assert outcome.code == CannotBuildError.exit_code
    assert "'line2' and 'line_2' of notes would both be line2 for clients" in outcome.err


def test_a_word_for_a_field_is_no_other_field_of_another_thing(
    petsage: Petsage, built: dict[str, tuple[Path, Outcome]]
) -> None:
    request = """feature: other
description: Notes.
requirements: A note has a "known as". Anyone can see or create notes.
"""

    outcome = petsage("plan", "-", "--project", built["camel"][0], stdin=request)

    assert outcome.code == CannotBuildError.exit_code
    assert "petsage.toml, api.fields: knownAs would be 'full name' and 'known_as' of notes" in outcome.err


def test_a_file_that_is_no_style_makes_no_project(petsage: Petsage, tmp_path: Path) -> None:
    (tmp_path / "looks.toml").write_text("[api]\n[wiring]\n")
    answers = [petsage("new", tmp_path / "shop", "--style", tmp_path / name) for name in ("looks.toml", "none.toml")]

    assert [answer.code for answer in answers] == [CannotBuildError.exit_code] * 2
    assert "looks.toml, wiring: is not part of a style" in answers[0].err
    assert "none.toml: is not there" in answers[1].err
    assert not (tmp_path / "shop").exists()
