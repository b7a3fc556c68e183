"""For the tests of a built project, into which it is copied: email addresses are compared without capitals."""

from uuid import uuid4

from petsage.core.expecting import created, listed
from petsage.core.testing import Person

MEMBERS = "/api/v1/members"


def test_an_address_is_one_however_it_is_capitalised(alice: Person) -> None:
    name = uuid4().hex
    one = created(alice.post(MEMBERS, {"email": f"Ée.{name}@Example.org"}))
    other = created(alice.post(MEMBERS, {"email": f"b.{name}@example.org"}))

    assert one["email"] == f"ée.{name}@example.org"
    for again in (f"ÉE.{name.upper()}@EXAMPLE.org", one["email"]):
        assert alice.post(MEMBERS, {"email": again}).status_code == 409
        assert alice.patch(f"{MEMBERS}/{other['id']}", {"email": again}).status_code == 409
        assert listed(alice, f"{MEMBERS}?email={again}") == listed(alice, f"{MEMBERS}?search={again}") == [one]
