"""The door for programs: payloads over HTTP, built by a worker that keeps what it was asked for."""

import base64
import gzip
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from petsage_builder.foundation.testing import new_postgresql_database

from ..conftest import REQUEST, ROUTER, SERVICE, Petsage, tree
from .servers import ALICE, BOB, Server, serving

PETS = json.dumps(
    {
        "feature": "pets",
        "description": "Pets.",
        "requirements": "A pet has a name. A pet belongs to a user, its owner. "
        "Only its owner can see, change or delete a pet.",
    }
)


@pytest.fixture
def server(project: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of one project."""
    with serving(tmp_path, [project]) as running:
        yield running


@pytest.fixture
def slow_project(project: Path) -> Path:
    """A project with a check that takes ten minutes."""
    rules = project / "petsage.toml"
    rules.write_text(rules.read_text() + '\n[checks]\ncommands = [["sleep", "600"]]\n')
    return project


def test_a_payload_lands_and_its_build_tells_how(server: Server, project: Path) -> None:
    assert server.call("GET", "/readyz").json() == {"status": "ready", "state": "awaiting next payload"}
    answer = server.call("POST", "/builds", content=REQUEST)
    assert (answer.status_code, answer.headers["location"]) == (202, f"/builds/{answer.json()['id']}")
    build = server.ended(answer.json()["id"])
    assert (build["state"], build["exit_code"], build["faults"]) == ("landed", 0, [])
    assert {check["status"] for check in build["built"]["checks"]} == {"passed", "skipped"}
    assert (project / SERVICE).is_file()
    markdown = server.call("GET", answer.headers["location"], headers={"Accept": "text/markdown"})
    assert markdown.headers["content-type"].startswith("text/markdown")
    assert markdown.text.startswith("# Build report: smoke_test\n")
    assert server.ended(server.ask())["state"] == "unchanged"


@pytest.mark.parametrize("path", ["/plans", "/builds"])
def test_a_wrong_feature_name_hides_no_fault_of_the_sentences(server: Server, path: str) -> None:
    answer = server.call("POST", path, content=PETS.replace('"pets"', '"My Pets!"').replace("can see", "adores"))

    assert answer.status_code == 422
    assert [fault["place"].split(",")[0] for fault in answer.json()["faults"]] == ["payload.feature", "requirements"]


def test_a_payload_comes_in_any_form_that_the_command_takes(server: Server) -> None:
    request = json.loads(REQUEST)
    yaml = "\n".join(f"{name}: {value}" for name, value in request.items())
    for payload in (REQUEST, yaml, base64.b64encode(REQUEST.encode())):
        answer = server.call("POST", "/plans", content=payload)
        assert answer.json()["endpoints"] == ["GET /api/v1/smoke-test"], answer.text


def test_a_plan_changes_nothing_and_tells_every_fault(server: Server, project: Path) -> None:
    before = tree(project)
    understood = server.call("POST", "/plans", content=PETS).json()
    assert "Only its owner can see, create, change or delete a pet." in understood["sentences"]
    wrong = json.dumps({"feature": "pets", "description": "Pets.", "requirements": "A pet hs a name. A vet has."})
    answer = server.call("POST", "/plans", content=wrong)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [fault["place"][:20] for fault in answer.json()["faults"]] == ["requirements, line 1"] * 2
    assert tree(project) == before


def test_what_cannot_be_built_is_a_build_that_failed_with_its_faults(server: Server) -> None:
    wrong = json.dumps({"feature": "pets", "description": "Pets.", "requirements": "A pet hs a name."})
    build = server.ended(server.ask(wrong))
    assert (build["state"], build["exit_code"], build["report"]) == ("failed", 2, None)
    assert build["faults"][0]["place"].startswith("requirements, line 1")


def test_conflicts_with_hand_edits_are_told_with_both_sides_and_settled_by_their_keys(
    server: Server, project: Path
) -> None:
    server.ended(server.ask())
    router = project / ROUTER
    router.write_text(router.read_text().replace("Check system is alive.", "By hand."))
    conflicting = server.ask(REQUEST.replace("is alive", "lives"))
    build = server.ended(conflicting)
    assert (build["state"], build["exit_code"]) == ("failed", 3)
    texts = {fault["key"]: "    # settled" for fault in build["faults"]}
    (fault,) = (one for one in build["faults"] if one["path"] == ROUTER)
    assert ("By hand." in fault["yours"], "Check system lives." in fault["new"]) == (True, True)

    path = f"/builds/{conflicting}/settle"
    assert server.call("POST", path, json={"texts": {"none": ""}}).status_code == 422
    assert server.call("POST", path, json=texts).status_code == 422
    assert server.call("POST", path, BOB, json={"texts": texts}).status_code == 404
    texts[fault["key"]] = fault["new"].replace("lives", "is settled")
    answer = server.call("POST", path, json={"texts": texts})
    assert answer.status_code == 202
    settled = server.ended(answer.json()["id"])
    assert (settled["state"], settled["faults"]) == ("landed", [])
    assert "Check system is settled." in router.read_text()
    assert server.call("POST", f"{answer.headers['location']}/settle", json={"texts": texts}).status_code == 409


def test_the_same_idempotency_key_builds_once(server: Server) -> None:
    once = {"Idempotency-Key": "first"}
    answers = [server.call("POST", "/builds", content=REQUEST, headers=once) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    other = server.call("POST", "/builds", content=PETS, headers=once)
    assert (other.status_code, "another payload" in other.json()["detail"]) == (422, True)
    assert server.call("POST", "/builds", BOB, content=PETS, headers=once).status_code == 202


def test_events_tell_every_step_and_resume_where_they_were_left(server: Server) -> None:
    build = server.ask()
    server.ended(build)
    whole = server.call("GET", f"/builds/{build}/events").text
    numbers = [int(number) for number in re.findall(r"^id: (\d+)$", whole, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "event: check finished" in whole
    assert whole.rstrip().endswith(f'event: ended\ndata: {{"state": "landed"}}\nid: {numbers[-1]}')
    rest = server.call("GET", f"/builds/{build}/events", headers={"Last-Event-ID": str(numbers[-3])}).text
    assert [int(number) for number in re.findall(r"^id: (\d+)$", rest, re.MULTILINE)] == numbers[-2:]


def test_a_list_has_the_newest_first_in_pages(server: Server) -> None:
    asked = [server.ask(dry_run=True) for _ in range(3)]
    first = server.call("GET", "/builds", params={"limit": 2})
    assert [line["id"] for line in first.json()["items"]] == asked[:0:-1]
    assert first.headers["link"] == f'</builds?limit=2&cursor={first.json()["next"]}>; rel="next"'
    second = server.call("GET", "/builds", params={"limit": 2, "cursor": first.json()["next"]}).json()
    assert ([line["id"] for line in second["items"]], second["next"]) == (asked[:1], None)


def test_a_running_build_can_be_cancelled_and_leaves_the_project_as_it_was(slow_project: Path, tmp_path: Path) -> None:
    before = tree(slow_project)
    with serving(tmp_path, [slow_project]) as server:
        running, queued = server.ask(), server.ask()
        server.when(running, lambda build: build["state"] == "running")
        assert server.call("DELETE", f"/builds/{queued}").json()["state"] == "cancelled"
        assert server.call("DELETE", f"/builds/{running}").status_code == 202
        assert server.ended(running)["state"] == "cancelled"
        again = server.call("DELETE", f"/builds/{running}")
        assert (again.status_code, again.json()["detail"]) == (409, "the build has ended: cancelled")
    assert tree(slow_project) == before


def test_nothing_of_one_keys_builds_is_told_to_another(server: Server) -> None:
    build = server.ask()
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/events")):
        answer = server.call(method, f"/builds/{build}{path}", BOB)
        missing = server.call(method, f"/builds/00000000-0000-7000-8000-000000000000{path}", BOB)
        assert (answer.status_code, answer.json()) == (404, missing.json())
    assert server.call("GET", "/builds", BOB).json() == {"items": [], "next": None}


def test_without_a_key_nothing_is_answered(server: Server) -> None:
    for method, path in (("GET", "/builds"), ("POST", "/builds"), ("POST", "/plans"), ("POST", "/mcp/")):
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {ALICE}"}):
            answer = server.calls.request(method, path, headers=headers)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), path
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_queue_that_is_too_long_is_told_to_wait(slow_project: Path, tmp_path: Path) -> None:
    with serving(tmp_path, [slow_project], "--longest-queue", "2") as server:
        asked = [server.ask() for _ in range(2)]
        answer = server.call("POST", "/builds", content=REQUEST)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "10")
        for build in asked:
            server.call("DELETE", f"/builds/{build}")


def test_what_is_too_large_or_no_build_is_refused_before_it_is_looked_at(server: Server) -> None:
    answer = server.call("POST", "/builds", content=b"x" * (256 * 1024 + 1))
    assert (answer.status_code, answer.json()["detail"]) == (413, "a payload has at most 256 KiB")
    answer = server.call("POST", "/mcp/", content=b"x" * (1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["detail"]) == (413, "a call has at most 1024 KiB")
    assert server.call("GET", "/builds/%00").status_code == 404
    asked = f"/builds/{server.ask(dry_run=True)}/events"
    for number in ("9" * 26, "-1", "x"):
        assert server.call("GET", asked, headers={"Last-Event-ID": number}).status_code == 422, number


def test_a_worker_that_is_killed_loses_no_build(project: Path, tmp_path: Path) -> None:
    asked = []
    with serving(tmp_path, [project]) as first:
        for number in range(4):
            request = json.loads(REQUEST) | {"feature": f"smoke_{number}"}
            asked.append(first.ask(json.dumps(request)))
        first.when(asked[0], lambda build: build["state"] != "queued")
        first.kill()
    with serving(tmp_path, [project]) as second:
        assert [second.ended(build)["state"] for build in asked] == ["landed"] * 4
    assert sum(path.name == "router.py" for path in project.rglob("smoke_*/router.py")) == 4


def test_workers_on_postgresql_share_one_queue_and_take_up_what_a_killed_one_leaves(
    project: Path, tmp_path: Path
) -> None:
    bare = _bare_repository(project, tmp_path)
    database, temporary = new_postgresql_database(), tmp_path / "temporary"
    temporary.mkdir()
    served = partial(serving, tmp_path, [f"shop={bare}"], database=database, environment={"TMPDIR": str(temporary)})
    with served() as first, served() as second:
        asked = [first.ask(json.dumps(json.loads(REQUEST) | {"feature": f"smoke_{n}"})) for n in range(3)]
        first.when(asked[0], lambda build: build["state"] != "queued")
        first.kill()
        assert [second.ended(build)["state"] for build in asked] == ["landed"] * 3
        assert not list(temporary.glob("petsage-clone-*"))
    branches = _git(bare, "for-each-ref", "--format=%(refname:short)", "refs/heads/petsage/").split()
    assert [_git(bare, "rev-list", "--count", f"main..{name}").strip() for name in branches] == ["1"] * 3


def test_a_build_into_a_repository_lands_as_a_commit_on_a_branch_of_its_own(project: Path, tmp_path: Path) -> None:
    bare = _bare_repository(project, tmp_path)
    with serving(tmp_path, [f"shop={bare}"]) as server:
        build = server.ended(server.ask())
    assert (build["state"], build["branch"]) == ("landed", f"petsage/smoke_test-{build['id']}")
    message = _git(bare, "log", "-1", "--format=%B", build["branch"])
    assert message.startswith("smoke_test: Check system is alive.\n\n# Build report: smoke_test\n")
    assert _git(bare, "rev-list", "--count", f"main..{build['branch']}").strip() == "1"
    assert SERVICE in _git(bare, "diff", "--name-only", "main", build["branch"])


def test_a_key_made_by_the_command_is_kept_hashed_and_reaches_only_its_projects(
    petsage: Petsage, project: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    assert petsage("new", other).code == 0
    database = f"sqlite:///{tmp_path / 'serve.db'}"
    key = petsage("keys", "add", "ci", "--project", "project", "--database", database).out.strip()
    assert key.encode() not in (tmp_path / "serve.db").read_bytes()
    with serving(tmp_path, [project, other]) as server:
        assert server.call("POST", "/plans", key, content=REQUEST).status_code == 200
        assert server.call("POST", "/plans", key, content=REQUEST, params={"project": "other"}).status_code == 404
        assert "name the project: other, project" in server.call("POST", "/plans", content=REQUEST).json()["detail"]
        assert petsage("keys", "revoke", "ci", "--database", database).out == "Revoked ci.\n"
        assert server.call("POST", "/plans", key, content=REQUEST).status_code == 401


def test_a_server_that_nobody_could_call_does_not_start(petsage: Petsage, project: Path, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'serve.db'}"
    outcome = petsage("serve", "--project", project, "--database", database, env={"PETSAGE_API_KEYS": ""})
    assert (outcome.code, "petsage keys add NAME" in outcome.err) == (4, True)


def test_a_build_is_traced_where_the_usual_variables_say(project: Path, tmp_path: Path) -> None:
    with collecting() as (sent, address):
        told = {"OTEL_EXPORTER_OTLP_ENDPOINT": address, "OTEL_BSP_SCHEDULE_DELAY": "100", "OTEL_SERVICE_NAME": "builds"}
        with serving(tmp_path, [project], environment=told) as server:
            build = server.ended(server.ask())["id"]
    assert "/v1/traces" in sent
    spans = b"".join(sent["/v1/traces"])
    for found in ("builds", "POST /builds", "build", build, "generated files", "check feature's tests", "landed"):
        assert found.encode() in spans, found
    assert ALICE.encode() not in b"".join(part for parts in sent.values() for part in parts)


@contextmanager
def collecting() -> Iterator[tuple[dict[str, list[bytes]], str]]:
    """A collector of telemetry: what was sent to each of its paths, and its address."""
    sent: dict[str, list[bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_packed = self.headers.get("Content-Encoding") == "gzip"
            sent.setdefault(self.path, []).append(gzip.decompress(body) if is_packed else body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as collector:
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        yield sent, f"http://127.0.0.1:{collector.server_port}"
        collector.shutdown()


def test_the_document_describes_what_is_answered(server: Server) -> None:
    document = server.calls.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/builds", "/builds/{build_id}", "/builds/{build_id}/events", "/builds/{build_id}/settle",
        "/plans", "/livez", "/readyz", "/metrics",
    }  # fmt: skip
    assert "ProblemDocument" in document["components"]["schemas"]
    figures = server.calls.get("/metrics").text
    assert "# TYPE petsage_builds_ended_total counter" in figures


def _bare_repository(project: Path, tmp_path: Path) -> Path:
    """The repository that `petsage new` began, as a server has it."""
    bare = tmp_path / "shop.git"
    _git(tmp_path, "clone", "--quiet", "--bare", str(project), str(bare))
    return bare


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout
