"""What things are measured in, and what money is called."""

from petsage_builder.terms import names
from petsage_builder.terms.currencies import CURRENCIES

_UNITS = """
    % percent permille ppm ppb degree celsius fahrenheit kelvin radian
    nm um mm cm dm m km inch in ft foot yd yard mi mile millimetre millimeter centimetre centimeter decimetre decimeter
    metre meter kilometre kilometer
    mg g dg kg t milligram gram kilogram kilo ton tonne lb lbs pound oz ounce stone
    ml cl dl l hl millilitre milliliter centilitre centiliter litre liter hectolitre gallon gal pint cup tablespoon
    teaspoon
    ms s sec second min minute h hr hour day week fortnight month quarter year millisecond
    v mv kv volt a ma amp ampere w mw kw watt kilowatt wh kwh mwh mah ohm hz khz mhz ghz hertz
    pa hpa kpa mpa bar mbar psi mmhg atm
    bit byte b kb mb gb tb kib mib gib tib mbps gbps px pixel dpi fps
    db decibel lux lm lumen cd ph mol mmol j kj joule cal kcal calorie kilocalorie n newton
    rpm bpm kmh kph mph knot ha hectare acre sqm sqft m2 m3 km2 cm2 ft2 are person piece unit
"""
_KNOWN = frozenset(_UNITS.split())

_MONEY = {
    "euro": "EUR", "us dollar": "USD", "american dollar": "USD", "canadian dollar": "CAD", "australian dollar": "AUD",
    "new zealand dollar": "NZD", "singapore dollar": "SGD", "hong kong dollar": "HKD", "pound sterling": "GBP",
    "pounds sterling": "GBP", "sterling": "GBP", "british pound": "GBP", "yen": "JPY", "japanese yen": "JPY",
    "swiss franc": "CHF", "yuan": "CNY", "chinese yuan": "CNY", "renminbi": "CNY", "indian rupee": "INR",
    "swedish krona": "SEK", "swedish kronor": "SEK", "norwegian krone": "NOK", "norwegian kroner": "NOK",
    "danish krone": "DKK", "danish kroner": "DKK", "czech koruna": "CZK", "czech crown": "CZK", "zloty": "PLN",
    "polish zloty": "PLN", "forint": "HUF", "hungarian forint": "HUF", "south african rand": "ZAR", "rand": "ZAR",
    "south korean won": "KRW", "won": "KRW", "turkish lira": "TRY", "shekel": "ILS", "baht": "THB",
    "mexican peso": "MXN", "brazilian real": "BRL", "brazilian reais": "BRL", "hryvnia": "UAH", "ringgit": "MYR",
}  # fmt: skip
_SEVERAL = {
    "dollar": ("USD", "CAD", "AUD"), "franc": ("CHF", "XAF", "XOF"), "krone": ("NOK", "DKK"), "kroner": ("NOK", "DKK"),
    "krona": ("SEK", "ISK"), "kronor": ("SEK", "ISK"), "crown": ("CZK", "SEK", "NOK"), "peso": ("MXN", "ARS", "PHP"),
    "rupee": ("INR", "PKR", "LKR"), "dinar": ("KWD", "JOD", "RSD"), "lira": ("TRY", "LBP"), "rial": ("OMR", "IRR"),
    "dirham": ("AED", "MAD"), "real": ("BRL", "QAR"), "yen sign": ("JPY", "CNY"), "money": ("EUR", "USD", "GBP"),
    "currency": ("EUR", "USD", "GBP"),
}  # fmt: skip


def currencies_of(unit: str) -> tuple[str, ...]:
    """The currencies that a unit can mean, by code or by name; none where it is no money."""
    if unit.upper() in CURRENCIES:
        return (unit.upper(),)
    one = names.singular(unit)
    if code := _MONEY.get(unit) or _MONEY.get(one):
        return (code,)
    return _SEVERAL.get(unit) or _SEVERAL.get(one) or ()


def as_code(unit: str) -> str:
    """The unit; money that is of one currency by its code."""
    codes = currencies_of(unit)
    return codes[0] if len(codes) == 1 else unit


def is_unit(words: str) -> bool:
    """Whether something can be measured in it: a unit of measure, money, or what can be counted ("seats")."""
    if currencies_of(words):
        return True
    parts = [part.lstrip("0123456789 ") for part in words.split(" per ")]
    return all(_is_measure(part.split()[-1]) for part in parts if part)


def is_measure(word: str) -> bool:
    """Whether a word is a unit of measure: "litres", but not "seats"."""
    return word in _KNOWN or names.singular(word) in _KNOWN


def _is_measure(word: str) -> bool:
    return is_measure(word) or names.is_plural(word)
