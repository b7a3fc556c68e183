"""The pictures of the Studio in docs/studio/: `.venv/bin/python docs/screenshots.py`, with Debian's Chromium."""

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
Access to a weight entry follows its pet."""

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
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as studio:
        try:
            assert studio.stdout
            (url,) = re.findall(r"http://\S+", studio.stdout.readline())
            page = chromium.new_context(color_scheme=scheme, viewport=size).new_page()  # type: ignore[arg-type]
            page.set_default_timeout(60_000)
            page.goto(url)
            _show(page, name)
        finally:
            studio.terminate()


def _show(page: Page, name: str) -> None:
    def keep(view: str) -> None:
        page.screenshot(path=PICTURES / f"{view}-{name}.png")

    page.fill("[name=feature]", "pets")
    page.fill("[name=description]", "The animals that people care for.")
    page.fill("#requirements", PETS.replace("has a name", "hs a name"))
    page.wait_for_selector(".marks mark")
    keep("fault")
    page.fill("#requirements", PETS)
    page.wait_for_selector("#reading[data-ready=yes] .picture img")
    page.wait_for_timeout(300)
    keep("write")
    page.click("#prove")
    page.wait_for_selector("h2.outcome")
    keep("build")
    page.click("text=Land it")
    page.wait_for_selector("h2.outcome.landed")
    page.click("nav >> text=Project")
    keep("project")
    page.click("nav >> text=Try")
    page.click("text=Start the app")
    page.click("summary:has-text('POST'):has-text('/api/v1/pets')")
    page.click("details[open] >> text=Send")
    page.wait_for_selector("#answer h2")
    keep("try")


if __name__ == "__main__":
    main()
