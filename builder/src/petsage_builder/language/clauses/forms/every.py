"""Every form."""

from petsage_builder.language.clauses.form import Form, Forms
from petsage_builder.language.clauses.forms import (
    acts,
    bounded,
    computed,
    conditions,
    deeds,
    has,
    lifecycle,
    limits,
    lists,
    overlaps,
    people,
    relations,
    shown,
)

_EVERY: tuple[Form, ...] = (
    *people.FORMS,
    *has.FORMS,
    *relations.FORMS,
    *limits.FORMS,
    *overlaps.FORMS,
    *computed.FORMS,
    *acts.FORMS,
    *deeds.FORMS,
    *bounded.FORMS,
    *conditions.FORMS,
    *lifecycle.FORMS,
    *lists.FORMS,
    *shown.FORMS,
)

_TEACHING: tuple[Form, ...] = (*(form for form in _EVERY if form.defines), *acts.TEACHING, *has.TEACHING)

FORMS = Forms(_EVERY)
"""All that can be said."""

TEACHING = Forms(_TEACHING)
"""Those that other sentences' nouns come from."""

BOTH = Forms((*_TEACHING, *_EVERY))
"""All that tells anything of nouns."""
