"""Everybody has a profile of their own, without asking for its id."""

from petsage.core.expecting import refused
from petsage.core.testing import Client, Person

PATH = "/api/v1/users/me/profile"
DEFAULTS = {"display_name": None, "country": None, "time_zone": "UTC", "unit_system": "metric"}


def test_who_never_said_anything_has_the_defaults_and_no_record(alice: Person) -> None:
    assert alice.get(PATH).json() == DEFAULTS
    assert alice.get("/api/v1/profiles").json()["items"] == []


def test_the_first_change_makes_the_profile_and_the_next_one_keeps_the_rest(alice: Person, bob: Person) -> None:
    first = alice.patch(PATH, {"unit_system": "imperial", "display_name": "Ada"})
    second = alice.patch(PATH, {"display_name": None, "country": "NL"})

    assert (first.status_code, first.json()) == (
        200,
        DEFAULTS | {"unit_system": "imperial", "display_name": "Ada"},
    )
    assert second.json() == alice.get(PATH).json() == DEFAULTS | {"unit_system": "imperial", "country": "NL"}
    assert [profile["country"] for profile in alice.get("/api/v1/profiles").json()["items"]] == ["NL"]
    assert bob.get(PATH).json() == DEFAULTS


def test_what_a_profile_refuses_its_own_endpoint_refuses(alice: Person, client: Client) -> None:
    assert refused(alice.patch(PATH, {"time_zone": "Mars/Base"})) == {"time_zone"}
    assert refused(alice.patch(PATH, {"owner_id": str(alice.id)})) == {"owner_id"}
    assert client.get(PATH).status_code == 401
