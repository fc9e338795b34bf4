"""The Expansion page in the browser: small maps, chart, own slices, languages, themes, sizes."""

import re

import pytest
from chart_marks import chart_mark
from playwright.sync_api import expect

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import slice_name
from sahel_map.measures.slicing import Cutting, slices_of

pytestmark = pytest.mark.browser


def pictures(tab):
    return tab.page.locator(".multiple img")


# --- small maps ---


@pytest.mark.parametrize("by", ["phase", "quarter"])
def test_each_slice_has_a_small_map_of_the_same_size_with_words(tab, data, by):
    tab.open_slices(by=by, years="all")
    count = len(slices_of(data, Cutting(by))[0])
    expect(pictures(tab)).to_have_count(count)
    seen = pictures(tab).evaluate_all(
        """(images) => images.map((image) =>
             [image.complete, image.naturalWidth, image.naturalHeight, image.alt.trim()])"""
    )
    assert all(complete for complete, *_ in seen)
    sizes = {(width, height) for _, width, height, _ in seen}
    assert len(sizes) == 1
    assert all(side > 0 for side in sizes.pop())
    assert all(words for *_, words in seen)
    assert len({words for *_, words in seen}) == count


def test_click_on_a_small_map_opens_its_slice(tab, expect_open):
    shown = tab.open_slices()
    for number in (3, 0):
        pictures(tab).nth(number).click(force=True)  # its button lies over it
        expect_open(shown, number)
        outline = pictures(tab).nth(number).locator("..")
        other = pictures(tab).nth(number + 1).locator("..")
        colour = "(node) => getComputedStyle(node).borderColor"
        assert outline.evaluate(colour) != other.evaluate(colour)


def test_small_map_opens_by_keyboard_and_shows_where_the_focus_is(tab, spread, expect_open):
    shown = tab.open_slices()
    tab.page.locator(".st-key-open-3 button").focus()
    tab.page.keyboard.press("Tab")
    button = tab.page.locator(".st-key-open-4 button")
    expect(button).to_be_focused()
    assert slice_name(spread.slices[4]) in button.inner_text()
    outlined = "(node) => getComputedStyle(node).outlineStyle"
    assert pictures(tab).nth(4).locator("..").evaluate(outlined) == "solid"
    tab.page.keyboard.press("Enter")
    expect_open(shown, 4)


# --- chart and bad input ---


def test_click_on_the_chart_opens_a_slice(tab, spread, expect_open):
    shown = tab.open_slices()
    bar = chart_mark(tab, "path", slice_name(spread.slices[3]))
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8)
    expect_open(shown, 3)
    line = chart_mark(tab, "line", slice_name(spread.slices[5]), last=True)
    line.dispatch_event("click")
    expect_open(shown, 5)


def test_own_slices_that_make_no_sense_are_explained(tab):
    tab.open(path="/expansion", by="own", own="2025-09-01..2025-08-01,x")
    notes = tab.page.locator("[data-testid=stAlert]")
    for piece in ("2025-09-01", "2025-08-01", "x"):
        expect(notes.filter(has_text=re.compile(rf"(?<!\w){piece}(?!\w)")).first).to_be_visible()
    tab.settle()
    expect(tab.page.locator("[data-testid=stException]")).to_have_count(0)
    by = tab.page.locator(".st-key-by").get_by_role("radio", checked=True)
    expect(by).to_have_text(v.SLICINGS["own"].label)
    field = tab.page.locator(".st-key-own input")
    field.fill("2025-01-01, 2025-09-01")
    field.press("Enter")
    expect(pictures(tab)).to_have_count(2)
    expect(tab.page.locator(".st-key-slice-stage iframe")).to_be_visible()


# --- languages, themes and sizes ---


def test_page_speaks_french(tab):
    shown = tab.open_slices()
    words = {
        "legend": shown.box.locator(".legend"),
        "caption": tab.page.locator(".st-key-slice-stage [data-testid=stCaptionContainer]"),
        "steps": tab.page.locator(".st-key-stage"),
        "small maps": tab.page.locator(".multiple").first,
    }
    english = {name: node.inner_text() for name, node in words.items()}
    assert all(english.values())
    tab.redrawn_after(lambda: tab.switch("lang", "Français"))
    tab.settle()
    shown.expect_same()
    french = {name: node.inner_text() for name, node in words.items()}
    assert not [name for name in words if french[name] == english[name] or not french[name]]
    expect(words["legend"]).to_contain_text("Zone atteinte pour la première fois")


LAND = """(image) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 360, height: 231 });
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const counts = new Map();
  const { data } = pen.getImageData(0, 0, 360, 231);
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < 255) continue;
    const colour = data.slice(i, i + 3).join();
    counts.set(colour, (counts.get(colour) || 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0][0].split(",").map(Number);
}"""
"""Return the commonest colour of a picture."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_page_fits_its_window_in_both_themes(visit, scheme, size):
    sizes = {
        "desktop": {"width": 1440, "height": 900},
        "phone": {"width": 390, "height": 844, "is_mobile": True, "has_touch": True},
    }
    tab = visit(color_scheme=scheme, **sizes[size])
    shown = tab.open_slices()
    tab.page.wait_for_timeout(500)  # charts take the width of the page after it is drawn
    assert tab.sideways() <= 0
    steps = tab.page.locator(".st-key-slice-steps")
    assert steps.bounding_box()["height"] < 250, "a hole between the small maps and the map"
    pictures = tab.page.locator(".multiple img")
    frames = [*pictures.all(), shown.holder]
    for node in frames:
        box = node.bounding_box()
        assert box["width"] > (280 if node is shown.holder else 100)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= sizes[size]["width"]
        node.scroll_into_view_if_needed()
        expect(node).to_be_in_viewport(ratio=0.5)
    dark = scheme == "dark"
    assert all((max(picture.evaluate(LAND)) < 100) == dark for picture in pictures.all())
    luminous = "(node) => getComputedStyle(node).color.match(/\\d+/g).slice(0, 3).map(Number)"
    assert (min(shown.box.locator(".legend").evaluate(luminous)) > 150) == dark


@pytest.mark.parametrize("query", [{"stage": "two"}, {"walk": "1"}, {"by": "month"}])
def test_phone_does_not_scroll_sideways(phone, query):
    shown = phone.open_slices(**query)
    phone.page.wait_for_timeout(500)
    assert phone.sideways() <= 0
    shown.holder.scroll_into_view_if_needed()
    expect(shown.holder).to_be_in_viewport(ratio=0.5)
