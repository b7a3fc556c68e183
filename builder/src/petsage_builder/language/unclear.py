"""Fields whose nouns have more than one reading: what isn't said of them is asked, each reading a ready sentence."""

from collections.abc import Collection, Iterable

from petsage_builder.language.draft import EntityDraft
from petsage_builder.language.faults import LanguageFault
from petsage_builder.language.inference import implied_type
from petsage_builder.language.phrases import a, be, of
from petsage_builder.language.quoting import sentence
from petsage_builder.language.statements import Item
from petsage_builder.terms import names
from petsage_builder.terms.marking import QUANTITIES, name
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.units import currencies_of, is_unit

MOST_OFFERED = 4

_MONEY = ("an amount in EUR", "an amount in USD", "an amount in GBP")
_READINGS: dict[str, tuple[str, ...]] = {
    "amount balance budget deposit total": (*_MONEY[:2], "a number", "a whole number"),
    "cost fare fee price rent salary subtotal surcharge tariff wage": _MONEY,
    "charge debt income profit revenue tip": _MONEY,
    "commission discount margin tax vat": ("a number in percent from 0 to 100", *_MONEY[:2]),
    "quota threshold": ("a whole number", "a number", _MONEY[0]),
    "worth": (*_MONEY[:2], "a number"),
    "ratio": ("a number from 0 to 1 with 4 decimals", "a whole number in percent from 0 to 100"),
    "progress": ("a whole number in percent from 0 to 100", "text"),
    "days hours minutes months seconds weeks years": ("a number of at least 0", "a duration", "text"),
    "frequency": ("one of daily, weekly or monthly", "a whole number", "text"),
    "age": ("a whole number in years from 0 to 150", "a duration"),
    "rank rating score": ("a whole number from 1 to 5", "a number from 0 to 10 with 1 decimal", "text"),
    "points": ("a whole number", "a number"),
    "size": ("one of S, M or L", "a whole number", "a number", "text"),
}
_READINGS_OF_QUALIFIED: dict[str, tuple[str, ...]] = {
    "value": ("a number", *_MONEY[:1], "a whole number", "text"),
    "limit maximum minimum": ("a whole number", "a number", *_MONEY[:1]),
    "interval period": ("a duration", "a whole number in days", "text"),
}
"""Of nouns that are told by what is before them: a usage limit is counted, a limit can be anything."""

_OF_QUALIFIED = {noun: readings for nouns, readings in _READINGS_OF_QUALIFIED.items() for noun in nouns.split()}
_OF_NOUN = {noun: readings for nouns, readings in _READINGS.items() for noun in nouns.split()}
_OF_TIMES = ("a duration", "a time of day", "a date and time")
_LENGTHS = """bake commute cook cycle delivery drive execution flight idle lap lead play prep preparation reaction
    recovery response rest ride run screen service setup shuttle transit travel turnaround wait walk"""
_BEFORE_A_LENGTH = frozenset(_LENGTHS.split())
_PERIODS = "annual daily day hour hourly month monthly night nightly room week weekly year yearly"
_FOR_SO_LONG = frozenset(_PERIODS.split())
_MOST_OF = frozenset(["max", "maximum", "min", "minimum"])


def unclear_fields(entity: EntityDraft, computed: Collection[str]) -> Iterable[LanguageFault]:
    """What has to be asked about an entity's fields; `computed` are those that some sentence says are computed."""
    for item in entity.items.values():
        is_typed = ("fields", item.name, "type") in entity.said or item.name in computed
        fault = _several(entity, item) or _unit(item) or (None if is_typed else _noun(entity, item))
        if fault:
            yield fault


def with_a_field(entity: str, noun: str) -> list[str]:
    """The sentences that give an entity a field, with a type where the noun doesn't say one."""
    return [introduction(entity, noun), *told(entity, noun)]


def is_money(noun: str) -> bool:
    """Whether what is called so is an amount of money, in a currency that has to be asked."""
    readings = _readings(noun)
    return any(reading.startswith("an amount") for reading in readings) and not readings[0].startswith("a whole")


def introduction(entity: str, noun: str) -> str:
    """The sentence that gives an entity a field, of whatever type."""
    return sentence(f"{a(entity)} has {f'some {name(noun)}' if names.is_plural(noun) else a(noun)}")


def told(entity: str, noun: str) -> list[str]:
    """The sentence that says of which type a field is, where its noun doesn't."""
    return [sentence(f"{of(entity, noun)} {be(noun)} {reading}") for reading in _readings(noun)[:1]]


def _several(entity: EntityDraft, item: Item) -> LanguageFault | None:
    """ "many spare parts" are a list, or things of their own."""
    first, _, rest = item.name.partition(" ")
    if first not in QUANTITIES or not rest or item.is_whether or item.name.is_quoted:
        return None
    if not names.is_plural(rest):
        advice = f"write `{rest}` instead of `{item.name}`"
        return _fault(item, f"'{first}' is no part of a name", advice)
    one, plural = names.singular(rest), names.plural(names.singular(rest))
    belongs = sentence(f"{a(one)} has a name, and belongs to {a(entity.name)}")
    advice = f"write `a list of {plural}` instead of `{item.name}`; or leave it out and add `{belongs}`"
    return _fault(item, f"'{item.name}' can be a list of texts, or things of their own", advice)


def _unit(item: Item) -> LanguageFault | None:
    """What nothing is measured in, or money that several currencies are called by."""
    if item.unit is None:
        return None
    codes = currencies_of(item.unit) or _pounds(item)
    if len(codes) == 1 or (not codes and is_unit(item.unit)):
        return None
    said = f"{item.name} in {item.unit}"
    if codes:
        ways = " or ".join(f"`{item.name} in {code}`" for code in codes)
        return _fault(item, f"'{item.unit}' can be {' or '.join(codes)}", f"write {ways} instead of `{said}`")
    instead = f"list of {item.name}" if names.is_plural(item.name) else item.name
    return _fault(item, f"nothing is measured in '{item.unit}'", f"write `{instead}` instead of `{said}`")


def _pounds(item: Item) -> tuple[str, ...]:
    """What pounds are where they may be money, and no weight."""
    is_price = any(reading.startswith("an amount") for reading in _readings(item.name))
    return ("GBP", "lb") if is_price and names.singular(item.unit or "") == "pound" else ()


def _noun(entity: EntityDraft, item: Item) -> LanguageFault | None:
    """A noun that can be several kinds of field."""
    readings = () if item.unit or item.is_list or item.is_whether else _readings(item.name)
    if not readings:
        return None
    ways = [sentence(f"{of(entity.name, item.name)} {be(item.name)} {reading}") for reading in readings[:MOST_OFFERED]]
    offered = " or ".join(f"`{way}`" for way in ways)
    return _fault(item, f"'{item.name}' can be several kinds of field", f"add {offered}, or what else it is")


def _readings(words: str) -> tuple[str, ...]:
    head = words.split(" of ")[0].split()
    last = head[-1]
    if len(head) > 1 and last == "time" and (head[-2].endswith("ing") or head[-2] in _BEFORE_A_LENGTH):
        return () if words.endswith("time of day") else _OF_TIMES
    if len(head) > 1 and last == "rate" and head[-2] in _FOR_SO_LONG:
        return _OF_NOUN["price"]
    if len(head) > 1 and head[0] in _MOST_OF and implied_type(Item(Noun(last, 0)))["kind"] == "text":
        return _OF_NOUN.get(last) or _OF_QUALIFIED["limit"]
    return _OF_NOUN.get(last) or (_OF_QUALIFIED.get(last, ()) if len(head) > 1 else ())


def _fault(item: Item, message: str, advice: str) -> LanguageFault:
    return LanguageFault(item.name.at, message, advice, frozenset([str(item.name)]))
