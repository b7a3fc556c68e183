"""A project with rows and hand edits whose request changes again and again: all that is in it goes along.

`PETSAGE_SOAK=1` takes it through every change; otherwise it is the first few.
"""

import os
import re
from pathlib import Path

from .conftest import Petsage
from .databases import ALICE, ENTITY, ProjectDatabase

LOANS = """
feature: loans
description: Books, and who has them.
requirements: |
  A book has a title, a year, a binding and an optional blurb. A book's binding is one of paper, audio or digital.
  A book's title is text of at most 120 characters. A book's year is a whole number from 1450 to 2100.
  Anyone can see books. Only admins can create, change or delete books. Books are listed by title.
  A loan has a start date and an optional remark. A loan belongs to a book and to a user, its reader.
  Only its reader can see, create, change or delete a loan.
"""
CHANGES = {
    "a field with a default, another choice and wider bounds": (
        ("and an optional blurb", ", an optional blurb and a shelf. A book's shelf starts as \"none\""),
        ("audio or digital", "audio, braille or digital"),
        ("1450 to 2100", "1000 to 3000"),
    ),
    "a field, a role and a choice that are called otherwise": (
        ("an optional remark", "an optional note"),
        ("its reader", "its borrower"),
        ("paper, audio", "print, audio"),
        ("  Only its borrower", "  A loan's note was formerly called remark. A loan's borrower was formerly called"
         " reader. A book's binding print was formerly called paper.\n  Only its borrower"),
    ),
    "access, lists and a lifecycle": (
        ("Anyone can see books.", "Signed-in users can see books."),
        ("listed by title", "listed newest year first, can be filtered by binding, and searched by title"),
        ("  Only its borrower", "  A loan is out or back, and starts as out. An out loan can be back."
         "\n  Only its borrower"),
    ),
    "an entity that is called otherwise": (
        ("A book", "A work"),
        ("a book", "a work"),
        ("books", "works"),
        ("Books are", "Works are"),
        ("  Only its borrower", "  A work was formerly called a book.\n  Only its borrower"),
    ),
    "another entity and its relation": (
        ("  A loan has", "  A place has a name. Anyone can see places. Only admins can create places."
         " A work may belong to a place.\n  A loan has"),
    ),
    "an optional field": (("an optional note", "an optional note and an optional fee in EUR"),),
    "what can be restored and is kept": (
        ("  A loan has", "  A deleted work can be restored for 9 days. Every change to a work is kept.\n  A loan has"),
    ),
    "what must be given no more": (("a title, a year", "a title, an optional year"),),
    "a rule and uniqueness": (
        ("  Only its borrower", "  A loan's start date is unique per work.\n  Only its borrower"),
    ),
    "the description": (("Books, and who has them.", "Works on loan."),),
}  # fmt: skip
FOLDER = "src/petsage/features/loans"
BOOK, LOAN = (f"00000000-0000-0000-0000-0000000000f{number}" for number in range(2))
TIMES = "'2026-01-01T00:00:00.000000+00:00', '2026-01-01T00:00:00.000000+00:00', 1"
ROWS = (
    f"INSERT INTO books ({ENTITY}, title, year, binding) VALUES ('{BOOK}', {TIMES}, 'Emma', 1815, 'paper')",
    f"INSERT INTO loans ({ENTITY}, start_date, remark, book_id, reader_id)"
    f" VALUES ('{LOAN}', {TIMES}, '2026-01-01', 'soon', '{BOOK}', '{ALICE}')",
)


def edit(file: Path) -> str:
    """Edits a built file where people do, below its docstring and at its end; what tells the edit."""
    mark = f"OURS_{file.stem.upper()}"
    text = file.read_text()
    if file.suffix == ".md":
        file.write_text(text.replace("\n## ", f"\n{mark}: our own words.\n\n## ", 1) + f"\n## {mark} at the end\n")
    elif file.name.startswith("test_"):
        file.write_text(f'{text}\n\ndef test_{mark.lower()}() -> None:\n    assert "{mark}"\n')
    else:
        own = f'{mark} = "by hand"\n'
        file.write_text(re.sub('"""\n', f'"""\n# {mark}: reviewed\n', text, count=1) + (f"\n\n{own}" if text else own))
    return mark


def test_a_project_goes_through_changes_with_all_that_is_in_it(petsage: Petsage, tmp_path: Path) -> None:
    project, request = tmp_path / "project", LOANS
    assert petsage("new", project, "--package", "petsage").code == 0
    outcome = petsage("build", request, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    database = ProjectDatabase.of_kind("sqlite", project)
    database.alembic("upgrade", "heads")
    database.add_alice()
    for statement in ROWS:
        database.run(statement)
    files = [path for path in (project / FOLDER).rglob("*") if path.suffix in (".py", ".md") and path.stat().st_size]
    marks = {path: edit(path) for path in files}

    for change, words in list(CHANGES.items())[: None if "PETSAGE_SOAK" in os.environ else 3]:
        for old, new in words:
            assert old in request, f"{change}: {old}"
            request = request.replace(old, new)
        outcome = petsage("build", request, "--project", project)

        assert outcome.code == 0, f"{change}: {outcome.out}{outcome.err}"
        assert [path.name for path, mark in marks.items() if mark not in path.read_text()] == [], change
        database.alembic("upgrade", "heads")
        works = "works" if "A work" in request else "books"
        assert [row["title"] for row in database.run(f"SELECT title FROM {works}")] == ["Emma"], change
        assert [str(row["id"]) for row in database.run("SELECT id FROM loans")] == [LOAN], change
    assert petsage("check", "--project", project).code == 0
    assert "soon" in database.run("SELECT * FROM loans")[0].values()
