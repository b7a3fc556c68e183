"""What somebody writes by hand while a landing runs, or after one was killed, is never overwritten."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from petsage_builder.errors import CannotBuildError, HandEditsError
from petsage_builder.landing import land, recover
from petsage_builder.module import Change

from .disks import Around, Act, Step, cut_off, watched
from .scenes import BUILD, REMOVE, tree

MAIN, ROUTER, OLD = "app/main.py", "app/features/pets/router.py", "app/old.py"


def test_a_file_that_is_edited_just_before_its_turn_is_refused(tmp_path: Path) -> None:
    before, root = ...
