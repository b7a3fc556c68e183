"""The Studio as a person uses it: a real browser, a real project, real builds."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Route, TimeoutError, expect

from ..conftest import PATIENCE, tree
from .studios import RunningStudio, browser, entered, studio_of
from .test_planner import RIGHT, TEXT, answering

PETS = (
    "A pet has a name and an optional birth date.\n"
    "A pet belongs to a user, its owner.\n"
    "Only its owner can see, create, change or delete a pet.\n"
    "Pets are listed by name."
)
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} </textarea><script>alert(2)</script>"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def studio(project: Path) -> Iterator[RunningStudio]:
    with studio_of(project) as running:
        yield running


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complains of: nothing, at the end of each test."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def page(chromium: Browser, studio: RunningStudio, complaints: list[str]) -> Page:
    return entered(chromium, studio, complaints)


def write(page: Page, requirements: str, feature: str = "pets", description: str = "The animals of people.") -> None:
    page.fill("[name=feature]", feature)
    page.fill("[name=description]", description)
    page.fill("#requirements", requirements)


def prove(page: Page) -> None:
    expect(page.locator("#reading")).to_have_attribute("data-ready", "yes")
    page.click("#prove")
    page.wait_for_selector("h2.outcome")


def land(page: Page, requirements: str, feature: str = "pets", description: str = "The animals of people.") -> None:
    write(page, requirements, feature, description)
    prove(page)
    page.click("text=Land it")
    expect(page.locator("h2.outcome.landed")).to_be_visible()


def test_from_an_empty_editor_to_a_called_endpoint(page: Page, project: Path) -> None:
    before = tree(project)
    write(page, PETS)
    expect(page.locator(".said")).to_contain_text("Pets are listed by name.")
    expect(page.locator("table.access")).to_contain_text("its owner")
    expect(page.locator("#understood .picture img")).to_be_visible()
    prove(page)
    expect(page.locator("h2.outcome")).to_have_text("Proven, and not landed yet")
    assert tree(project) == before
    page.click("text=Land it")
    expect(page.locator("h2.outcome.landed")).to_be_visible()
    assert (project / "src/petsage/features/pets/router.py").is_file()

    page.click("text=Try it")
    page.click("text=Start the app")
    page.click("summary:has-text('POST'):has-text('/api/v1/pets')")
    expect(page.locator("details[open] [name='body.date.birth_date']")).to_have_attribute("type", "date")
    page.fill("details[open] [name='body.text.name']", "Rex")
    page.click("details[open] >> text=Send")
    expect(page.locator("#answer")).to_contain_text("201")
    page.check("[name=person][value=Bob]")
    page.click("summary:has-text('GET'):has-text('List my pets')")
    page.click("details[open] >> text=Send")
    expect(page.locator("#answer pre")).to_contain_text('"items": []')

    page.click("nav >> text=Write")
    land(page, "", "smoke_test", "Check system is alive.")
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    page.click("text=Try it")
    with pytest.raises(TimeoutError):  # nothing can be used before it works
        page.click("summary:has-text('/api/v1/smoke-test')", timeout=1_000)
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.click("summary:has-text('/api/v1/smoke-test')")
    page.click("details[open] >> text=Send")
    expect(page.locator("#answer")).to_contain_text("200")


def test_a_fault_is_marked_where_it_is_and_mended_by_a_click(page: Page) -> None:
    write(page, PETS.replace("has a name", "hs a name"))
    expect(page.locator(".faults li").first).to_contain_text("Line 1, column")
    expect(page.locator(".marks mark").first).to_have_text("A pet hs a name and an optional birth date.")
    page.click("button.repair >> nth=0")
    expect(page.locator("#reading")).to_have_attribute("data-ready", "yes")
    assert page.input_value("#requirements").startswith("A pet has a name")


def test_a_project_that_cannot_be_read_is_told_beside_the_text(page: Page, project: Path) -> None:
    rules = project / "petsage.toml"
    before = rules.read_text()
    rules.write_text('blueprint = "nothing"\n')
    write(page, PETS)
    expect(page.locator("#understood > .faults")).to_contain_text("petsage.toml")
    expect(page.locator("#prove")).to_be_disabled()
    rules.write_text(before)
    page.locator("#requirements").press_sequentially(" ")
    expect(page.locator("#prove")).to_be_enabled()


def test_what_is_written_in_the_moment_of_an_answer_is_read_too(page: Page) -> None:
    write(page, PETS)
    expect(page.locator(".said")).to_contain_text("Pets are listed by name.")
    page.evaluate(
        """texts => {
            const editor = document.querySelector("#requirements");
            const write = (text) => {
                editor.value = text;
                editor.dispatchEvent(new InputEvent("input", { bubbles: true }));
            };
            const answered = () => write(texts[2]);
            document.querySelector("#understood").addEventListener("htmx:finally:request", answered, { once: true });
            write(texts[0]);
            write(texts[1]);
        }""",
        ["A", "A pet", "A pet has a name. Anyone can see pets. Only admins can create pets."],
    )
    expect(page.locator(".said")).to_contain_text("Anyone can see a pet.")


def late(route: Route) -> None:
    time.sleep(0.5)
    route.continue_()


def test_what_is_written_while_the_page_still_loads_is_read(
    chromium: Browser, studio: RunningStudio, complaints: list[str]
) -> None:
    page = entered(chromium, studio, complaints)
    first: list[Route] = []
    page.route("**/understand", lambda route: first.append(route), times=1)
    page.route("**/static/editor.js", late)
    page.goto(studio.origin)
    while not first:
        page.wait_for_timeout(50)
    write(page, PETS)
    first[0].continue_()
    expect(page.locator(".said")).to_contain_text("Pets are listed by name.")


def test_an_assumption_is_changed_by_a_click(page: Page) -> None:
    write(page, PETS.replace("\nPets are listed by name.", ""))
    expect(page.locator(".assumed")).to_contain_text("Pets are listed newest first.")
    page.click(".assumed button.repair:has-text('listed oldest first')")
    expect(page.locator(".said")).to_contain_text("Pets are listed oldest first.")
    assert page.input_value("#requirements").endswith("Pets are listed oldest first.")


def test_a_form_is_added_with_the_requests_own_nouns(page: Page) -> None:
    write(page, "A pet has a name. Anyone can see and create pets.")
    expect(page.locator("#phrases option[value='Every change to a pet is kept.']")).to_be_attached()
    page.fill("#phrase", "Every change to a pet is kept.")
    expect(page.locator(".said")).to_contain_text("Every change to a pet is kept.")


def test_a_sentence_is_gone_on_with_at_the_cursor_in_the_requests_own_nouns(page: Page) -> None:
    write(page, "A pet has a name and a birth date.\nAnyone can see and create pets.\n\nNobody can delete a pet.")
    editor = page.locator("#requirements")
    editor.press("Control+Home")
    editor.press("ArrowDown")
    editor.press("ArrowDown")
    editor.press_sequentially("A pet's bi")
    offers = page.locator("#completions [role=option]")
    expect(offers.first).to_have_text("A pet's birth date is text of 1 to 80 characters.")
    editor.press_sequentially("rth date is a d")
    expect(offers).to_have_text(
        [
            "A pet's birth date is a date.",
            "A pet's birth date is a date and time.",
            "A pet's birth date is a duration.",
        ],
    )
    editor.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    editor.press("Enter")
    expect(page.locator("#completions")).to_be_hidden()
    assert page.input_value("#requirements").splitlines()[2] == "A pet's birth date is a date."
    expect(page.locator("#reading")).to_have_attribute("data-ready", "yes")


def test_free_text_becomes_sentences_by_a_click_where_a_model_is_named(
    chromium: Browser, project: Path, complaints: list[str], page: Page
) -> None:
    assert page.locator("text=Put this text into sentences").count() == 0
    with answering(RIGHT) as (_, environment), studio_of(project, **environment) as studio:
        configured = entered(chromium, studio, complaints)
        write(configured, TEXT)
        configured.click("text=Put this text into sentences")
        expect(configured.locator("#draft")).to_contain_text("from “Everybody keeps a list")
        configured.click("text=Use these sentences")
        expect(configured.locator("#reading")).to_have_attribute("data-ready", "yes")
        assert configured.input_value("#requirements").startswith("A pet has a name.\nA pet belongs to a user")


def test_a_build_is_cancelled_and_leaves_the_project_as_it_was(page: Page, project: Path) -> None:
    rules = project / "petsage.toml"
    rules.write_text(rules.read_text() + '\n[checks]\ncommands = [["sleep", "600"]]\n')
    before = tree(project)
    write(page, "", "smoke_test", "Check system is alive.")
    expect(page.locator("#reading")).to_have_attribute("data-ready", "yes")
    page.click("#prove")
    expect(page.locator("#lines")).to_contain_text("sleep 600")
    page.click("text=Cancel")
    expect(page.locator("h2.outcome.cancelled")).to_be_visible()
    assert tree(project) == before


def test_conflicts_with_hand_edits_are_shown_side_by_side_and_settled_one_by_one(page: Page, project: Path) -> None:
    land(page, PETS)
    service, readme = (project / f"src/petsage/features/pets/{name}" for name in ("service.py", "README.md"))
    service.write_text(re.sub(r"(order=.*)", r"\1  # by hand", service.read_text()))
    readme.write_text(readme.read_text().replace("Pets are listed by name.", "Pets come by name."))
    page.goto(f"{origin(page)}/?feature=pets")
    write(page, PETS.replace("listed by name", "listed newest birth date first"))
    prove(page)
    expect(page.locator("h2.outcome.conflicts")).to_be_visible()
    conflicts = page.locator("[data-conflict]")
    expect(conflicts).to_have_count(2)
    of_service, of_readme = (conflicts.filter(has_text=name) for name in ("service.py, line", "README.md, line"))
    expect(of_service.locator("[data-side=yours]")).to_contain_text("# by hand")
    expect(of_service.locator("[data-side=new]")).to_contain_text("birth_date")
    of_service.locator("text=Take the new").click()
    of_readme.locator("textarea").fill("Pets come youngest first.")
    page.click("text=Prove it so")
    page.wait_for_selector("h2.outcome.proven")
    expect(page.locator("#result")).to_contain_text("Edited by hand, and built anew")
    page.click("text=Land it")
    expect(page.locator("h2.outcome.landed")).to_be_visible()
    assert "# by hand" not in service.read_text()
    assert "Pets come youngest first.\n" in readme.read_text()


def origin(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def test_a_feature_is_removed_with_its_files_shown_first(page: Page, project: Path) -> None:
    before = tree(project)
    land(page, "", "smoke_test", "Check system is alive.")
    page.click("nav >> text=Project")
    expect(page.locator(".cards")).to_contain_text("as built")
    page.click("text=smoke_test")
    page.click("text=Remove it …")
    expect(page.locator("main")).to_contain_text("features/smoke_test/router.py")
    page.click("button.danger")
    expect(page.locator("main")).to_contain_text("Nothing yet.")
    assert tree(project) == before


def test_the_last_build_is_taken_back_after_a_look_at_what_goes(page: Page, project: Path) -> None:
    before = tree(project)
    land(page, "", "smoke_test", "Check system is alive.")
    after = tree(project)
    page.click("nav >> text=Project")
    page.click("text=Take the last build back …")
    expect(page.locator("h2.outcome.proven")).to_be_visible()
    page.click("text=The whole difference")
    expect(page.locator("#result")).to_contain_text("features/smoke_test/router.py")
    assert tree(project) == after
    page.click("text=Take it back")
    expect(page.locator("h2.outcome.landed")).to_be_visible()
    assert tree(project) == before
    page.click("text=Back to the project")
    page.click("text=Take the last build back …")
    expect(page.locator(".faults")).to_contain_text("there is nothing more to take back")


def test_builds_are_remembered_after_the_studio_has_ended_and_can_be_built_again(
    chromium: Browser, project: Path, complaints: list[str], tmp_path: Path
) -> None:
    state = str(tmp_path / "state")
    with studio_of(project, XDG_STATE_HOME=state) as first:
        land(entered(chromium, first, complaints), "", "smoke_test", "Check system is alive.")
    with studio_of(project, XDG_STATE_HOME=state) as second:
        page = entered(chromium, second, complaints)
        page.click("nav >> text=Project")
        expect(page.locator("table.history tbody tr")).to_have_count(2)
        page.click("table.history >> text=smoke_test >> nth=0")
        expect(page.locator("h2.outcome")).to_have_text("Landed")
        expect(page.locator("#lines")).to_contain_text("feature's tests")
        page.goto(f"{second.origin}/features/smoke_test")
        page.click("text=Build it again …")
        expect(page.locator("h2.outcome.unchanged")).to_be_visible()
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "state").rglob("*.json")} == {0}


def test_what_is_being_written_is_there_again_until_it_is_discarded(page: Page) -> None:
    write(page, PETS)
    expect(page.locator(".said")).to_contain_text("Pets are listed by name.")
    page.click("nav >> text=Project")
    page.click("nav >> text=Write")
    assert page.input_value("#requirements") == PETS
    page.click("text=Start anew")
    assert page.input_value("#requirements") == ""


def test_hostile_text_is_shown_as_text(page: Page) -> None:
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    write(page, HOSTILE, description=HOSTILE)
    expect(page.locator(".faults")).to_be_visible()
    land(page, "", "smoke_test", HOSTILE)
    page.click("text=Look at the feature")
    expect(page.locator("main")).to_contain_text(HOSTILE)
    assert dialogs == []


def test_only_the_browser_with_the_token_gets_in_and_only_once(studio: RunningStudio) -> None:
    with httpx.Client(base_url=studio.origin, timeout=PATIENCE) as stranger:
        assert stranger.get("/").status_code == 401
        assert stranger.get("/?token=wrong").status_code == 401
        assert stranger.get("/static/studio.css").status_code == 401
    with httpx.Client(timeout=PATIENCE) as visitor:
        assert visitor.get(studio.url).status_code == 303
        answer = visitor.get(studio.origin)
        assert answer.status_code == 200
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        for headers, status in (
            ({"Host": "evil.example"}, 421),
            ({"Origin": "http://evil.example"}, 403),
            ({}, 403),
        ):
            assert visitor.post(f"{studio.origin}/understand", headers=headers).status_code == status
        assert visitor.post(f"{studio.origin}/understand", headers={"Origin": studio.origin}).status_code == 200
    assert httpx.get(studio.url, timeout=PATIENCE).status_code == 401


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_can_be_used_by_everybody(
    chromium: Browser, studio: RunningStudio, complaints: list[str], scheme: str, project: Path
) -> None:
    page = entered(chromium, studio, complaints, color_scheme=scheme, viewport={"width": 390, "height": 844})
    land(page, "", "smoke_test", "Check system is alive.")
    router = project / "src/petsage/features/smoke_test/router.py"
    router.write_text(router.read_text().replace("Check system is alive.", "My own words."))
    page.goto(studio.origin)
    write(page, "", "smoke_test", "Check system lives.")
    prove(page)
    expect(page.locator("[data-conflict]").first).to_be_visible()
    examine(page)
    page.goto(studio.origin)
    write(page, PETS)
    expect(page.locator(".said")).to_be_visible()
    examine(page)
    prove(page)
    examine(page)
    for view in ("/project", "/try", "/features/smoke_test", "/features/smoke_test/removal"):
        page.goto(studio.origin + view)
        examine(page)
    page.goto(f"{studio.origin}/try")
    page.click("text=Start the app")
    page.click("summary:has-text('/api/v1/users') >> nth=0")
    examine(page)


def examine(page: Page) -> None:
    """Nothing of the page is seriously in somebody's way, nor wider than a telephone."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    assert serious == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
