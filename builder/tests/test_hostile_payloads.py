"""Hostile payloads through the command line and standard input: refused in clear lines, or built harmlessly."""

import subprocess
from pathlib import Path

import pytest

from .conftest import PATIENCE, PETSAGE, Petsage, tree
from .payloads import as_json
from .test_payload_refused import HOSTILE

LONGEST_ARGUMENT = 128 * 1024 - 1

HARMLESS = {
    "shell in a description": as_json(description='$(touch pwned) `touch pwned` "; touch pwned; "'),
    "Python in a description": as_json(description='"""\'\'\' + __import__("os").system("touch pwned") + """'),
    "template in a description": as_json(
        description="{{ cycler.__init__.__globals__.os.popen('touch pwned') }} {{7*7}}"
    ),
    "markup in a description": as_json(description="<script>alert(1)</script> ![x](javascript:alert(1))"),
    "percent and braces": as_json(description="%s%n {0.__class__} ${jndi:ldap://x}"),
}


def run(*arguments: bytes | str, stdin: bytes, cwd: Path) -> tuple[int, str, str]:
    """The command's exit code, output and complaints."""
    command = [PETSAGE, *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, timeout=PATIENCE, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def shop(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "shop"
    petsage("new", folder, "--blueprint", "feature-src")
    return folder


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_payload_on_standard_input_is_refused(shop: Path, name: str) -> None:
    before = tree(shop.parent)
    code, out, err = run("build", "-", stdin=HOSTILE[name][0], cwd=shop)

    assert code == 2
    assert out == ""
    assert all(line.startswith("petsage: ") and line.isprintable() for line in err.splitlines())
    assert err
    assert "Traceback" not in err
    assert tree(shop.parent) == before


@pytest.mark.parametrize(
    "name", [name for name, (raw, _) in HOSTILE.items() if b"\0" not in raw and len(raw) < LONGEST_ARGUMENT]
)
def test_a_hostile_payload_as_an_argument_is_refused(shop: Path, name: str) -> None:
    before = tree(shop.parent)
    code, out, err = run("build", "--", HOSTILE[name][0], stdin=b"", cwd=shop)

    assert (code, out) == (2, "")
    assert err.startswith("petsage: ")
    assert "Traceback" not in err
    assert tree(shop.parent) == before


@pytest.mark.parametrize("name", HARMLESS)
def test_text_that_tries_to_run_is_built_harmlessly(shop: Path, name: str) -> None:
    code, out, err = run("build", "-", "--dry-run", stdin=HARMLESS[name], cwd=shop)

    assert code == 0, out + err
    assert not list(shop.parent.rglob("pwned"))
    assert not Path("pwned").exists()


@pytest.mark.parametrize("where", ["features/smoke_test", "features"])
def test_a_symbolic_link_that_leaves_the_project_is_refused(petsage: Petsage, tmp_path: Path, where: str) -> None:
    shop, outside = tmp_path / "shop", tmp_path / "outside"
    petsage("new", shop, "--blueprint", "feature-src")
    outside.mkdir()
    (outside / "__init__.py").touch()
    link = shop / "src/petsage" / where
    if link.exists():
        (link / "__init__.py").unlink()
        link.rmdir()
    link.symlink_to(outside)
    outcome = petsage("build", "-", "--project", shop, stdin=as_json())

    assert outcome.code == 4
    assert "symbolic link" in outcome.err
    assert sorted(path.name for path in outside.iterdir()) == ["__init__.py"]
