"""Draws docs/build.svg: the lines of a real build, run now in a temporary folder."""

import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

PETSAGE = Path(sys.executable).with_name("petsage")
TARGET = Path(__file__).with_name("build.svg")
REQUEST = '{"feature": "smoke_test", "description": "Check system is alive.", "requirements": "none"}'

LINE = 22
CHARACTER = 8.45
MARGIN = 24
STYLE = (
    "text{font:14px ui-monospace,Menlo,Consolas,monospace;fill:#c9d1d9}.ok{fill:#7ee787}"
    ".dim{fill:#8b949e}.prompt{fill:#79c0ff}"
)


def main() -> None:
    """Builds a feature for real and draws what was printed."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PETSAGE, "new", "pets"], cwd=folder, check=True, capture_output=True)
        built = subprocess.run(
            [PETSAGE, "build", REQUEST, "--project", "pets"], cwd=folder, check=True, capture_output=True, text=True
        )
    TARGET.write_text(drawing(["$ petsage build smoke_test.yaml", *built.stdout.splitlines()]))


def drawing(lines: list[str]) -> str:
    """The lines as an SVG picture of a terminal."""
    width = round(max(map(len, lines)) * CHARACTER + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN
    rows = "\n".join(_row(line, MARGIN + LINE * (number + 0.7)) for number, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" xml:space="preserve" role="img" '
        f'aria-label="A build">\n<style>{STYLE}</style>\n'
        f'<rect width="100%" height="100%" rx="10" fill="#0d1117"/>\n{rows}\n</svg>\n'
    )


def _row(line: str, y: float) -> str:
    if line.startswith("$"):
        return f'<text x="{MARGIN}" y="{y:g}" class="prompt">{escape(line)}</text>'
    step, facts = line[:31], line[31:]
    marked = escape(step).replace("✓", '<tspan class="ok">✓</tspan>')
    return f'<text x="{MARGIN}" y="{y:g}">{marked}<tspan class="dim">{escape(facts)}</tspan></text>'


if __name__ == "__main__":
    main()
