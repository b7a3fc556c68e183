"""Mail leaves over SMTP, and a server that is down harms nothing."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from fastapi import FastAPI

from petsage.core.mail import Post, post_of
from petsage.core.migrations import migrate
from petsage.core.testing import Client

RESETS = "/api/v1/password-resets"
ALEMBIC = Path(__file__).parents[1] / "alembic.ini"

pytestmark = pytest.mark.usefixtures("no_attempts")


class Inbox(Message):
    """What a mail server was given."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[str] = []

    def handle_message(self, message: object) -> None:
        self.mails.append(str(message))


@contextmanager
def server(inbox: Inbox) -> Iterator[str]:
    """A mail server of its own; gives its URL."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.fixture
def post_with(app: FastAPI) -> Iterator[None]:
    before = app.state.post
    yield
    app.state.post = before


@pytest.mark.usefixtures("post_with")
def test_a_letter_arrives(app: FastAPI, client: Client) -> None:
    inbox = Inbox()
    client.post("/api/v1/users", json={"email": "lena@example.org", "password": "correct horse battery"})
    with server(inbox) as url:
        app.state.post = post_of(url, "clinic@example.org")
        assert client.post(RESETS, json={"email": "lena@example.org"}).status_code == 202

    (mail,) = inbox.mails
    assert "To: lena@example.org" in mail
    assert "From: clinic@example.org" in mail


@pytest.mark.usefixtures("post_with")
def test_a_server_that_is_down_is_told_in_the_log_without_who_it_was(
    app: FastAPI, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.post("/api/v1/users", json={"email": "olga@example.org", "password": "correct horse battery"})
    app.state.post = Post("smtp://127.0.0.1:9", "clinic@example.org")

    assert client.post(RESETS, json={"email": "olga@example.org"}).status_code == 202
    (record,) = [record for record in caplog.records if record.name.endswith("recovering")]
    assert "olga" not in record.getMessage()


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_a_url_that_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL must be"):
        post_of(url, "clinic@example.org")


def test_mail_needs_a_sender() -> None:
    with pytest.raises(ValueError, match="MAIL_FROM must be"):
        post_of("smtp://127.0.0.1", "")


def test_a_command_gives_the_link_where_no_mail_is_sent(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/petsage.db"
    migrate(url, ALEMBIC)

    done = subprocess.run(
        [sys.executable, "-m", "petsage.reset_password", "nobody@example.org"],
        env={"DATABASE_URL": url, "PYTHONPATH": str(ALEMBIC.with_name("src"))},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == "No account has the address nobody@example.org. Sign up first (POST /api/v1/users).\n"
