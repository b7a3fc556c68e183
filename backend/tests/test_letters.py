"""A forgotten password and a new address, as a client and whoever reads the mail see them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from petsage.core.fields import now
from petsage.core.identity import letters
from petsage.core.testing import Client, Mailbox, joining

RESETS, CONFIRMED = "/api/v1/password-resets", "/api/v1/email-changes/confirmation"
USERS, TOKENS, ME = "/api/v1/users", "/api/v1/tokens", "/api/v1/users/me"
OLD, NEW = "correct horse battery", "staple correct horse"

pytestmark = pytest.mark.usefixtures("no_attempts")


@pytest.fixture
def email(client: Client) -> str:
    """The address of an account."""
    email = f"{uuid4().hex}@example.com"
    assert client.post(USERS, json=joining(email, OLD)).status_code == 201
    return email


def token_of(client: Client, email: str, password: str) -> str | None:
    token: str | None = client.post(TOKENS, json={"email": email, "password": password}).json().get("token")
    return token


def confirm(client: Client, secret: str) -> int:
    return client.post(f"{RESETS}/confirmation", json={"secret": secret, "password": NEW}).status_code


def ask_for_address(client: Client, email: str, new: str, password: str = OLD) -> int:
    headers = {"authorization": f"Bearer {token_of(client, email, OLD)}"}
    return client.put(f"{ME}/email", json={"email": new, "password": password}, headers=headers).status_code


def test_who_forgot_their_password_chooses_another(client: Client, email: str, mail: Mailbox) -> None:
    signed_in = {"authorization": f"Bearer {token_of(client, email, OLD)}"}

    assert client.post(RESETS, json={"email": email.upper()}).status_code == 202
    assert confirm(client, mail.secret(email)) == 204
    assert token_of(client, email, NEW)
    assert not token_of(client, email, OLD)
    assert client.get(ME, headers=signed_in).status_code == 401


def test_a_secret_is_good_once(client: Client, email: str, mail: Mailbox) -> None:
    client.post(RESETS, json={"email": email})
    secret = mail.secret(email)

    assert [confirm(client, secret) for _ in range(2)] == [204, 409]
    assert confirm(client, "nonsense") == 409


def test_a_secret_is_good_for_an_hour(
    client: Client, email: str, mail: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(RESETS, json={"email": email})
    monkeypatch.setattr(letters, "now", lambda: now() + timedelta(minutes=61))

    assert confirm(client, mail.secret(email)) == 409


def test_a_changed_password_makes_mailed_secrets_worthless(client: Client, email: str, mail: Mailbox) -> None:
    client.post(RESETS, json={"email": email})
    headers = {"authorization": f"Bearer {token_of(client, email, OLD)}"}

    assert client.put(f"{ME}/password", json={"current": OLD, "new": NEW}, headers=headers).status_code == 204
    assert confirm(client, mail.secret(email)) == 409


def test_nothing_tells_whether_there_is_an_account(client: Client, email: str, mail: Mailbox) -> None:
    known, unknown = (client.post(RESETS, json={"email": one}) for one in (email, "nobody@example.com"))

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert [to for to, _ in mail.mails] == [email]


def test_nobody_is_flooded_with_mail(client: Client, email: str, mail: Mailbox) -> None:
    answers = [client.post(RESETS, json={"email": email}).status_code for _ in range(3)]

    assert answers == [202, 202, 202]
    assert len(mail.mails) == 1


def test_a_new_address_is_the_accounts_when_it_is_confirmed(client: Client, email: str, mail: Mailbox) -> None:
    new = f"{uuid4().hex}@example.com"

    assert ask_for_address(client, email, new) == 202
    assert not token_of(client, new, OLD)
    assert client.post(CONFIRMED, json={"secret": mail.secret(new)}).status_code == 204
    assert token_of(client, new, OLD)
    assert not token_of(client, email, OLD)
    assert mail.mails[-1][0] == email


def test_a_new_address_needs_the_password(client: Client, email: str, mail: Mailbox) -> None:
    assert ask_for_address(client, email, "new@example.com", "not my password") == 422
    assert mail.mails == []


def test_an_address_that_has_an_account_is_told_to_nobody(client: Client, email: str, mail: Mailbox) -> None:
    other = f"{uuid4().hex}@example.com"
    client.post(USERS, json=joining(other, OLD))

    assert ask_for_address(client, email, other) == 202
    assert mail.mails == []


def test_each_secret_is_for_one_thing(client: Client, email: str, mail: Mailbox) -> None:
    new = f"{uuid4().hex}@example.com"
    ask_for_address(client, email, new)

    assert confirm(client, mail.secret(new)) == 409
    assert client.post(CONFIRMED, json={"secret": mail.secret(new)}).status_code == 204


def test_without_a_mail_server_it_says_so(client: Client, email: str) -> None:
    assert client.post(RESETS, json={"email": email}).status_code == 409
