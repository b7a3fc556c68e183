"""The Studio is for the person who started it: one browser, on this machine, with the key from the printed address."""

import secrets
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "petsage-studio-{port}"
"""One for each port: a browser sends a machine's cookies to all of its ports."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all, a browser sends `Origin: null` with a form
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SAFE = ("GET", "HEAD")
_CLOSED = "Open the address that `petsage studio` printed. It lets one browser in; start it again for another.\n"


class Guard:
    """Lets in who comes with the token, once, and from then on with the cookie that they got for it.

    Calls by another name of this machine, or from another site's page, are refused whatever they carry.
    """

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app = app
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = COOKIE.format(port=port)
        self._token: str | None = token
        self._session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        answer = self._refusal(scope) or self._entrance(scope)
        return await (answer or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts:
            return PlainTextResponse("The Studio is at the address that `petsage studio` printed.\n", 421)
        foreign = origin is not None and origin != f"http://{host}"
        if foreign or (scope["method"] not in _SAFE and origin is None):
            return PlainTextResponse("This call comes from another page.\n", 403)
        return None

    def _entrance(self, scope: Scope) -> Response | None:
        """What answers in the app's place: the cookie for the token, or a refusal; None for who is in already."""
        cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        if self._cookie in cookies and secrets.compare_digest(cookies[self._cookie].value, self._session):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if self._token is None or not secrets.compare_digest(given.encode(), self._token.encode()):
            return PlainTextResponse(_CLOSED, 401)
        self._token = None
        entered = RedirectResponse("/", 303)
        entered.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
        return entered
