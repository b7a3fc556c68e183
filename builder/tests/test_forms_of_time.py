"""Whoever sends a date that is refused is told which form is wanted."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from petsage_builder.foundation.fields import Day, DayUntilToday, Duration, Moment, TimeOfDay

FORMS = {
    Day: "2026-01-31",
    DayUntilToday: "2026-01-31",
    Moment: "2026-01-31T08:00:00Z",
    TimeOfDay: "08:30",
    Duration: "PT1H30M",
}
WRONG: tuple[Any, ...] = ("31.01.2026", "01/31/2026", "2026-02-30", "2026-1-3", "", 0, "0", True, [], {"a": 1})


@pytest.mark.parametrize(("kind", "form"), FORMS.items())
@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_refused_says_the_form_and_the_form_is_taken(kind: Any, form: str, wrong: Any) -> None:
    adapter = TypeAdapter(kind)

    with pytest.raises(ValidationError, match=f'in the form "{form}"'):
        adapter.validate_python(wrong)
    adapter.validate_python(form)


def test_a_rule_beyond_the_form_still_says_itself() -> None:
    with pytest.raises(ValidationError, match="can't be in the future"):
        TypeAdapter(DayUntilToday).validate_python("2999-01-31")
    with pytest.raises(ValidationError, match="less than or equal"):
        TypeAdapter(Duration).validate_python("P40000D")
