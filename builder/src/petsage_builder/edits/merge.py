"""A file's landed, edited and new text become one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from petsage_builder.edits.imported import merge_imports
from petsage_builder.edits.items import merge_in_brackets
from petsage_builder.edits.lines import merge_lines
from petsage_builder.edits.merged import Clash
from petsage_builder.edits.pieces import IMPORTS, Piece, members_of, pieces_of

Part = str | Clash
ByKey = Mapping[str, Piece]
Choose = Callable[[Clash], str]


def merge(path: str, base: str, yours: str, new: str, choose: Choose) -> str:
    """The three-way merge of a file: Python by what it defines, anything else by its lines.

    `choose` says what stands where both sides changed the same; what Python imports follows from it.
    """
    if path.endswith(".py") and (merged := _python(base, yours, new, choose)) is not None:
        return merged
    return _chosen(merge_lines(base, yours, new).parts, choose)


def needed_imports(path: str, text: str, *sides: str) -> str:
    """A text that was made of several, without the imports that these used and it doesn't; no Python stays as it is."""
    found = [pieces_of(each) or [] for each in (text, *sides)] if path.endswith(".py") else [[]]
    pieces, *others = found
    body = _beside_imports(pieces)
    once = "".join(map(_beside_imports, others))
    needed = {
        piece.key: merge_imports("", piece.core, "", (once, ""), body) for piece in pieces if piece.key == IMPORTS
    }
    return "".join(piece.lead + needed.get(piece.key, piece.core) for piece in pieces) or text


def _beside_imports(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.key != IMPORTS)


def _chosen(parts: Iterable[Part], choose: Choose) -> str:
    return "".join(part if isinstance(part, str) else choose(part) for part in parts)


def _python(base: str, yours: str, new: str, choose: Choose) -> str | None:
    found = [pieces_of(text) for text in (base, yours, new)]
    versions = [{piece.key: piece for piece in pieces} for pieces in found if pieces is not None]
    if len(versions) < len(found):
        return None
    landed, mine, theirs = versions
    texts = {key: _chosen(_piece(*_three(key, versions)), choose) for key in _order(*versions) if key != IMPORTS}
    body = "".join(texts.values())
    imports = [version.get(IMPORTS, Piece(IMPORTS, "", "", 1)) for version in versions]
    around = [_beside_imports(version.values()) for version in (mine, theirs)]
    landed_text, own_text, new_text = (piece.core for piece in imports)
    merged = merge_imports(landed_text, own_text, new_text, (around[0], around[1]), body)
    lead = (imports[1].lead or imports[2].lead) if merged else ""
    texts[IMPORTS] = lead + merged
    return "".join(texts[key] for key in _order(landed, mine, theirs))


def _three(key: str, versions: Sequence[ByKey]) -> tuple[Piece | None, Piece | None, Piece | None]:
    base, yours, new = (version.get(key) for version in versions)
    return base, yours, new


def _order(base: ByKey, yours: ByKey, new: ByKey) -> list[str]:
    """The keys of all that is there afterwards, in the order of yours unless the new text has another one."""
    is_as_before = [key for key in base if key in new] == [key for key in new if key in base]
    first, second = (yours, new) if is_as_before else (new, yours)
    order = list(first)
    before = -1
    for key in second:
        if key in first:
            before = order.index(key)
        else:
            before += 1
            order.insert(before, key)
    return order


def _piece(base: Piece | None, yours: Piece | None, new: Piece | None) -> Iterator[Part]:
    """What becomes of a statement."""
    if yours and new and (base or yours.core == new.core):
        landed = base or yours
        yield from merge_lines(landed.lead, yours.lead, new.lead, yours.line - yours.lead.count("\n")).parts
        yield from _core(landed.core, yours.core, new.core, yours.line)
    elif base is None and not (yours and new):
        yield from (piece.text for piece in (yours, new) if piece)
    elif base and (yours or new or base).core != base.core:
        was, own, other = (piece.text if piece else "" for piece in (base, yours, new))
        yield Clash(yours.line if yours else base.line, was, own, other, kept=own)
    elif yours and new:
        yield Clash(yours.line, "", yours.text, new.text, kept=yours.text)


def _core(base: str, yours: str, new: str, line: int) -> Iterator[Part]:
    """The lines of a statement that is there in all three versions."""
    if base == new or yours == new:
        yield yours
    elif base == yours:
        yield new
    elif classes := _classes(base, yours, new):
        heads, members = classes
        yield from _simple(*heads, line)
        versions = [{piece.key: piece for piece in pieces} for pieces in members]
        for key in _order(*versions):
            for part in _piece(*_three(key, versions)):
                yield _moved(part, line - 1)
    else:
        yield from _simple(base, yours, new, line)


def _simple(base: str, yours: str, new: str, line: int) -> Iterator[Part]:
    """The lines of a statement as a whole: by themselves or, where they disagree, by what is in brackets."""
    merged = merge_lines(base, yours, new, line)
    if merged.is_whole or (by_items := merge_in_brackets(base, yours, new)) is None:
        yield from merged.parts
    else:
        text, fits = by_items
        yield text if fits else Clash(line, base, yours, new, kept=text)


def _classes(*texts: str) -> tuple[tuple[str, str, str], list[list[Piece]]] | None:
    """The heads and the members of the three versions of a class."""
    found = [members_of(text) for text in texts]
    (base, yours, new) = found
    if base is None or yours is None or new is None:
        return None
    return (base[0], yours[0], new[0]), [base[1], yours[1], new[1]]


def _moved(part: Part, lines: int) -> Part:
    if isinstance(part, str):
        return part
    return Clash(part.line + lines, part.base, part.yours, part.new, part.kept)
