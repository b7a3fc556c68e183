"""Every form."""

from petsage_builder.language.clauses.form import Form
from petsage_builder.language.clauses.forms import acts, bounded, conditions, has, lifecycle, limits, lists, relations

FORMS: tuple[Form, ...] = (
    *has.FORMS,
    *relations.FORMS,
    *limits.FORMS,
    *acts.FORMS,
    *bounded.FORMS,
    *conditions.FORMS,
    *lifecycle.FORMS,
    *lists.FORMS,
)
"""All that can be said."""

TEACHING: tuple[Form, ...] = (*(form for form in FORMS if form.defines), *acts.TEACHING, *has.TEACHING)
"""Those that other sentences' nouns come from."""
