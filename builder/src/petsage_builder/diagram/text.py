"""How wide a text is in a picture, and how it is written into one."""

from xml.sax.saxutils import escape

_NARROW, _SLIM, _WIDE = frozenset("ijl|.,:;'! "), frozenset('frtIJ()[]{}/\\-"'), frozenset("mwMW%@—")
_BOLD = 1.12


def width(text: str, size: float, *, bold: bool = False) -> float:
    """At most how wide a text is in any common sans-serif font, in the unit of the font's size."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1)


def _advance(character: str) -> float:
    """The width of a character for a size of 1: that of DejaVu Sans, the widest of the fonts in use, or more."""
    if character in _NARROW:
        return 0.34
    if character in _SLIM:
        return 0.46
    if character in _WIDE:
        return 1.0
    if character.isascii():
        return 0.8 if character.isupper() else 0.64
    return 1.1


def xml(text: str) -> str:
    """Text that XML shows as it is; characters that it can't hold become the replacement character."""
    return escape("".join(c if _is_allowed(c) else "\ufffd" for c in text), {'"': "&quot;", "\r": "&#13;"})


def _is_allowed(character: str) -> bool:
    return (
        character in "\t\n\r"
        or " " <= character < "\ud800"
        or "\ue000" <= character < "\ufffe"
        or character >= "\U00010000"
    )


def text(kind: str, x: float, y: float, said: str, anchor: str = "start") -> str:
    """A text element of the class `kind`."""
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text class="{kind}" x="{x}" y="{y}"{where}>{xml(said)}</text>'
