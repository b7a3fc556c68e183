"""One mailbox has one account, however its address is typed."""

from uuid import uuid4

import pytest

from petsage.core.testing import Client

USERS, TOKENS = "/api/v1/users", "/api/v1/tokens"
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.usefixtures("no_attempts")


@pytest.fixture
def name() -> str:
    """The part before the @ of an address that nobody has."""
    return f"k{uuid4().hex[:12]}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{}@example.org", "{}@EXAMPLE.org"),
        ("{}@example.org", "{}@\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45.org"),
        ("{}s@example.org", "{}\u017f@example.org"),
        ("{}fi@example.org", "{}\ufb01@example.org"),
        ("{}e\u0301@example.org", "{}\u00e9@example.org"),
        ("{}\u00e9@example.org", "{}\u00c9@example.org"),
        ("{}k@example.org", "{}\u212a@example.org"),
    ],
)
def test_an_address_that_is_typed_otherwise_is_the_same(client: Client, name: str, first: str, second: str) -> None:
    account = {"email": first.format(name), "password": PASSWORD}
    assert client.post(USERS, json=account).status_code == 201

    other = account | {"email": second.format(name)}
    assert client.post(USERS, json=other).status_code == 409
    assert client.post(TOKENS, json=other).status_code == 201


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u3164", "\ufe0f", "\u034f", "\u00a0"]
)
def test_an_address_has_no_characters_that_nobody_sees(client: Client, name: str, sign: str) -> None:
    answer = client.post(USERS, json={"email": f"{name}{sign}@example.org", "password": PASSWORD})

    assert (answer.status_code, answer.json()["fields"][0]["place"]) == (422, "body.email")


@pytest.mark.parametrize("letter", ["\u0130", "\ufb03", "\ufdfa"])
def test_an_address_that_grows_beyond_what_is_kept_is_refused(client: Client, letter: str) -> None:
    answer = client.post(USERS, json={"email": letter * 230 + "@example.org", "password": PASSWORD})

    assert (answer.status_code, answer.json()["fields"][0]["place"]) == (422, "body.email")
