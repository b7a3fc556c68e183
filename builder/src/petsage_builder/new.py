"""A new project, ready to build into."""

import keyword
import re
from pathlib import Path

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.landing import land
from petsage_builder.project.blueprint import Blueprint, shipped_blueprint, with_style
from petsage_builder.project.files import read_file
from petsage_builder.project.foundation_receipt import PLACE, FoundationReceipt
from petsage_builder.project.git import begin_repository
from petsage_builder.project.location import RULES_FILE
from petsage_builder.project.project import Project
from petsage_builder.project.shipped import DEFAULT
from petsage_builder.rendering.foundation import mark_of_templates, project_files
from petsage_builder.request.feature_name import alternative, name_fault
from petsage_builder.terms.module import Change


def new_project(
    folder: Path,
    blueprint: str | None = None,
    *,
    package: str | None = None,
    title: str | None = None,
    style: Path | None = None,
) -> Project:
    """Makes a project in `folder`, which must be empty or not there yet, and opens it; it is a git repository with a
    first commit, unless it is part of one already or there is no git.

    Without a blueprint it has the default one's layout and the names that follow from the folder's: `my-shop` is the
    package `my_shop` with the title "My shop". With one, what isn't named is called as the blueprint says.
    Its API has the looks of the file `style`, whose `[api]` it gets. Where a blueprint's projects live in a folder of
    a given name, that is made inside `folder`, unless `folder` is it.

    Raises:
        CannotBuildError: the folder holds something, a name can't be used, or the style makes no sense.
    """
    rules = _named(_rules_for(folder, blueprint), package, title)
    looks = read_file(style, style.name) if style else None
    if style:
        rules = with_style(rules, looks, style.name)
    own = rules.project.folder
    root = folder / own if own and folder.resolve().name != own else folder
    advice = "name a folder that is empty or not there yet"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotBuildError(Problem(str(folder), "is not empty", advice))
    texts = project_files(rules)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotBuildError(Problem(str(folder), f"can't be made: {error.strerror}", advice)) from error
    texts[PLACE] = FoundationReceipt(mark_of_templates(), texts).to_yaml()
    if looks:  # the project's own, as if written by hand
        texts[RULES_FILE] += f"\n{looks.decode().strip()}\n"
    land(root, [Change(path, None, text.encode()) for path, text in texts.items()])
    begin_repository(root)
    return Project(root.resolve())


def _rules_for(folder: Path, blueprint: str | None) -> Blueprint:
    """The rules of a shipped blueprint; where none is named, the default one's with the folder's own name."""
    if blueprint is not None:
        return shipped_blueprint(blueprint)
    rules = shipped_blueprint(DEFAULT)
    name = folder.resolve().name
    package = name if name_fault(name) is None else alternative(name)
    title = " ".join(re.split(r"[^\w]+|_", name)).strip()
    title = f"{title[:1].upper()}{title[1:]}" or package
    own = {"package": package, "title": title, "brand": title, "welcome": f"Welcome to {title}"}
    return rules.model_copy(update={"project": rules.project.model_copy(update=own)})


def _named(blueprint: Blueprint, package: str | None, title: str | None) -> Blueprint:
    if package is not None and (not re.fullmatch(r"[a-z][a-z0-9_]*", package) or keyword.iskeyword(package)):
        raise CannotBuildError(
            Problem("--package", f"{package!r} can't be a package's name", "use lower-case letters, digits and _")
        )
    own = {key: value for key, value in (("package", package), ("title", title)) if value is not None}
    return blueprint.model_copy(update={"project": blueprint.project.model_copy(update=own)})
