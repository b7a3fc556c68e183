"""The pictures of the Studio in docs/studio/: `.venv/bin/python docs/screenshots.py`, with Debian's Chromium."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

PETSAGE = Path(sys.executable).with_name("petsage")
PICTURES = Path(__file__).with_name("studio")
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
PETS = """\
A pet has a name, a species and an optional birth date.
A pet's species is one of dog, cat, rabbit or other.
A pet belongs to a user, its owner.
Only its owner can see, create, change or delete a pet.

A weight entry belongs to a pet.
A weight entry has a weight in kg and a measured time.
Access to a weight entry follows its pet.
Pets are listed by name."""

Scheme = Literal["light", "dark"]


def main() -> None:
    """Walk through the Studio of a new project once for each look, and keep what it shows."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, scheme, size in (("light", "light", WIDE), ("dark", "dark", WIDE), ("narrow", "light", NARROW)):
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run([PETSAGE, "new", "shop"], cwd=folder, check=True, capture_output=True)
                _walk(chromium, Path(folder, "shop"), name, scheme, size)
        chromium.close()


def _walk(chromium: Browser, project: Path, name: str, scheme: str, size: dict[str, int]) -> None:
    command = [str(PETSAGE), "studio", "--project", str(project), "--no-open"]
    environment = {**os.environ, "XDG_STATE_HOME": str(project.with_name("state"))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as studio:
        try:
            assert studio.stdout
            (url,) = re.findall(r"http://\S+", studio.stdout.readline())
            page = chromium.new_context(color_scheme=scheme, viewport=size).new_page()  # type: ignore[arg-type]
            page.set_default_timeout(60_000)
            page.goto(url)
            _show(page, project, name)
        finally:
            studio.terminate()


def _show(page: Page, project: Path, name: str) -> None:
    def keep(view: str) -> None:
        page.screenshot(path=PICTURES / f"{view}-{name}.png")

    _write(page, PETS.replace("has a name", "hs a name"))
    page.wait_for_selector(".marks mark")
    keep("fault")
    _write(page, PETS + "\n")
    page.locator("#requirements").press_sequentially("A pet's birth date is n")
    page.wait_for_selector("#completions [role=option]")
    page.locator("#requirements").press("ArrowDown")
    keep("completion")
    _write(page, PETS)
    page.wait_for_selector("#reading[data-ready=yes] .picture img")
    page.wait_for_timeout(300)
    keep("write")
    _prove(page)
    keep("build")
    page.click("text=Land it")
    page.wait_for_selector("h2.outcome.landed")
    page.click("nav >> text=Try")
    page.click("text=Start the app")
    page.click("summary:has-text('POST'):has-text('/api/v1/pets')")
    page.click("details[open] >> text=Send")
    page.wait_for_selector("#answer h2")
    keep("try")
    service = project / "src/shop/features/pets/service.py"
    service.write_text(re.sub(r"(order=.*)", r"\1  # the vet reads it so", service.read_text(), count=1))
    _write(page, PETS.replace("listed by name", "listed newest birth date first"), at="/?feature=pets")
    _prove(page)
    keep("conflict")
    for view, at in (("project", "/project"), ("feature", "/features/pets"), ("removal", "/features/pets/removal")):
        page.goto("/".join(page.url.split("/")[:3]) + at)
        page.wait_for_load_state("networkidle")
        keep(view)


def _write(page: Page, requirements: str, at: str = "") -> None:
    if at:
        page.goto("/".join(page.url.split("/")[:3]) + at)
    page.fill("[name=feature]", "pets")
    page.fill("[name=description]", "The animals that people care for.")
    page.fill("#requirements", requirements)


def _prove(page: Page) -> None:
    page.wait_for_selector("#reading[data-ready=yes]")
    page.wait_for_timeout(300)
    page.click("#prove")
    page.wait_for_selector("h2.outcome")


if __name__ == "__main__":
    main()
