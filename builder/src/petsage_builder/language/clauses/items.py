"""What a thing has, as a list of people's own words: each item with its qualities, its type and what it may be."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.kinds import KINDS, Bounds
from petsage_builder.language.clauses.lexicon import DONE, STATES, can_be_in_a_name
from petsage_builder.language.clauses.nouns import Nouns
from petsage_builder.language.clauses.patterns import Found, Pattern, pattern
from petsage_builder.language.clauses.types import counted, length_phrase, range_phrase
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed, value
from petsage_builder.terms.noun import as_name
from petsage_builder.terms.units import is_measure, is_unit

_QUALITIES = {"optional": "optional", "unique": "unique", "required": "", "mandatory": "", "compulsory": ""}
_JOINTS = frozenset([",", "and", "plus"])
_OF_ONE = frozenset(["can", "defaults", "is", "may", "must", "never", "starts"])
"""What a relative clause about a single thing goes on with."""
_KINDS_SAID = {
    "yes no": "yes or no", "yes or no": "yes or no", "true false": "yes or no", "date": "a date", "text": "text",
    "long text": "long text", "link": "a link", "url": "a link", "whole number": "a whole number",
    "integer": "a whole number", "date and time": "a date and time", "email": "an email address",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a thing has: a field, another thing (one or several of them), or one of the people.

    `type` is its type as the language says it, with its `choices`, and `starts` the value that it starts as, if said;
    one that is `fixed` never changes. Of several there are `most` at most.
    """

    name: str
    what: Literal["field", "one", "several", "person", "whether"] = "field"
    optional: bool = False
    unique: bool = False
    per: str = ""
    unit: str = ""
    type: str = ""
    is_list: bool = False
    starts: str = ""
    fixed: bool = False
    most: str = ""
    choices: tuple[str, ...] = ()


def items(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Everything up to the end of the clause, as items; nothing where a single word of it can't be used."""
    found, left_out = _remembered(clause, at, nouns)
    if found and not left_out:
        yield found, len(clause)


def some_items(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """The items that are read where others aren't, and the words of those."""
    found, left_out = _remembered(clause, at, nouns)
    goes_on = any(part.texts[:1] in (("has",), ("have",), ("is",), ("are",)) for part in left_out)
    if left_out and found and not goes_on:
        yield (found, left_out), len(clause)


def _remembered(clause: Clause, at: int, nouns: Nouns) -> tuple[tuple[Item, ...], tuple[Clause, ...]]:
    """The items from a place on, which several forms ask for."""
    key = (_each, at, nouns.serial)
    if (found := clause.memo.get(key)) is None:
        found = clause.memo[key] = _each(clause.cut(at), nouns)
    return found


def _each(clause: Clause, nouns: Nouns) -> tuple[tuple[Item, ...], tuple[Clause, ...]]:
    found: list[Item] = []
    left_out: list[Clause] = []
    for part in _parts(_bound(clause)):
        if item := next(_item(part, nouns), None):
            found.append(item)
        else:
            left_out.append(part)
    return tuple(found), tuple(left_out)


def _bound(clause: Clause) -> Clause:
    """The clause without the commas within an item: "a birth date, if known, and …", "and, if there is one, a site"."""
    texts, dropped = clause.texts, set[int]()
    for at, text in enumerate(texts):
        if text == "," and texts[at + 1 : at + 3] and texts[at + 1] == "which" and texts[at + 2] in _OF_ONE:
            dropped.add(at)
        if text == "optionally" and texts[at - 1 : at] == (",",) and texts[at + 1 : at + 2] == (",",):
            dropped |= {at - 1, at + 1}
        for _, end in _IF_ANY.row.match(clause, at, _NO_NOUNS) if texts[at - 1 : at] == (",",) else ():
            before, after = texts[at - 2 : at - 1], texts[end : end + 2]
            if before == ("and",) and after[:1] == (",",):
                dropped |= {at - 1, end}
            elif before != ("and",) and (not after or "and" in after):
                dropped.add(at - 1)
    return Clause.of([word for at, word in enumerate(clause.words) if at not in dropped])


def _parts(clause: Clause) -> Iterator[Clause]:
    """The clause cut at its commas and "and"s, but for those within parentheses and between numbers.

    What follows ":", "which" or "that" is all of the last item.
    """
    depth, start, texts = 0, 0, clause.texts
    for index, text in enumerate(texts):
        depth += (text == "(") - (text == ")")
        if text in (":", "which", "whether") and depth == 0 and "or" in texts[index:]:
            break
        between = text == "and" and "between" in texts[max(start, index - 3) : index]
        if depth == 0 and text in _JOINTS and not between:
            if index > start:
                yield clause.cut(start, index)
            start = index + 1
        elif depth == 0 and texts[index : index + 3] == ("as", "well", "as"):
            yield clause.cut(start, index)
            start = index + 3
    yield clause.cut(start)


def _item(part: Clause, nouns: Nouns) -> Iterator[Item]:
    for pattern_, make in _WHETHER:
        for slots in pattern_.match(part, nouns):
            yield replace(make, name=slots["name"])
    for slots in _AT_MOST.match(part, nouns):
        yield Item(slots["child"], "several", most=slots["most"])
    for slots in _RANGED.match(part, nouns):
        is_open = None in (slots["range"].least, slots["range"].most)  # at most three beds are things, or how many
        if not is_open and not any(KINDS["length_unit"](part, len(part) - 1, nouns)):
            yield replace(
                _ranged(slots["range"]),
                name=slots["noun"],
                type=_ranged(slots["range"]).type.replace("{number}", "a whole number"),
            )
    for slots in _PATTERN.match(part, nouns):
        qualities = (*slots["qualities"], *(["optional"] if "maybe" in slots else []))
        item = _of_a_noun(nouns, slots["several"], qualities, slots["noun"])
        for tail in slots.get("tails", ()) if item else ():
            item = _with(item, tail) if item else None
        if item:
            yield item


def _of_a_noun(nouns: Nouns, several: str, qualities: tuple[str, ...], noun: str) -> Item | None:
    """A field, or what a noun stands for that the text has defined."""
    optional, unique = "optional" in qualities, "unique" in qualities
    one = names.one_of_several(noun)
    for name in dict.fromkeys([noun, one]):
        if name in nouns.things:
            if unique:
                return None
            if several == "one":
                return None
            return Item(name, "several" if several or name != noun else "one", optional)
        if nouns.is_person(name) and not several and name == noun:
            return None if unique else Item(name, "person", optional)
    if several:
        if several == "some" and noun == one:
            return Item(noun, optional=optional, unique=unique)
        is_said = several in ("some", "a list of") and noun != one and not unique
        return Item(noun, optional=optional, is_list=several == "a list of") if is_said else None
    measured = noun.split()[0]
    if " " in noun and names.is_plural(measured) and is_measure(measured):
        return Item(noun, optional=optional, unique=unique, type=f"a number in {measured}")
    return Item(noun, optional=optional, unique=unique)


def _with(item: Item, tail: Item) -> Item | None:
    """The item with what a tail says of it; nothing where both say the same, or of what isn't a field."""
    if tail.type and (item.type or item.unit):
        return None
    if item.what != "field" and (tail.type or tail.unit or tail.unique or tail.per):
        return None
    type_ = _typed(item, tail.type, tail.unit or item.unit) if tail.type else item.type
    if item.what != "field" and (tail.starts or tail.fixed):
        return None
    return replace(
        item, optional=item.optional or tail.optional, unique=item.unique or tail.unique, per=tail.per or item.per,
        unit=tail.unit or item.unit, type=type_, starts=tail.starts or item.starts,
        fixed=tail.fixed or item.fixed, choices=tail.choices or item.choices,
    )  # fmt: skip


def _typed(item: Item, said: str, unit: str) -> str:
    return said.replace("{text}", "long text" if counted(item.name) == "long text" else "text").replace(
        "{number}", range_phrase(item.name, unit)
    )


def qualities(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """The qualities before a noun, which may be none."""
    found: list[str] = []
    while at < len(clause) and clause.texts[at] in _QUALITIES:
        found.append(_QUALITIES[clause.texts[at]])
        at += 1
    yield tuple(found), at


def noun(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """A noun, or what a clause says for one: "the day it was borrowed"."""
    for slots, end in _DAY.row.match(clause, at, nouns):
        values = dict(slots)
        yield f"{values['participle']} {values['of']}", end
    found = list(KINDS["name"](clause, at, nouns))[::-1]
    yield from found
    for first, end in found if "for" in clause.set else ():
        if clause.texts[end : end + 1] == ("for",) and end + 1 < len(clause) and counted(first) == "text":
            for second, last in KINDS["name"](clause, end + 1, nouns):
                if not names.is_plural(second) and counted(second) == "text":
                    yield f"{first} for {second}", last


def determiner(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """The words that say that there are several, or that there is one; empty where a plain article or nothing does."""
    for _, end in _SEVERAL.row.match(clause, at, nouns):
        yield " ".join(clause.texts[at:end]), end
    if clause.texts[at] in ("a", "an", "the", "its", "their", "each"):
        yield "", at + 1
    elif clause.texts[at] == "one":
        yield "one", at + 1
    else:
        yield "", at


def tails(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """Everything behind a noun, up to the end, each as what it says of an item."""
    if at == len(clause):
        yield (), at
        return
    for first, end in _tail(clause, at, nouns):
        for others, last in tails(clause, end, nouns):
            yield (first, *others), last


def _tail(clause: Clause, at: int, nouns: Nouns) -> Iterator[tuple[Item, int]]:
    if clause.texts[at] == "(":
        end = clause.texts.index(")", at) if ")" in clause.texts[at:] else 0
        if end and (found := _inside(clause.cut(at + 1, end), nouns)):
            yield found, end + 1
        return
    for pattern_, make in _TAILS:
        for slots, end in pattern_.row.match(clause, at, nouns):
            if item := make(**dict(slots)):
                yield item, end


def _inside(clause: Clause, nouns: Nouns) -> Item | None:
    """What parentheses say: qualities, bounds, a unit, a type, or the choices; each behind ";" for itself."""
    if ";" in clause.texts and (at := clause.texts.index(";")) and at + 1 < len(clause):
        one, other = _inside(clause.cut(0, at), nouns), _inside(clause.cut(at + 1), nouns)
        return _merged(one, other) if one and other else None
    said = " ".join(text for text in clause.texts if text != ",").replace("/", " ").strip()
    if kind := _KINDS_SAID.get(said):
        return Item("", type=kind)
    found = Item("")
    for part in _parts(clause):
        inner = next((item for item in _within(part, nouns)), None)
        found = _merged(found, inner) if inner else None  # type: ignore[assignment]
        if found is None:
            break
    return found or _choices(clause, nouns)


def _merged(one: Item, other: Item) -> Item | None:
    if one.type and other.type:
        return None
    return replace(
        one, optional=one.optional or other.optional, unique=one.unique or other.unique, type=one.type or other.type,
        unit=one.unit or other.unit, per=one.per or other.per, starts=one.starts or other.starts,
        fixed=one.fixed or other.fixed, choices=one.choices or other.choices,
    )  # fmt: skip


def _within(part: Clause, nouns: Nouns) -> Iterator[Item]:
    said = " ".join(part.texts)
    if said in _QUALITIES:
        yield Item("", optional=said == "optional", unique=said == "unique")
    elif kind := _KINDS_SAID.get(said):
        yield Item("", type=kind)
    for pattern_, make in _TAILS:
        for slots in pattern_.match(part, nouns):
            if item := make(**slots):
                yield item


def _choices(clause: Clause, nouns: Nouns) -> Item | None:
    """ "(single, double or suite)": the last comma may stand for the "or"."""
    found: list[str] = []
    at = 0
    while at < len(clause):
        ends = [(value, end) for value, end in KINDS["value"](clause, at, nouns) if clause.texts[end : end + 1] in
                ((",",), ("or",), ("/",), ("|",), ())]  # fmt: skip
        if not ends:
            return None
        value, at = ends[0]
        found.append(value)
        while at < len(clause) and clause.texts[at] in (",", "or", "/", "|"):
            at += 1
    return _chosen(found) if len(found) > 1 else None


def _chosen(values: Sequence[str]) -> Item:
    return Item("", type=one_of(values), choices=tuple(values))


def one_of(values: Sequence[str]) -> str:
    """The type of a choice."""
    return f"one of {listed(map(value, values), 'or')}"


def unit(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """What something is measured in."""
    for end in range(min(len(clause), at + 4), at, -1):
        words = as_name(" ".join(clause.texts[at:end]))
        said = clause.words[at:end]
        if is_unit(words) and all(word.kind == "number" or can_be_in_a_name(word.text) for word in said):
            yield words, end


def maybe(clause: Clause, at: int, nouns: Nouns) -> Iterator[Found]:
    """That something may be missing, before its name."""
    for phrase in (_IF_ANY, _PERHAPS):
        for _, end in phrase.row.match(clause, at, nouns):
            yield True, end


def default(clause: Clause, at: int, _nouns: Nouns) -> Iterator[Found]:
    """A value that a field starts as: one word, a number, or something in quotes."""
    if clause.words[at].kind in ("quoted", "number") or can_be_in_a_name(clause.texts[at]):
        yield clause.words[at].written, at + 1


def _ranged(range: Bounds, counted: str = "") -> Item:
    unit_ = f" in {counted}" if counted else ""
    kind = "a number" if "." in f"{range.least}{range.most}" else "{number}"
    return Item("", type=kind + unit_ + _bounded(range))


def _bounded(range: Bounds) -> str:
    if range.least is not None and range.most is not None:
        return f" from {range.least} to {range.most}"
    return f" of at least {range.least}" if range.least is not None else f" of at most {range.most}"


def _starting(starts: str) -> Item:
    return Item("", starts=starts)


def _long(range: Bounds, unit: str) -> Item:
    return Item("", type="{text}" + length_phrase(range, unit))


_KINDS = KINDS | {
    "items": items,
    "some_items": some_items,
    "qualities": qualities,
    "noun": noun,
    "determiner": determiner,
    "tails": tails,
    "unit": unit,
    "maybe": maybe,
    "default": default,
}
_SEVERAL = pattern("<several>", _KINDS)
_IF_ANY = pattern("<if any>", _KINDS)
_PERHAPS = pattern("<perhaps>", _KINDS)
_NO_NOUNS = Nouns()
_DAY = pattern("[the] {of} [when|on] [which] it|they|he|she [is|was|are|were] {participle}", _KINDS | {
    "of": lambda clause, at, _nouns: iter([("date", at + 1)] if clause.texts[at] in ("day", "date") else
                                         [("time", at + 1)] if clause.texts[at] in ("time", "moment") else []),
    "participle": lambda clause, at, _nouns: iter(
        [(clause.texts[at], at + 1)] if clause.texts[at] in DONE or clause.texts[at] in STATES or
        (clause.texts[at].endswith("ed") and can_be_in_a_name(clause.texts[at])) or clause.texts[at] == "due" else []),
})  # fmt: skip
_PATTERN: Pattern = pattern("[{maybe}] {several:determiner} {qualities} {noun} [{tails}]", _KINDS)
_RANGED = pattern("[a|an] {range:bounds} {noun:name}", _KINDS)
_AT_MOST = pattern("<at most> {most:number} {child:thing}", _KINDS)
_WHETHER = [
    (
        pattern("[a flag|field|mark] [that says|saying|for] whether|if it|they is|are {name}", _KINDS),
        Item("", "whether"),
    ),
    (
        pattern("[a flag|field] [that says|saying|for] whether|if it|they has|have [a|an] {name}", _KINDS),
        Item("", "field", type="has"),
    ),
]
_TAILS: list[tuple[Pattern, Callable[..., Item]]] = [
    (pattern("in {unit}", _KINDS), lambda unit: Item("", unit=unit)),
    (pattern("[with|of|and|having] {range:bounds} {unit:length_unit} [long|in length]", _KINDS), _long),
    (pattern("[with|of] {n:number} {unit:length_unit} [long]", _KINDS), lambda n, unit: _long(Bounds(n, n), unit)),
    (pattern("{range:bounds}", _KINDS), _ranged),
    (pattern("{range:bounds} {counted:unit}", _KINDS), _ranged),
    (pattern("that|which <be> {range:bounds}", _KINDS), _ranged),
    (pattern("can|may be (empty / blank / missing / left out / omitted)", _KINDS), lambda: Item("", optional=True)),
    (pattern("(never / not) {end:ends}", _KINDS), lambda end: _ranged(Bounds(end.most, end.least))),
    (pattern("(never / not) negative", _KINDS), lambda: _ranged(Bounds(least="0"))),
    (pattern("<be> unique", _KINDS), lambda: Item("", unique=True)),
    (pattern("<be> (given / present / filled in / set)", _KINDS), lambda: Item("")),
    (pattern("that|which <be> optional", _KINDS), lambda: Item("", optional=True)),
    (pattern("that|which may|can be left out|empty|blank", _KINDS), lambda: Item("", optional=True)),
    (pattern("that|which <be> unique", _KINDS), lambda: Item("", unique=True)),
    (pattern("that|which <cannot> be used|taken (twice / more than once / by anyone else)", _KINDS),
     lambda: Item("", unique=True)),
    (pattern("that|which <cannot> be used|taken by another {_other:name}", _KINDS),
     lambda _other: Item("", unique=True)),
    (pattern("that|which <be> unique per|within|for|in [each|its] {per:thing}", _KINDS), lambda per: Item("", per=per)),
    (pattern("unique per|within|for|in [each|its] {per:thing}", _KINDS), lambda per: Item("", per=per)),
    (pattern("that|which is|are|can [be] [either] {values}", _KINDS), lambda values: _chosen(values)),
    (pattern("that|which (never changes / <cannot> be changed|edited)", _KINDS), lambda: Item("", fixed=True)),
    (pattern("[,] <if any>", _KINDS), lambda: Item("", optional=True)),
    (pattern("{most:number} {unit:length_unit} max|maximum|tops", _KINDS),
     lambda most, unit: _long(Bounds(most=most), unit)),
    (pattern("which|that defaults|starts (to / as / at) {starts:default}", _KINDS), _starting),
    (pattern("which|that is {starts:default} by default", _KINDS), _starting),
    (pattern("default|defaults [to|is|:] {starts:default}", _KINDS), _starting),
    (pattern("{starts:default} by default", _KINDS), _starting),
    (pattern(": {values}", _KINDS), lambda values: _chosen(values)),
]  # fmt: skip
KINDS_WITH_ITEMS = _KINDS
"""Every kind of slot, items included."""
