"""What two branches have made of a spec, in one."""

from petsage_builder.spec.meeting import Disagreement, meet


def changed(*fields: dict[str, object], see: str = "owner") -> dict[str, object]:
    return {"entities": [{"name": "pet", "fields": list(fields), "see": [{"to": see}]}]}


A, B, C, D = ({"name": name, "max": 5} for name in "abcd")
BASE = changed(A, B)


def test_what_either_has_added_changed_or_taken_out_is_so() -> None:
    ours, theirs = changed(A, {"name": "b", "max": 9}, C), changed(D, B)

    met = meet(BASE, ours, theirs)

    assert met.data == changed(D, {"name": "b", "max": 9}, C)
    assert met.disagreements == ()


def test_where_both_have_made_something_else_of_the_same_theirs_is_taken_and_told() -> None:
    met = meet(BASE, changed({"name": "a", "max": 7}, B), changed({"name": "a", "max": 8}, B))

    assert met.data == changed({"name": "a", "max": 8}, B)
    assert met.disagreements == (Disagreement("entities, pet, fields, a, max", 7, 8),)


def test_who_may_see_a_thing_is_one_statement_and_never_both_answers() -> None:
    met = meet(BASE, changed(A, B, see="admins"), changed(A, B, see="anyone"))

    assert met.data == changed(A, B, see="anyone")
    assert [one.place for one in met.disagreements] == ["entities, pet, see"]


def test_what_is_computed_is_one_formula_and_never_parts_of_both() -> None:
    def computing(*operands: str) -> dict[str, object]:
        return {
            "computed": [{"name": "total", "operands": list(operands), "operators": ["times"] * (len(operands) - 1)}]
        }

    met = meet(computing("a", "b"), computing("a", "b", "a"), computing("a", "c"))

    assert met.data == computing("a", "c")
    assert [one.place for one in met.disagreements] == ["computed, total"]
