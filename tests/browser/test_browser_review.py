"""Two people of a team at a real login: one suggests, the other decides, and both see who did."""

import pytest
from playwright.sync_api import expect

pytest_plugins = ["login_fixtures"]
pytestmark = pytest.mark.browser

EVENT = "2025-01-08-diangassagou"
CLAIMS = (f"{EVENT}.01", f"{EVENT}.02")
SPELL = "n22-2022"
ROAD = "ouaga_kongoussi_djibo"
DAY = "2025-03-01"


@pytest.fixture(scope="module")
def hosted(start_hosted_server):
    return start_hosted_server("optional")


def fill(tab, key, text):
    box = tab.page.locator(f".st-key-suggest-{key} :is(input, textarea)").first
    box.fill(text)
    box.press("Tab")
    tab.settle()


def choose(tab, key, words):
    tab.page.locator(f".st-key-suggest-{key} input").click()
    tab.page.get_by_role("option", name=words, exact=True).click()
    tab.settle()


def give_reasons(tab, why):
    box = tab.page.locator(".st-key-suggest-rests-on input")
    box.fill("https://news.example/toll")
    box.press("Enter")
    tab.settle()
    fill(tab, "why", why)


def send(tab):
    tab.press("suggest-send")
    expect(tab.page.get_by_text("Sent. It changes nothing until")).to_be_visible(timeout=60_000)
    tab.settle()
    return tab.query["proposal"][0]


def suggest_number(tab, claim, number, why):
    """Suggest another highest number of a claim; return the number of the suggestion."""
    tab.open(path="/review", suggest=f"claims.csv/{claim}")
    tab.settle()
    fill(tab, "high", number)
    expect(tab.page.locator(".difference ins")).to_contain_text(number)
    give_reasons(tab, why)
    return send(tab)


def decide(tab, number, key, comment=""):
    tab.open(path="/review", proposal=number)
    tab.settle()
    if comment:
        tab.page.locator(".st-key-review-comment textarea").fill(comment)
    tab.press(key)
    tab.settle()


def deaths(tab):
    tab.open(path="/evidence", event=EVENT)
    return tab.page.locator(".dossier .deaths")


def test_a_toll_is_suggested_sent_back_sent_again_and_accepted(hosted, logged_in, someone):
    awa, bob = logged_in(hosted, "awa", "editor"), logged_in(hosted, "bob", "editor")
    reader = someone(hosted)

    number = suggest_number(awa, CLAIMS[0], "25", "A later report has 25.")
    expect(awa.page.get_by_text("somebody else has to look at it and accept it")).to_be_visible()
    expect(awa.page.locator(".st-key-review-accept")).to_have_count(0)
    expect(deaths(reader)).to_have_text("Militants killed: 14")

    bob.open(path="/review")
    expect(bob.page.get_by_role("tab", name="Waiting (1)")).to_be_visible()
    bob.open(path="/review", proposal=number)
    for part in (".difference", ".steps"):
        begins = bob.page.locator(part).first.evaluate(
            "(list) => list.firstElementChild.getBoundingClientRect().x"
        )
        heading = bob.page.get_by_role("heading", name="Your decision").bounding_box()["x"]
        assert begins == pytest.approx(heading, abs=2), part
    decide(bob, number, "review-return", "Which report?")
    expect(bob.page.get_by_text("Sent back to its author")).to_be_visible()

    awa.open(path="/review", proposal=number)
    expect(awa.page.locator(".steps").first).to_contain_text("Which report?")
    awa.page.get_by_role("link", name="Edit and send again").click()
    expect(awa.page.locator(".st-key-suggest-high input")).to_have_value("25")
    awa.settle()
    fill(awa, "why", "The second report of the army.")
    send(awa)

    decide(bob, number, "review-accept", "Now it is right.")
    expect(bob.page.get_by_text("which everybody sees now")).to_be_visible(timeout=60_000)
    expect(bob.page.locator(".steps").first).to_contain_text("Now it is right.")
    expect(deaths(reader)).to_have_text("Militants killed: 14 to 25")
    expect(reader.page.locator(".st-key-team-part")).to_have_count(0)

    deaths(awa)
    history = awa.page.locator(".st-key-versions-events")
    history.locator("summary").click()
    expect(history).to_contain_text("suggested by awa@editors.example")
    expect(history).to_contain_text("accepted by bob@editors.example")


def test_the_status_of_a_road_changes_when_a_second_person_has_accepted(hosted, logged_in, someone):
    awa, bob = logged_in(hosted, "awa", "editor"), logged_in(hosted, "bob", "editor")
    reader = someone(hosted)
    view = {"panel": "road", "road": ROAD, "on": DAY}

    awa.open(path="/review", suggest=f"blockades.csv/{SPELL}")
    expect(awa.page.get_by_text("It changes only when a second person")).to_be_visible()
    awa.settle()
    choose(awa, "status", "partly eased")
    give_reasons(awa, "Convoys were let through.")
    number = send(awa)
    reader.open(path="/corridors", **view)
    spell = reader.page.locator("details.spell").filter(has_text="Roadblocks and ambushes")
    expect(spell).not_to_contain_text("partly eased")

    decide(bob, number, "review-accept")
    expect(bob.page.get_by_text("which everybody sees now")).to_be_visible(timeout=60_000)
    reader.open(path="/corridors", **view)
    expect(spell).to_contain_text("partly eased")


def test_the_second_of_two_editors_of_one_record_sees_the_conflict(hosted, logged_in):
    awa, bob = logged_in(hosted, "awa", "editor"), logged_in(hosted, "bob", "editor")
    eve = logged_in(hosted, "eve", "admin")
    first = suggest_number(awa, CLAIMS[1], "15", "Fifteen, says the first.")
    second = suggest_number(bob, CLAIMS[1], "16", "Sixteen, says the second.")

    decide(eve, first, "review-accept")
    expect(eve.page.get_by_text("which everybody sees now")).to_be_visible(timeout=60_000)
    decide(eve, second, "review-accept")
    expect(eve.page.get_by_text("nothing was overwritten").first).to_be_visible(timeout=60_000)

    bob.open(path="/review", proposal=second)
    expect(bob.page.get_by_text("The record has changed since you suggested this")).to_be_visible()
    row = bob.page.locator(".beside tr").filter(has_text="Highest number")
    assert [text.strip() for text in row.locator("td").all_inner_texts()] == ["14", "16", "15"]


def test_a_viewer_comments_and_the_public_sees_nothing_of_it(hosted, logged_in, someone):
    ada, reader = logged_in(hosted, "ada", "viewer"), someone(hosted)
    deaths(ada)
    box = ada.page.locator(".st-key-comments")
    box.locator("summary").click()
    box.locator("textarea").fill("Is the point <b>right</b>?")
    ada.press("comment-send")

    expect(ada.page.locator(".comment")).to_contain_text("Is the point <b>right</b>?")
    expect(ada.page.locator(".comment")).to_contain_text("ada@viewers.example")
    expect(ada.page.get_by_role("link", name="Review")).to_have_count(0)
    deaths(reader)
    expect(reader.page.locator(".dossier .deaths")).to_be_visible()
    expect(reader.page.locator(".comment")).to_have_count(0)


def test_on_a_phone_records_that_are_offered_are_named_in_full(hosted, logged_in):
    awa = logged_in(hosted, "awa", "editor")
    awa.page.set_viewport_size({"width": 390, "height": 844})
    awa.open(path="/corridors", panel="road", road=ROAD, on=DAY)
    awa.page.locator(".st-key-team-blockades [data-testid=stPopoverButton]:visible").click()
    link = awa.page.locator("[data-testid=stPopoverBody] [data-testid=stPageLink]").nth(1)
    expect(link).to_contain_text("Siege of a town: Djibo · 17 February 2022")

    words = link.locator("[data-testid=stMarkdownContainer]")
    assert words.evaluate("(node) => node.scrollWidth <= node.clientWidth")
