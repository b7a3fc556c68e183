"""Fields that must not be kept as they are sent: who reads the thing, or a copy of the database, would have them."""

from petsage_builder.terms import names

_OWN = "leave it out: accounts have a password of their own, which is kept as a hash"
_ELSEWHERE = "leave it out: keep it where secrets are kept, outside the database"
_CARD = "leave it out, and keep the payment provider's reference instead, such as `a payment reference`"

_SECRETS = {
    _OWN: ("password", "passwd", "passcode", "passphrase", "pin", "pin code", "pin number", "otp", "one time code"),
    _ELSEWHERE: ("secret", "token", "api key", "private key", "secret key", "access key", "encryption key",
                 "recovery code"),
    _CARD: ("card number", "credit card", "debit card", "cvv", "cvc", "card code", "card verification code",
            "card security code", "security code"),
}  # fmt: skip
_ADVICE = {end: advice for advice, ends in _SECRETS.items() for end in ends}


def advice_on(field: str) -> str:
    """What to do instead of keeping a field of this name; empty where it is no secret."""
    words = names.singular(field).split(" of ")[0]
    found = (advice for end, advice in _ADVICE.items() if words == end or words.endswith(f" {end}"))
    return next(found, "")
