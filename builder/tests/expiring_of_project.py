"""For the tests of a built project, into which it is copied: states that end by themselves."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI

from petsage.core.expecting import Thing, as_of, created, listed, moment_of, shown
from petsage.core.settling import settle_all
from petsage.core.testing import Client, Person

BOOKINGS, INVOICES, REMARKS, ROOMS = "/api/v1/bookings", "/api/v1/invoices", "/api/v1/remarks", "/api/v1/rooms"
DAYS = {"check_in_date": "2030-05-01", "check_out_date": "2030-05-03"}


@pytest.fixture
def room(admin: Person) -> str:
    return str(created(admin.post(ROOMS, {"name": "Blue"}))["id"])


def booked(guest: Person, room: str, **days: str) -> Thing:
    return created(guest.post(BOOKINGS, {"room_id": room, **DAYS, **days}))


def end_of(booking: Thing) -> datetime:
    return moment_of(booking["created_at"]) + timedelta(hours=48)


def statuses(person: Person, path: str) -> list[str]:
    return [item["status"] for item in listed(person, path)]


def events(person: Person, booking: Thing) -> list[tuple[str, str, bool]]:
    told = listed(person, f"{BOOKINGS}/{booking['id']}/history")
    return [(one["event"], one["content"]["status"], one["changed_by"] is None) for one in told]


def test_lists_filters_totals_steps_and_rights_go_by_what_has_expired(alice: Person, room: str) -> None:
    booking = booked(alice, room)
    path = f"{BOOKINGS}/{booking['id']}"

    with as_of(end_of(booking)):
        assert alice.get(path).json()["status"] == "expired"
        assert statuses(alice, f"{BOOKINGS}?status=expired") == ["expired"]
        assert alice.get(f"{BOOKINGS}?status=requested").json()["total"] == 0
        assert alice.post(f"{path}/confirm").status_code == 409
        assert alice.patch(path, {"check_out_date": "2030-05-04"}).json()["detail"] == (
            "This can't be done to what is expired."
        )


def test_what_has_expired_leaves_room_for_others(alice: Person, bob: Person, room: str) -> None:
    first = booked(alice, room)
    booked(alice, room, check_in_date="2030-06-01", check_out_date="2030-06-03")
    same, third = (
        {"room_id": room, **DAYS},
        {"room_id": room, "check_in_date": "2030-07-01", "check_out_date": "2030-07-03"},
    )

    assert (alice.post(BOOKINGS, third).status_code, bob.post(BOOKINGS, same).status_code) == (409, 409)
    with as_of(end_of(first) + timedelta(hours=1)):
        assert (alice.post(BOOKINGS, third).status_code, bob.post(BOOKINGS, same).status_code) == (201, 201)


def test_nothing_is_created_for_what_has_expired_and_it_is_shown_so(alice: Person, room: str) -> None:
    booking = booked(alice, room)
    remarks = f"{BOOKINGS}/{booking['id']}/remarks"
    remark = created(alice.post(remarks, {"text": "Late"}))

    with as_of(end_of(booking)):
        assert alice.post(remarks, {"text": "Later"}).status_code == 409
        assert alice.get(f"{REMARKS}/{remark['id']}").json()["booking"]["status"] == "expired"


def test_a_history_tells_of_an_end_before_what_comes_next(alice: Person, room: str) -> None:
    booking = booked(alice, room)
    path = f"{BOOKINGS}/{booking['id']}"
    assert alice.post(f"{path}/confirm").status_code == 200

    with as_of(moment_of("2030-05-04") - timedelta(seconds=1)):
        assert alice.get(path).json()["status"] == "confirmed"
    with as_of(moment_of("2030-05-04")):
        read = alice.get(path)
        assert read.json()["status"] == "over"
        assert alice.delete(path, if_match=read.headers["etag"]).status_code == 204
        assert alice.post(f"{path}/restore").status_code == 200
    told = [("changed", "over", True), ("changed", "confirmed", False), ("created", "requested", False)]
    assert events(alice, booking)[-3:] == told


def test_a_change_is_refused_that_was_made_of_what_it_no_longer_is(alice: Person, room: str) -> None:
    booking = booked(alice, room)
    path = f"{BOOKINGS}/{booking['id']}"
    before = alice.get(path).headers["etag"]

    with as_of(end_of(booking)):
        assert alice.delete(path, if_match=before).status_code == 412
        assert alice.delete(path, if_match=alice.get(path).headers["etag"]).status_code == 204


def test_what_is_changed_before_its_end_goes_on(alice: Person, room: str) -> None:
    booking = booked(alice, room)
    path = f"{BOOKINGS}/{booking['id']}"

    assert alice.post(f"{path}/confirm").status_code == 200
    with as_of(end_of(booking)):
        assert alice.get(path).json()["status"] == "confirmed"


def test_nobody_is_told_what_an_end_makes_visible_before_it(alice: Person, bob: Person) -> None:
    invoice = created(alice.post(INVOICES, {"number": "1", "due_time": "2031-01-01T12:00:00Z"}))
    path = f"{INVOICES}/{invoice['id']}"
    assert alice.post(f"{path}/send").status_code == 200
    end = moment_of("2031-01-01T11:30:00Z")

    assert bob.get(path).status_code == 404
    with as_of(end - timedelta(microseconds=1)):
        assert bob.get(path).status_code == 404
        assert shown(bob, INVOICES, invoice) == []
    with as_of(end):
        assert bob.get(path).json()["status"] == "overdue"
        assert len(shown(bob, INVOICES, invoice)) == 1
        assert bob("PUT", f"{path}/star").status_code == 204


def test_without_a_time_nothing_ends(alice: Person) -> None:
    invoice = created(alice.post(INVOICES, {"number": "2"}))
    path = f"{INVOICES}/{invoice['id']}"
    assert alice.post(f"{path}/send").status_code == 200

    with as_of(moment_of("9000-01-01")):
        assert alice.get(path).json()["status"] == "sent"


def test_an_export_has_what_is_read(alice: Person) -> None:
    invoice = created(alice.post(INVOICES, {"number": "3", "due_time": "2031-01-01T12:00:00Z"}))
    alice.post(f"{INVOICES}/{invoice['id']}/send")

    with as_of(moment_of("2031-01-01") + timedelta(days=1)):
        (told,) = alice.get("/api/v1/users/me/export").json()["kinds"]["invoices"]
        assert (told["status"], told["version"]) == ("overdue", 3)


def test_jobs_and_changes_at_once_settle_each_thing_once(
    client: Client, app: FastAPI, alice: Person, admin: Person
) -> None:
    rooms = [str(created(admin.post(ROOMS, {"name": f"{number}"}))["id"]) for number in range(10)]
    guests = [alice.another() for _ in rooms]
    made = [booked(guest, place) for guest, place in zip(guests, rooms, strict=True)]
    database = app.state.database

    async def confirm(guest: Person, booking: Thing) -> int:
        path = f"{BOOKINGS}/{booking['id']}/confirm"
        return (await client._requests.post(path, headers=guest.headers)).status_code

    async def at_once() -> list[int]:
        work = [settle_all(database) for _ in range(5)]
        steps = [confirm(guest, booking) for guest, booking in zip(guests, made, strict=True) for _ in range(4)]
        settled = await asyncio.gather(*work, *steps)
        return [int(one) for one in settled[5:]]

    with as_of(max(map(end_of, made))):
        assert Counter(client.call(at_once)) == {409: 40}
        assert client.call(settle_all, database) == 0
    for guest, booking in zip(guests, made, strict=True):
        assert events(guest, booking) == [("changed", "expired", True), ("created", "requested", False)]
