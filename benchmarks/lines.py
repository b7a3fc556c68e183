"""How much of the backend was built and how much was written by hand: lines for each feature, as a Markdown table.

    python benchmarks/lines.py

Built are the lines that a receipt says the builder made and that are still there; every other line of a feature's
Python and of its tables of facts (TOML) was written by hand.
"""

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path

from petsage_builder.project.landed import Landed

PROJECT = Path(__file__).parents[1] / "backend"
FEATURES = PROJECT / "src" / "petsage" / "features"
COLUMNS = ("built code", "built tests", "code by hand", "tests by hand")


def main() -> None:
    """Prints the table."""
    built = {PROJECT / file.path: file.text for receipt in Landed(PROJECT).receipts for file in receipt.files}
    folders = sorted(file.parent for file in FEATURES.glob("*/__init__.py"))
    counts = {folder.name: counted(folder, built) for folder in folders}
    counts["all"] = sum(counts.values(), Counter())
    print(f"| feature | {' | '.join(COLUMNS)} |\n|---|---|---|---|---|")
    for name, lines in counts.items():
        print(f"| {name} | {' | '.join(str(lines[column]) for column in COLUMNS)} |")


def counted(folder: Path, built: Mapping[Path, str]) -> Counter[str]:
    """The lines of a feature, by column."""
    lines: Counter[str] = Counter()
    for file in [*folder.rglob("*.py"), *folder.rglob("*.toml")]:
        kind = "tests" if "tests" in file.relative_to(folder).parts else "code"
        now, before = file.read_text().splitlines(), built.get(file, "").splitlines()
        kept = sum(block.size for block in SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks())
        lines[f"built {kind}"] += kept
        lines[f"{kind} by hand"] += len(now) - kept
    return lines


if __name__ == "__main__":
    main()
