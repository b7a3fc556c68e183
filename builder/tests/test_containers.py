"""The container files that there are: well formed, and about files and commands that exist. No engine is needed."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from petsage_builder.project.shipped import SHIPPED

from .conftest import Petsage

ROOT = Path(__file__).parents[2]
INSTRUCTIONS = {"FROM", "ENV", "RUN", "COPY", "USER", "WORKDIR", "EXPOSE", "HEALTHCHECK", "CMD", "ENTRYPOINT"}


def refuse_malformed(dockerfile: Path, context: Path) -> None:
    """Every line is an instruction, the first names an image, and what is copied is in the context."""
    text = re.sub(r"\\\n", " ", dockerfile.read_text())
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines[0][0] == "FROM"
    assert {line[0] for line in lines} <= INSTRUCTIONS
    copied = [source for line in lines if line[0] == "COPY" for source in line[1:-1]]
    assert [source for source in copied if not (context / source).exists()] == []


def services_of(compose: Path) -> dict[str, Any]:
    """Its services, each of which waits only for others that there are."""
    services: dict[str, Any] = yaml.safe_load(compose.read_text())["services"]
    waited = {other for service in services.values() for other in service.get("depends_on", {})}
    assert waited <= services.keys()
    assert all("image" in service or "build" in service for service in services.values())
    return services


def test_the_servers_containers_are_well_formed() -> None:
    refuse_malformed(ROOT / "deploy" / "Dockerfile", ROOT)
    services = services_of(ROOT / "deploy" / "compose.yaml")

    assert services["worker"]["deploy"]["replicas"] == 3
    assert (ROOT / "deploy" / services["worker"]["build"]["context"] / "deploy/Dockerfile").is_file()


@pytest.mark.parametrize("blueprint", SHIPPED)
def test_a_new_projects_containers_are_well_formed(petsage: Petsage, tmp_path: Path, blueprint: str) -> None:
    assert petsage("new", tmp_path / "shop", "--blueprint", blueprint).code == 0
    root = next(path.parent for path in tmp_path.rglob("Dockerfile"))
    refuse_malformed(root / "Dockerfile", root)

    services = services_of(root / "compose.yaml")
    assert services["app"]["environment"]["DATABASE_URL"].startswith("postgresql://")
    workflow = yaml.safe_load((root / ".github/workflows/check.yml").read_text())
    assert workflow["jobs"]["check"]["steps"][-1] == {"run": "make check"}
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["lint", "format"]
