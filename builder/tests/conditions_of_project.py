"""For the tests of a built project, into which it is copied: what holds on a condition."""

import asyncio
from collections import Counter

import pytest
from fastapi import FastAPI
from sqlalchemy import String, column, table, update

from petsage.core.errors import UnforeseenError
from petsage.core.expecting import Thing, created, refused
from petsage.core.testing import Client, Person

ROOMS, BOOKINGS, POSTS, COMMENTS = "/api/v1/rooms", "/api/v1/bookings", "/api/v1/posts", "/api/v1/comments"
RENTALS, LESSONS, SEATS = "/api/v1/rentals", "/api/v1/lessons", "/api/v1/seats"
FULL = "A lesson has at most its capacity of wanted or taken seats."
REASON = "A booking can be created only for an active room."


def room(admin: Person, *, is_active: bool = True) -> Thing:
    return created(admin.post(ROOMS, {"name": "Blue", "is_active": is_active}))


def test_a_booking_is_made_for_and_moved_to_active_rooms_alone(alice: Person, admin: Person) -> None:
    active, other, closed = room(admin), room(admin), room(admin, is_active=False)

    refused = alice.post(BOOKINGS, {"room_id": closed["id"]})
    booking = created(alice.post(BOOKINGS, {"room_id": active["id"]}))
    path = f"{BOOKINGS}/{booking['id']}"

    assert (refused.status_code, refused.json()["detail"]) == (409, REASON)
    assert alice.patch(path, {"room_id": closed["id"]}).json()["detail"] == REASON
    assert alice.patch(path, {"room_id": other["id"]}).status_code == 200


def test_what_was_made_stays_whatever_becomes_of_its_room(alice: Person, admin: Person) -> None:
    place = room(admin)
    booking = created(alice.post(BOOKINGS, {"room_id": place["id"]}))
    path = f"{BOOKINGS}/{booking['id']}"

    assert admin.patch(f"{ROOMS}/{place['id']}", {"is_active": False}).status_code == 200
    assert alice.patch(path, {"room_id": place["id"]}).status_code == 200
    assert alice.delete(path).status_code == 204
    assert alice.post(f"{path}/restore").status_code == 200


@pytest.mark.parametrize("attempt", range(3))
def test_of_fifty_at_once_none_is_made_after_the_room_was_closed(
    client: Client, alice: Person, admin: Person, attempt: int
) -> None:
    place = room(admin)
    path = f"{ROOMS}/{place['id']}"

    async def book() -> int:
        answer = await client._requests.post(BOOKINGS, json={"room_id": place["id"]}, headers=alice.headers)
        return answer.status_code

    async def close() -> int:
        answer = await client._requests.patch(path, json={"is_active": False}, headers=admin.headers)
        assert answer.status_code == 200
        listed = await client._requests.get(path, headers=admin.headers)
        return int(listed.json()["booking_count"])

    async def at_once() -> tuple[Counter[int], int]:
        first = asyncio.gather(*(book() for _ in range(25 * attempt)))
        closing = asyncio.create_task(close())
        rest = asyncio.gather(*(book() for _ in range(50)))
        before, count, after = await asyncio.gather(first, closing, rest)
        return Counter([*before, *after]), count

    answers, count_when_closed = client.call(at_once)

    assert set(answers) <= {201, 409}
    assert admin.get(path).json()["booking_count"] == answers[201] == count_when_closed


def test_of_fifty_comments_beside_a_step_only_those_before_it_are_made(client: Client, alice: Person) -> None:
    post = created(alice.post(POSTS, {"title": "News"}))
    path = f"{POSTS}/{post['id']}"
    alice.post(f"{path}/publish")

    async def comment() -> int:
        answer = await client._requests.post(f"{path}/comments", json={"text": "Yes"}, headers=alice.headers)
        return answer.status_code

    async def close() -> int:
        assert (await client._requests.post(f"{path}/close", headers=alice.headers)).status_code == 200
        return int((await client._requests.get(path, headers=alice.headers)).json()["comment_count"])

    async def at_once() -> tuple[Counter[int], int]:
        first = asyncio.gather(*(comment() for _ in range(25)))
        closing = asyncio.create_task(close())
        rest = asyncio.gather(*(comment() for _ in range(25)))
        before, count, after = await asyncio.gather(first, closing, rest)
        return Counter([*before, *after]), count

    answers, count_when_closed = client.call(at_once)

    assert set(answers) <= {201, 409}
    assert alice.get(path).json()["comment_count"] == answers[201] == count_when_closed


def test_what_must_be_given_in_a_case_is_given_by_whoever_creates_or_changes_a_thing(alice: Person) -> None:
    lost, insured = {"day": "1", "shape": "lost"}, {"day": "1", "is_insured": True}
    assert (refused(alice.post(RENTALS, lost)), refused(alice.post(RENTALS, insured))) == ({"claim_note"}, {"policy"})
    fine = created(alice.post(RENTALS, {"day": "1"}))
    path = f"{RENTALS}/{fine['id']}"

    assert refused(alice.patch(path, {"shape": "in_repair"})) == {"claim_note"}
    assert refused(alice.patch(path, {"shape": "in_repair", "is_insured": True})) <= {"claim_note", "policy"}
    assert alice.patch(path, {"shape": "lost", "claim_note": "Gone."}).status_code == 200
    assert refused(alice.patch(path, {"claim_note": None})) == {"claim_note"}
    assert alice.patch(path, {"shape": "fine", "claim_note": None}).status_code == 200


def test_a_step_to_where_something_is_missing_is_told_what_must_be_given(alice: Person) -> None:
    path = f"{RENTALS}/{created(alice.post(RENTALS, {'day': '1'}))['id']}"

    answer = alice.post(f"{path}/mark-damaged")

    assert (answer.status_code, answer.json()["detail"]) == (409, "If a rental is damaged, its reason must be given.")
    assert alice.get(path).json()["status"] == "out"
    assert alice.patch(path, {"reason": "Fell."}).status_code == 200
    assert alice.post(f"{path}/mark-damaged").json()["status"] == "damaged"
    assert refused(alice.patch(path, {"reason": None})) == {"reason"}


def test_the_database_holds_it_too(app: FastAPI, client: Client, alice: Person) -> None:
    rental = created(alice.post(RENTALS, {"day": "1"}))
    rentals = table("rentals", column("shape", String))

    async def spoil() -> None:
        async with app.state.database.transaction() as transaction:
            await transaction.execute(update(rentals).values(shape="lost"))

    with pytest.raises(UnforeseenError):
        client.call(spoil)
    assert alice.get(f"{RENTALS}/{rental['id']}").json()["shape"] == "fine"


def test_of_fifty_changes_at_once_that_exclude_each_other_some_are_refused_and_the_rule_holds(
    client: Client, alice: Person
) -> None:
    path = f"{RENTALS}/{created(alice.post(RENTALS, {'day': '1', 'claim_note': 'Old.'}))['id']}"

    async def change(number: int) -> int:
        sent = {"shape": "lost"} if number % 2 else {"claim_note": None}
        answer = await client._requests.patch(path, json=sent, headers=alice.headers)
        return answer.status_code

    async def at_once() -> Counter[int]:
        return Counter(await asyncio.gather(*map(change, range(50))))

    answers = client.call(at_once)

    assert answers == {200: 25, 422: 25}
    rental = alice.get(path).json()
    assert (rental["shape"] == "lost") is (rental["claim_note"] is not None)


def lesson(admin: Person, capacity: int) -> Thing:
    return created(admin.post(LESSONS, {"title": "Yoga", "capacity": capacity}))


def test_who_gives_a_place_up_makes_room_and_takes_it_again_only_where_there_is_some(
    alice: Person, bob: Person, admin: Person
) -> None:
    full, free = lesson(admin, 1), lesson(admin, 1)
    seat = created(alice.post(SEATS, {"day": "1", "lesson_id": full["id"]}))
    path = f"{SEATS}/{seat['id']}"
    assert bob.post(SEATS, {"day": "1", "lesson_id": full["id"]}).json()["detail"] == FULL
    for step in ("take", "cancel"):
        assert alice.post(f"{path}/{step}").status_code == 200
    other = created(bob.post(SEATS, {"day": "1", "lesson_id": full["id"]}))

    assert alice.post(f"{path}/take").json()["detail"] == FULL
    assert alice.patch(path, {"lesson_id": free["id"]}).status_code == 200
    assert alice.post(f"{path}/take").status_code == 200
    assert alice.patch(path, {"lesson_id": full["id"]}).json()["detail"] == FULL
    assert bob.delete(f"{SEATS}/{other['id']}").status_code == 204
    assert alice.patch(path, {"lesson_id": full["id"]}).status_code == 200
    assert bob.post(f"{SEATS}/{other['id']}/restore").json()["detail"] == FULL


def test_what_there_is_room_for_is_not_lowered_under_what_there_is(alice: Person, admin: Person) -> None:
    place = lesson(admin, 3)
    path = f"{LESSONS}/{place['id']}"
    for _ in range(2):
        created(alice.post(SEATS, {"day": "1", "lesson_id": place["id"]}))

    answer = admin.patch(path, {"capacity": 1})

    assert (answer.status_code, answer.json()["detail"]) == (409, f"{FULL} This one has more.")
    assert admin.patch(path, {"capacity": 2}).status_code == 200
    assert alice.post(SEATS, {"day": "1", "lesson_id": place["id"]}).status_code == 409
    assert admin.patch(path, {"capacity": 9}).status_code == 200
    assert alice.post(SEATS, {"day": "1", "lesson_id": place["id"]}).status_code == 201


@pytest.mark.parametrize("before", [0, 25])
def test_of_fifty_at_once_as_many_find_a_place_as_there_are(
    client: Client, alice: Person, admin: Person, before: int
) -> None:
    place = lesson(admin, 10)
    path = f"{LESSONS}/{place['id']}"

    async def take() -> int:
        answer = await client._requests.post(SEATS, json={"day": "1", "lesson_id": place["id"]}, headers=alice.headers)
        return answer.status_code

    async def lower() -> int:
        return (await client._requests.patch(path, json={"capacity": 5}, headers=admin.headers)).status_code

    async def at_once() -> tuple[Counter[int], int]:
        first = asyncio.gather(*(take() for _ in range(before)))
        lowering = asyncio.create_task(lower())
        rest = asyncio.gather(*(take() for _ in range(50 - before)))
        one, lowered, other = await asyncio.gather(first, lowering, rest)
        return Counter([*one, *other]), lowered

    answers, lowered = client.call(at_once)

    most = {200: 5, 409: 10}[lowered]
    assert answers == {201: most, 409: 50 - most}
    assert admin.get(path).json()["seat_count"] == most


def test_of_fifty_steps_at_once_as_many_are_taken_as_fit(client: Client, alice: Person, admin: Person) -> None:
    place = lesson(admin, 100)
    seats = [created(alice.post(SEATS, {"day": "1", "lesson_id": place["id"]})) for _ in range(50)]

    async def take(seat: Thing) -> int:
        answer = await client._requests.post(f"{SEATS}/{seat['id']}/take", headers=alice.headers)
        return answer.status_code

    async def at_once() -> Counter[int]:
        return Counter(await asyncio.gather(*map(take, seats)))

    assert client.call(at_once) == {200: 5, 409: 45}


DESKS, STAYS, LEAVES = "/api/v1/desks", "/api/v1/stays", "/api/v1/leaves"
TAKEN = "Confirmed stays of a desk do not overlap between their start date and end date."


def stay(person: Person, desk: Thing, start: int, end: int | None) -> str:
    """The path of a stay on some days of a month, the last of which is its end; None goes on."""
    last = end and f"2030-01-{end:02}"
    sent = {"desk_id": desk["id"], "start_date": f"2030-01-{start:02}", "end_date": last}
    return f"{STAYS}/{created(person.post(STAYS, sent))['id']}"


def desk(admin: Person) -> Thing:
    return created(admin.post(DESKS, {"name": "By the window"}))


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [(5, 10, 409), (1, 6, 409), (9, 12, 409), (6, 8, 409), (1, 20, 409), (1, 5, 200), (10, 12, 200), (1, None, 409),
     (9, None, 409), (10, None, 200)],
)  # fmt: skip
def test_what_overlaps_a_confirmed_stay_is_not_confirmed(
    alice: Person, bob: Person, admin: Person, start: int, end: int | None, status: int
) -> None:
    place, other = desk(admin), desk(admin)
    assert alice.post(f"{stay(alice, place, 5, 10)}/confirm").status_code == 200

    assert bob.post(f"{stay(bob, place, start, end)}/confirm").status_code == status
    assert bob.post(f"{stay(bob, other, start, end)}/confirm").status_code == 200


def test_a_stay_that_goes_on_leaves_no_room_after_its_start(alice: Person, admin: Person) -> None:
    place = desk(admin)
    alice.post(f"{stay(alice, place, 5, None)}/confirm")

    assert alice.post(f"{stay(alice, place, 20, 21)}/confirm").json()["detail"] == TAKEN
    assert alice.post(f"{stay(alice, place, 1, 5)}/confirm").status_code == 200


def test_no_way_leads_to_where_stays_overlap(alice: Person, bob: Person, admin: Person) -> None:
    place, other = desk(admin), desk(admin)
    one, later, elsewhere = stay(alice, place, 5, 10), stay(alice, place, 10, 12), stay(bob, other, 5, 10)
    for path, person in ((one, alice), (later, alice), (elsewhere, bob)):
        assert person.post(f"{path}/confirm").status_code == 200

    assert alice.patch(later, {"start_date": "2030-01-09"}).json()["detail"] == TAKEN
    assert alice.patch(one, {"end_date": None}).json()["detail"] == TAKEN
    assert bob.patch(elsewhere, {"desk_id": place["id"]}).json()["detail"] == TAKEN
    assert alice.patch(one, {"end_date": "2030-01-08"}).status_code == 200
    assert alice.delete(one).status_code == 204
    assert bob.patch(elsewhere, {"desk_id": place["id"]}).status_code == 200
    assert alice.post(f"{one}/restore").json()["detail"] == TAKEN
    assert bob.post(f"{elsewhere}/cancel").status_code == 200
    assert alice.post(f"{one}/restore").status_code == 200
    assert bob.post(f"{elsewhere}/confirm").json()["detail"] == TAKEN


def test_days_through_which_somebody_is_away_are_all_taken(alice: Person, bob: Person) -> None:
    created(alice.post(LEAVES, {"first_day": "2030-01-05", "last_day": "2030-01-05"}))

    assert alice.post(LEAVES, {"first_day": "2030-01-05", "last_day": "2030-01-07"}).status_code == 409
    assert alice.post(LEAVES, {"first_day": "2030-01-01", "last_day": "2030-01-05"}).status_code == 409
    assert alice.post(LEAVES, {"first_day": "2030-01-06", "last_day": "2030-01-06"}).status_code == 201
    assert bob.post(LEAVES, {"first_day": "2030-01-05", "last_day": "2030-01-05"}).status_code == 201


@pytest.mark.parametrize("is_new", [True, False])
def test_of_fifty_at_once_that_overlap_one_alone_has_the_time(
    client: Client, alice: Person, admin: Person, *, is_new: bool
) -> None:
    place = desk(admin)
    paths = [stay(alice, place, 1 + number % 5, 10) for number in range(0 if is_new else 50)]
    leave = {"first_day": "2030-02-01", "last_day": "2030-02-03"}

    async def take(number: int) -> int:
        path, sent = (LEAVES, leave) if is_new else (f"{paths[number]}/confirm", None)
        return (await client._requests.post(path, json=sent, headers=alice.headers)).status_code

    async def at_once() -> Counter[int]:
        return Counter(await asyncio.gather(*map(take, range(50))))

    assert client.call(at_once) == {201 if is_new else 200: 1, 409: 49}
