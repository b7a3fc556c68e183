"""Ids sort by the time they were made, also those of one moment."""

from petsage.core.ids import uuid7


def test_ids_rise_as_they_are_made() -> None:
    made = [uuid7() for _ in range(20_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = uuid7()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
