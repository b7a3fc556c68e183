"""From a key in the Studio's editor to the understanding that is shown for it, in a real browser."""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from language import SENTENCES
from playwright.sync_api import Page, sync_playwright

PETSAGE = Path(sys.executable).with_name("petsage")

MEASURE = """
() => {
  window.spent = [];
  const text = document.querySelector("#requirements");
  let pressed = 0;
  text.addEventListener("input", () => (pressed = performance.now()));
  document.addEventListener("htmx:after:swap", () => requestAnimationFrame(() => {
    if (pressed) window.spent.push(performance.now() - pressed);
    pressed = 0;
  }));
}
"""
"""Counts, for each key, the time until the page has drawn what the server answered to it."""


def main() -> None:
    """Type into a request of forty sentences, and print how long each key's understanding took to be shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PETSAGE, "new", "shop"], cwd=folder, check=True, capture_output=True)
        command = [str(PETSAGE), "studio", "--project", f"{folder}/shop", "--no-open"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as studio:
            try:
                assert studio.stdout
                (url,) = re.findall(r"http://\S+", studio.stdout.readline())
                spent = sorted(_typed(url, options.keys))
            finally:
                studio.terminate()
    at = {name: spent[min(len(spent) - 1, round(len(spent) * share))] for name, share in (("p95", 0.95), ("p99", 0.99))}
    print(f"{len(spent)} keys in a request of {SENTENCES.count('.')} sentences")
    print(f"  median {statistics.median(spent):.0f} ms, p95 {at['p95']:.0f} ms, p99 {at['p99']:.0f} ms")


def _typed(url: str, keys: int) -> list[float]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page()
        page.goto(url)
        page.fill("[name=feature]", "many")
        page.fill("[name=description]", "Forty sentences.")
        page.fill("#requirements", SENTENCES)
        page.wait_for_timeout(1_000)
        page.evaluate(MEASURE)
        _type(page, keys)
        spent: list[float] = page.evaluate("window.spent")
        chromium.close()
    return spent


def _type(page: Page, keys: int) -> None:
    """One key after the other, each when the one before has been answered."""
    page.focus("#requirements")
    page.keyboard.press("Control+End")
    for number in range(keys):
        page.keyboard.press("Backspace" if number % 2 else "x")
        while page.evaluate("window.spent.length") <= number:  # the page's policy forbids scripts to wait there
            page.wait_for_timeout(5)


if __name__ == "__main__":
    main()
