"""Strict base64: the standard or the URL-safe alphabet, padded or not, wrapped or not."""

import base64
import re

_STANDARD = re.compile(r"[A-Za-z0-9+/]*")
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]*")


def decode_base64(text: str) -> bytes:
    """The bytes that `text` stands for; white space in it is the wrapping of the tool that made it.

    Raises:
        ValueError: it isn't base64, or not as an encoder writes it; the message says why.
    """
    packed = "".join(text.split())
    body = packed.rstrip("=")
    if not _STANDARD.fullmatch(body) and not _URL_SAFE.fullmatch(body):
        raise ValueError("a character is not in its alphabet")
    padded = body + "=" * (-len(body) % 4)
    if packed not in (body, padded) or len(body) % 4 == 1:
        raise ValueError("it was cut off, or its padding is wrong")
    decoded = base64.b64decode(padded, altchars=b"-_" if _URL_SAFE.fullmatch(body) else None, validate=True)
    if base64.b64encode(decoded).decode() != padded.replace("-", "+").replace("_", "/"):
        raise ValueError("its last character is not what an encoder writes")
    return decoded
