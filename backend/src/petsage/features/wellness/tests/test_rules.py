"""The rule tables: whole, sourced, in one version, and refused when they are broken."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from petsage.features.wellness.catalogue import TABLES, catalogue
from petsage.features.wellness.energy import EnergyTable
from petsage.features.wellness.flags import FLAGS, SIGNS, FlagTable, MeasureFlag
from petsage.features.wellness.life_stage import LIFE_STAGES
from petsage.features.wellness.poisons import POISONS
from petsage.features.wellness.rules import RULE_SET, RULES, read_rules
from petsage.features.wellness.triage import TriageQuestion
from petsage.features.wellness.vaccines import VACCINES


def broken(folder: Path, name: str, old: str, new: str) -> Path:
    """A folder with one table, in which the first `old` reads `new`."""
    text = (RULES / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{name}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_every_rule_is_listed_once_with_its_sources() -> None:
    rules = catalogue().rules
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.sources and rule.sureness in "HML" for rule in rules)


def test_every_rule_in_every_file_is_listed() -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in RULES.glob("*.toml")).count('\nid = "')
    assert len(catalogue().rules) == written


def test_every_file_of_rules_belongs_to_one_table() -> None:
    prefixes = {table.rules[0].id.split(".")[0] for table in TABLES}
    assert prefixes | {"rule_set"} == {file.stem for file in RULES.glob("*.toml")}


def test_a_rule_is_named_after_its_table() -> None:
    for table in TABLES:
        assert len({rule.id.split(".")[0] for rule in table.rules}) == 1


def test_the_rule_set_is_labelled_reference_and_its_version_names_its_edition() -> None:
    listing = catalogue()
    assert listing.label == "reference"
    assert listing.rule_set_version.startswith(f"{RULE_SET.edition}+")


def test_a_rule_without_a_source_is_refused(tmp_path: Path) -> None:
    folder = broken(
        tmp_path, "energy", 'sources = ["Small Animal Clinical Nutrition", "Merck Veterinary Manual"]', "sources = []"
    )
    with pytest.raises(ValidationError, match=r"resting\.sources"):
        read_rules("energy", EnergyTable, folder)


def test_an_unknown_key_in_a_table_is_refused(tmp_path: Path) -> None:
    folder = broken(tmp_path, "energy", "fold = 3", "fold = 3\nfolds = 4")
    with pytest.raises(ValidationError, match=r"spread\.folds"):
        read_rules("energy", EnergyTable, folder)


def test_a_table_that_lacks_a_reason_to_refuse_is_refused(tmp_path: Path) -> None:
    folder = broken(tmp_path, "energy", "[refusals.pregnancy]", "[refusals.pregnant]")
    with pytest.raises(ValidationError, match=r"refusals\.pregnancy"):
        read_rules("energy", EnergyTable, folder)


def test_a_span_that_runs_backwards_is_refused(tmp_path: Path) -> None:
    folder = broken(tmp_path, "energy", "{ low = 1.2, high = 1.4 }", "{ low = 1.4, high = 1.2 }")
    with pytest.raises(ValidationError, match="low is over high"):
        read_rules("energy", EnergyTable, folder)


def test_a_measure_without_a_bound_is_refused(tmp_path: Path) -> None:
    folder = broken(tmp_path, "triage", "\nover = 5\n", "\n")
    with pytest.raises(ValidationError, match="exactly one of over"):
        read_rules("triage", FlagTable, folder)


@pytest.mark.parametrize("flag", FLAGS.measures, ids=lambda flag: flag.id)
def test_every_measure_of_the_table_can_be_asked_about(flag: MeasureFlag) -> None:
    assert flag.measure in TriageQuestion.model_fields


def test_every_agent_with_a_threshold_is_in_some_poison() -> None:
    assert {threshold.agent for threshold in POISONS.thresholds} == {poison.agent for poison in POISONS.poisons}


def test_chocolate_of_an_unknown_kind_is_as_strong_as_the_strongest() -> None:
    strengths = {
        poison.key: poison.agent_mg_per_g.high for poison in POISONS.poisons if poison.agent == "methylxanthines"
    }
    assert strengths["chocolate"] == max(strengths.values())


def test_each_species_ends_in_a_stage_without_an_end() -> None:
    last = {rule.species: rule for rule in LIFE_STAGES.stages}
    assert all(rule.ends_at_months is None and rule.share_of_life is None for rule in last.values())


def test_every_series_names_its_guideline() -> None:
    assert all(series.guideline for series in VACCINES.series)


def test_a_suspected_poisoning_is_among_the_signs() -> None:
    assert "suspected_poison" in SIGNS


def test_the_heart_rate_is_never_asked_for() -> None:
    assert not any("heart" in field for field in TriageQuestion.model_fields)
