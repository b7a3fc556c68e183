"""What a request leaves open is told apart from what it says, each with a sentence that says otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from petsage_builder.language.describe import describe
from petsage_builder.language.parse import understood
from petsage_builder.language.understand import understand
from petsage_builder.request.payload import FeatureRequest, read_payload
from petsage_builder.spec.feature import KnownEntity
from petsage_builder.spec.understanding import Understanding

REQUESTS = sorted((Path(__file__).parents[1] / "requests").glob("*.yaml"))
PETS = "A pet has a name. A pet belongs to a user, its owner. Only its owner can see, change or delete a pet."


@dataclass(frozen=True)
class Asked:
    """A request of the dozen, what it is understood as, and the project around it."""

    request: FeatureRequest
    understood: Understanding
    known: dict[str, KnownEntity]

    def with_text(self, text: str) -> Understanding:
        return understood(text, feature=self.request.feature, description="", known=self.known)


def asked() -> Iterator[Asked]:
    known: dict[str, KnownEntity] = {}
    for file in REQUESTS:
        request = read_payload(file.read_bytes()).request
        found = understand(request, known)
        yield Asked(request, found, dict(known))
        known |= {entity.name: KnownEntity(request.feature, entity, found.spec.roles) for entity in found.spec.entities}


def assumed(text: str) -> dict[str, tuple[str, ...]]:
    found = understood(text, feature="visits", description="", known={}).assumed
    return {assumption.sentence: assumption.instead for assumption in found}


def test_who_creates_is_assumed_where_it_is_not_said() -> None:
    sentence = "Only its owner can create a pet."

    assert assumed(PETS)[sentence] == ("Only admins can create a pet.",)
    assert sentence not in assumed(f"{PETS} Only its owner can create a pet.")


def test_that_nobody_can_do_something_is_assumed_where_nobody_was_named() -> None:
    notes = "A note has a text. A note belongs to a user, its writer. Only its writer can see or create a note."

    assert assumed(notes)["Nobody can change or delete a note."] == ("Only its writer can change or delete a note.",)
    assert "Nobody can delete a note." in assumed(f"{notes} Nobody can change a note.")
    assert not any("Nobody" in sentence for sentence in assumed(f"{notes} Nobody can change or delete a note."))


def test_the_order_of_lists_is_assumed_in_one_line() -> None:
    vets = "A vet has a name. Anyone can see or create vets. A ward has a name. Anyone can see or create wards."

    assert "Vets and wards are listed newest first." in assumed(vets)
    assert "Wards are listed newest first." in assumed(f"{vets} Vets are listed by name.")


def test_who_takes_a_step_is_told() -> None:
    visits = (
        f"{PETS} A visit has a reason. A visit belongs to a pet and to a user, its vet. A visit is new, confirmed or "
    )
    visits += (
        "in progress. A visit can be new, confirmed or in progress. Only its vet can see, create or change a visit."
    )

    assert assumed(visits)["Only its vet can confirm a visit."] == ()
    assert assumed(visits)["Only its vet can mark a visit new or in progress."] == ()
    assert assumed(visits)["A visit starts as new."] == ("A visit starts as confirmed.",)


def test_what_is_shown_leaves_nothing_open() -> None:
    for one in asked():
        again = one.with_text(describe(one.understood.spec))
        assert [assumption.sentence for assumption in again.assumed if assumption.instead] == []


def test_each_sentence_that_is_offered_is_accepted_and_says_otherwise() -> None:
    offered = [(one, assumption) for one in asked() for assumption in one.understood.assumed if assumption.instead]

    assert len(offered) >= 25
    for one, assumption in offered:
        for sentence in assumption.instead:
            again = one.with_text(f"{one.request.requirements}\n{sentence}")
            assert again.spec.entities != one.understood.spec.entities, sentence
            assert assumption not in again.assumed, sentence
