"""Files of others in a real browser: hostile text stays text, and stays with its owner."""

import re

import pytest
from playwright.sync_api import expect
from upload_fixtures import acled, acled_row, csv_of

pytestmark = pytest.mark.browser

LONG = "w" * 300
TEXT = (
    "`tick` \"quote\" 'apostrophe' </script><script>window.__hacked=1</script> ${1+1} {{7*7}} "
    "<img src=x onerror=window.__hacked=1> $x^2$ **bold** :red[x] [a](b) تمبكتو ߒߞߏ"
)
FORMULA = "=cmd()"
UPLOADER = "[data-testid=stFileUploaderDropzoneInput]"
TABLE = "[data-testid=stDataFrame]"


def marked(name):
    """Return the hostile text with a mark, so that a test knows which column it sees."""
    return f"{name} {TEXT}"


HOSTILE = acled(
    acled_row(
        1,
        location=marked("place"),
        notes=marked("notes"),
        actor1=marked("actor"),
        source=marked("source").replace(";", ","),
        sub_event_type=marked("kind"),
        tags=FORMULA,
    ),
    acled_row(2, location=FORMULA, notes=LONG),
    acled_row(3, event_date=marked("day")),
)
HEADING = marked("heading")


@pytest.fixture(scope="module")
def own_server(start_server, tmp_path_factory):
    """Return a server whose datasets lie in a folder of the test's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path_factory.mktemp("imports")))
        return start_server()


@pytest.fixture
def loader(visit, own_server):
    """Return a tab on the Data page; at the end, nothing of a file may have been run."""
    tab = visit(on=own_server)
    dialogs = []
    tab.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_data(tab)
    yield tab
    for frame in tab.page.frames:
        assert frame.evaluate("window.__hacked") is None
    assert dialogs == []
    assert not [url for url in tab.watch.requests if url.endswith("/x")]


def open_data(tab):
    # By the link of the navigation, as readers do: see STREAMLIT_LOOKS_FOR_ITS_PATH.
    tab.open()
    tab.page.get_by_role("link", name="Data", exact=True).click()
    expect(tab.page.locator(UPLOADER)).to_be_attached()
    tab.settle()


def hand_over(tab, name, content):
    tab.page.locator(UPLOADER).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    expect(tab.button("import")).to_be_visible()
    tab.settle()


def load(tab, name, content):
    """Import a file and return the key that the link then has."""
    hand_over(tab, name, content)
    tab.press("import")
    expect(tab.page.locator(".st-key-dataset-notice")).to_be_visible()
    expect(tab.page.locator(".st-key-report-figures")).to_be_visible()
    tab.settle()
    [key] = tab.query["data"]
    return key


def cells(tab, text):
    return tab.page.locator(f"{TABLE} td").filter(has_text=text)


def expect_text_only(box):
    expect(box.locator("img, script, .katex, strong, em, a[href='b'], code")).to_have_count(0)


def test_hostile_text_is_text_in_the_preview_and_the_questions(loader):
    row = {"Day": "2025-07-01", HEADING: marked("cell"), "Type": marked("kind")}

    hand_over(loader, "<img src=x onerror=window.__hacked=1>.csv", csv_of([row]))

    grid = loader.page.locator(TABLE).first
    expect(grid.locator("td").filter(has_text=marked("cell"))).to_be_attached()
    expect(grid.locator("th").filter(has_text=HEADING)).to_be_attached()
    question = loader.page.locator("[class*=st-key-type-]").first
    expect(question.locator("label")).to_contain_text(marked("kind"))
    expect_text_only(question.locator("label"))
    choices = loader.page.locator("[class*=st-key-map-place]").get_by_role("combobox")
    # A list that opens at the edge of the window closes again when its box is moved into view.
    choices.evaluate("(box) => box.scrollIntoView({ block: 'center' })")
    choices.click()
    expect(loader.page.get_by_role("option").filter(has_text=HEADING)).to_be_visible()


def test_hostile_text_is_text_in_the_report(loader):
    load(loader, "hostile.csv", HOSTILE)

    expect(cells(loader, marked("day")).first).to_be_attached()
    expect(loader.page.locator(".st-key-report-figures")).to_contain_text("Rows read")
    expect_text_only(loader.page.locator(".stMain"))


def test_hostile_text_is_text_in_title_notice_and_list(loader):
    hand_over(loader, "hostile.csv", HOSTILE)
    field = loader.page.get_by_label("Title", exact=True)
    title = "<img src=x onerror=window.__hacked=1> **b** `c` {{7*7}} :red[x]"
    field.fill(title)
    field.press("Enter")
    loader.settle()
    loader.press("import")

    notice = loader.page.locator(".st-key-dataset-notice")
    expect(notice).to_contain_text(title)
    row = loader.page.locator("[class*=st-key-dataset-]").filter(has_text=f"{title} · ACLED")
    expect(row.first).to_be_visible()
    expect_text_only(notice)


def test_hostile_points_are_drawn_and_told_as_text(loader):
    load(loader, "hostile.csv", HOSTILE)
    loader.page.get_by_role("link", name="Attacks", exact=True).click()
    loader.wait_for_map()

    loader.expect_events(2)
    dot = loader.dot("acled-mli900001")
    dot.hover()
    tip = loader.map.locator(".tip")
    expect(tip).to_contain_text(marked("place"))
    expect_text_only(tip)
    dot.click()
    for name in ("place", "notes", "actor"):
        expect(loader.panel).to_contain_text(marked(name))
    expect_text_only(loader.panel)
    loader.press("event-next")
    expect(loader.panel).to_contain_text(LONG)
    assert loader.panel.evaluate("(box) => box.scrollWidth - box.clientWidth") <= 0
    for text in (marked("place"), FORMULA):
        expect(cells(loader, text).first).to_be_attached()
    assert loader.sideways() <= 0


def test_a_table_of_restricted_rows_has_no_button_to_take_them_away(loader):
    load(loader, "made.csv", acled(acled_row(1), acled_row(2)))
    loader.page.get_by_role("link", name="Attacks", exact=True).click()
    loader.wait_for_map()

    taking = loader.page.locator("button[aria-label^='Download as CSV']")
    expect(taking.first).to_be_attached()
    assert not taking.evaluate_all("(found) => found.some((one) => one.checkVisibility())")
    loader.press("dataset-back")
    expect(loader.page.locator(".st-key-dataset-notice")).to_have_count(0)
    loader.settle()
    assert taking.evaluate_all("(found) => found.some((one) => one.checkVisibility())")


def test_only_the_browser_that_loaded_a_dataset_sees_it(loader, visit, own_server):
    key = load(loader, "made.csv", acled(acled_row(1), acled_row(2)))
    version = loader.page.locator(".stCaption, [data-testid=stCaptionContainer]").last
    expect(version).to_contain_text("version")
    digest = re.search(r"\+(\w+)", version.inner_text())[1]
    tile = f"{own_server.base}/assets/tiles/{key}/{digest}/points/5/15/14.png"
    fetch = "async (url) => (await fetch(url)).status"
    assert loader.page.evaluate(fetch, tile) == 200

    other = visit(on=own_server)
    other.open_map(data=key)

    expect(other.page.get_by_role("alert").first).to_contain_text("not yours to see")
    assert "acled-mli900001" not in other.frame.evaluate(
        "() => SahelMap.state.view.events.map((event) => event.id)"
    )
    answers = other.page.evaluate(
        "async (url) => { const answer = await fetch(url);"
        " return [answer.status, await answer.text()]; }",
        tile,
    )
    assert answers[0] == 404
    # The browser itself complains of the answer that the test has asked for.
    other.watch.complaints = [said for said in other.watch.complaints if tile not in said]


def test_a_dataset_is_still_there_after_the_page_is_loaded_again(loader):
    key = load(loader, "made.csv", acled(acled_row(1), acled_row(2)))

    loader.open_map(data=key)
    loader.page.reload()
    loader.wait_for_map()

    expect(loader.page.locator(".st-key-dataset-notice")).to_contain_text("made, 2 events")
    loader.expect_events(2)


def test_a_phone_shows_the_way_from_file_to_report_unclipped(visit, own_server):
    tab = visit(
        on=own_server, width=390, height=844, is_mobile=True, has_touch=True, device_scale_factor=2
    )
    tab.open()
    tab.page.locator("[data-testid=stExpandSidebarButton]").click()
    tab.page.get_by_role("link", name="Data", exact=True).click()
    expect(tab.page.locator(UPLOADER)).to_be_attached()
    tab.page.locator("[data-testid=stSidebarCollapseButton] button").click()

    load(tab, "made.csv", HOSTILE)

    assert tab.sideways() <= 0


CENTRE = (
    "() => { const { lat, lng } = SahelMap.state.map.getCenter();"
    " return [lat, lng, SahelMap.state.map.getZoom()]; }"
)


def same_ground(centre):
    """The same centre but for a pixel, of 0.04 degrees at this zoom, and the same zoom."""
    return pytest.approx(centre, abs=0.05)


def beside(tab, side):
    """Return the map on the left or on the right, when it is drawn."""
    box = tab.page.locator(f".st-key-side-{side} iframe").content_frame.locator("#map_div")
    expect(box).to_have_attribute("data-ready", "base")
    expect(box).to_have_attribute("data-view", re.compile("."))
    return box


def set_beside(tab, key):
    """Open the Data page by the link of a restricted dataset beside the data of the host."""
    tab.open(path="/data", data=key, beside="host")
    maps = [beside(tab, side) for side in ("left", "right")]
    tab.settle()
    return maps


def test_two_datasets_are_painted_side_by_side_with_their_figures(loader):
    key = load(loader, "made.csv", acled(acled_row(1), acled_row(2)))

    left, right = set_beside(loader, key)

    expect(left).to_have_attribute("data-events", "2")
    expect(left.locator('path.dot[data-event="acled-mli900001"]')).to_be_attached()
    assert right.locator("path.dot").count() > 20
    expect(right.locator('[data-event^="acled-"]')).to_have_count(0)
    figures = loader.page.locator(".stMain")
    expect(figures).to_contain_text("never add them up")
    for name in ("Shown: made · ACLED · 2 events", "Beside: Bundled data"):
        expect(figures).to_contain_text(name)


def test_maps_side_by_side_are_moved_as_one(loader):
    key = load(loader, "made.csv", acled(acled_row(1), acled_row(2)))
    left, right = set_beside(loader, key)
    before = right.evaluate(CENTRE)
    assert left.evaluate(CENTRE) == same_ground(before)

    left.scroll_into_view_if_needed()
    box = left.bounding_box()
    x, y = box["x"] + box["width"] * 0.6, box["y"] + 40
    loader.page.mouse.move(x, y)
    loader.page.mouse.down()
    loader.page.mouse.move(x - 60, y + 35, steps=6)
    loader.page.mouse.up()

    for _ in range(50):
        moved = left.evaluate(CENTRE)
        if moved != same_ground(before) and right.evaluate(CENTRE) == same_ground(moved):
            break
        loader.page.wait_for_timeout(100)
    assert moved != same_ground(before)
    assert right.evaluate(CENTRE) == same_ground(moved)


def test_a_restricted_dataset_is_not_beside_in_the_link_of_others(loader, visit, own_server):
    key = load(loader, "made.csv", acled(acled_row(1), acled_row(2)))
    set_beside(loader, key)

    other = visit(on=own_server)
    for query in ({"beside": key}, {"data": key, "beside": "host"}):
        other.open(path="/data", **query)
        expect(other.page.locator(UPLOADER)).to_be_attached()
        other.settle()

        main = other.page.locator(".stMain")
        expect(main).to_contain_text("Load a file to set it beside the bundled data.")
        expect(other.page.locator("[class*=st-key-side-] iframe")).to_have_count(0)
        assert "acled-mli" not in main.inner_text()
        expect(main.get_by_text("made · ACLED")).to_have_count(0)
