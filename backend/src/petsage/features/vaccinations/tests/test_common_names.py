"""Owners copy what the vet wrote: the common names of vaccines are understood."""

import pytest

from petsage.core.expecting import created, listed, refused
from petsage.core.testing import Person


@pytest.mark.parametrize(
    ("name", "vaccine"),
    [
        ("DHPP", "core"),
        ("DA2PP", "core"),
        ("fvrcp", "core"),
        (" FeLV ", "feline leukemia"),
        ("Kennel cough", "bordetella"),
        ("rabies", "rabies"),
    ],
)
def test_a_vaccine_goes_by_its_common_name(alice: Person, name: str, vaccine: str) -> None:
    pet = created(alice.post("/api/v1/pets", {"name": "Mia", "species": "dog"}))["id"]
    path = f"/api/v1/pets/{pet}/vaccinations"

    made = created(alice.post(path, {"vaccine": name, "given_date": "2025-01-10"}))

    assert made["vaccine"] == vaccine
    assert listed(alice, f"{path}?vaccine={name.strip()}") == [made]
    assert alice.patch(f"/api/v1/vaccinations/{made['id']}", {"vaccine": name}).json()["vaccine"] == vaccine


def test_what_protects_from_more_than_the_core_is_not_taken_for_it(alice: Person) -> None:
    pet = created(alice.post("/api/v1/pets", {"name": "Mia", "species": "dog"}))["id"]

    assert refused(
        alice.post(f"/api/v1/pets/{pet}/vaccinations", {"vaccine": "DHLPP", "given_date": "2025-01-10"})
    ) == {"vaccine"}


def test_a_dose_by_its_common_name_counts_in_the_plan(alice: Person) -> None:
    pet = created(alice.post("/api/v1/pets", {"name": "Mia", "species": "dog", "birth_date": "2020-01-10"}))["id"]
    path = f"/api/v1/pets/{pet}"
    told = {"vaccine": "DHPP", "given_date": "2025-01-10", "due_date": "2027-01-10", "due_reason": "vet"}
    created(alice.post(f"{path}/vaccinations", told))

    assert '"2027-01-10"' in alice.get(f"{path}/wellness/vaccine-plan").text
