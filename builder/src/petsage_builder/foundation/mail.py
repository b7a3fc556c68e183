"""Mail to people, over SMTP."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

PATIENCE = 20
"""Seconds that a mail server has to answer."""


class Post(NamedTuple):
    """Where mail leaves, and as whose: `url` is `smtp://USER:PASSWORD@HOST:PORT`, or `smtps:` for TLS from the start.

    Over `smtp:` it is encrypted as soon as the server offers that (STARTTLS).
    """

    url: str
    sender: str

    async def send(self, to: str, subject: str, text: str) -> None:
        """Hands a mail over; `OSError` or `aiosmtplib.SMTPException` where the server doesn't take it."""
        import aiosmtplib  # an import of its own length, for those who send mail

        server = urlsplit(self.url)
        await aiosmtplib.send(
            self._message(to, subject, text),
            hostname=server.hostname,
            port=server.port,
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            use_tls=server.scheme == "smtps",
            timeout=PATIENCE,
        )

    def _message(self, to: str, subject: str, text: str) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message


def post_of(smtp_url: str, mail_from: str) -> Post | None:
    """How mail leaves, if it does; `ValueError` where the settings can't be meant."""
    if not smtp_url:
        return None
    server = urlsplit(smtp_url)
    if server.scheme not in ("smtp", "smtps") or not server.hostname:
        raise ValueError("SMTP_URL must be smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASSWORD@ before the host")
    if "@" not in mail_from:
        raise ValueError("MAIL_FROM must be the email address that mail is sent from")
    return Post(smtp_url, mail_from)
