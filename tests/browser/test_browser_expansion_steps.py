"""Steps on the Expansion page: buttons and play from slice to slice, keys from attack to attack."""

import re

import pytest
from playwright.sync_api import expect

from sahel_map.expansion_wording import slice_name

pytestmark = pytest.mark.browser

FILM = """(box) => {
  box.film = [];
  const count = (path) => box.querySelectorAll(path).length;
  const shoot = () => {
    const shot = { slice: box.dataset.slice, land: count("path.land"), areas: count("path.area-reached"), southwest: count("path.southwest") };
    const last = box.film[box.film.length - 1];
    if (JSON.stringify(last) !== JSON.stringify(shot)) box.film.push(shot);
    requestAnimationFrame(shoot);
  };
  requestAnimationFrame(shoot);
}"""  # noqa: E501
"""Keep every picture of the map that differs from the one before."""


@pytest.fixture(scope="module")
def order(spread):
    """Return the names of the slices."""
    return [cut.slice_id for cut in spread.slices]


@pytest.fixture(scope="module")
def attacks(spread):
    """Return the attacks that fit a slice, in order of date, with their slice."""
    frame = spread.attacks.frame.assign(at=spread.at)
    return frame[frame["at"] >= 0].sort_values(["date_start", "date_end"], kind="stable")


# --- steps and play ---


def play_button(tab, word):
    return tab.page.locator(".st-key-slice-play").get_by_role("button", name=word)


def test_step_buttons_go_through_the_slices_and_stop_at_both_ends(tab, order, expect_open):
    shown = tab.open_slices(slice=order[1])
    shown.box.evaluate(FILM)
    for key, number in (("on", 2), ("on", 3), ("back", 2), ("back", 1), ("back", 0)):
        tab.press(f"slice-{key}")
        expect_open(shown, number)
    tab.press("slice-back")
    expect_open(shown, 0)
    expect_never_blank(shown)
    tab.page.reload()
    shown.wait()
    shown.expect_slice(order[0])


def test_list_of_slices_opens_the_chosen_one(tab, order, spread, expect_open):
    shown = tab.open_slices(slice=order[1])
    box = tab.page.locator(".st-key-slice-pick").get_by_role("combobox")
    box.scroll_into_view_if_needed()
    tab.page.wait_for_timeout(500)  # a list closes when the page scrolls, even so late
    box.click()
    tab.page.get_by_role("option", name=slice_name(spread.slices[5]), exact=True).click()
    expect_open(shown, 5)


def test_back_button_of_the_browser_returns_to_the_slice_before(tab, order, expect_open):
    shown = tab.open_slices(slice=order[1])
    tab.press("slice-on")
    expect_open(shown, 2)
    tab.page.go_back()
    expect_open(shown, 1)


def film_of(shown):
    return shown.box.evaluate("(box) => box.film")


def slices_in(film):
    """Return the slices of a film in their order."""
    seen = [shot["slice"] for shot in film]
    return [name for number, name in enumerate(seen) if not number or name != seen[number - 1]]


def expect_never_blank(shown):
    """Check that no picture lacked land, areas or south-west; return the film."""
    film = film_of(shown)
    land = film[0]["land"]
    assert land > 0
    for shot in film:
        assert shot["land"] == land, shot
        assert shot["areas"] > 0, shot
        assert shot["southwest"] > 0, shot
    return film


def test_slices_run_in_order_without_a_blank_map_and_stop_at_the_last(tab, order, expect_open):
    shown = tab.open_slices(slice=order[-4])
    shown.holder.scroll_into_view_if_needed()
    shown.box.evaluate(FILM)
    tab.press("slice-play")
    expect(play_button(tab, "Pause")).to_be_visible()
    expect(play_button(tab, "Play")).to_be_visible()
    expect_open(shown, len(order) - 1)
    tab.page.wait_for_timeout(3000)  # that nothing more comes can only be waited for
    assert slices_in(expect_never_blank(shown)) == order[-4:]


def test_pause_stops_the_slices_and_a_reload_shows_the_same_one(tab, order, expect_open):
    shown = tab.open_slices(slice=order[1])
    shown.box.evaluate(FILM)
    before = tab.page.evaluate("history.length")
    tab.press("slice-play")
    shown.expect_slice(order[3])
    tab.press("slice-play")
    expect(play_button(tab, "Play")).to_be_visible()
    tab.settle()
    [name] = tab.query["slice"]
    expect_open(shown, order.index(name))
    tab.page.wait_for_timeout(3000)
    shown.expect_slice(name)
    film = slices_in(expect_never_blank(shown))
    assert film == order[1 : 1 + len(film)]
    assert tab.page.evaluate("history.length") == before + 1
    tab.page.reload()
    shown.wait()
    shown.expect_slice(name)
    expect(play_button(tab, "Play")).to_be_visible()


def test_play_from_the_last_slice_begins_at_the_first(tab, order):
    shown = tab.open_slices(slice=order[-1])
    tab.press("slice-play")
    shown.expect_slice(order[0])
    shown.expect_slice(order[1])
    tab.press("slice-play")
    expect(play_button(tab, "Play")).to_be_visible()


def test_slices_stop_running_on_another_page(tab, order):
    shown = tab.open_slices(slice=order[0])
    tab.press("slice-play")
    shown.expect_slice(order[1])
    tab.page.get_by_role("link", name="Numbers").click()
    tab.page.get_by_role("radio", name="Forces").click()
    expect(tab.page).to_have_url(re.compile(r"/numbers\?.*numbers=forces"))
    tab.page.wait_for_timeout(3000)
    tab.page.get_by_role("link", name="Expansion").click()
    shown.wait()
    expect(play_button(tab, "Play")).to_be_visible()
    assert shown.box.get_attribute("data-slice") in order[1:3]


def test_small_map_chosen_while_the_slices_run_stops_them(tab, order, expect_open):
    shown = tab.open_slices(slice=order[1])
    tab.press("slice-play")
    shown.expect_slice(order[2])
    tab.page.locator(".multiple img").first.click(force=True)
    expect(play_button(tab, "Play")).to_be_visible()
    expect_open(shown, 0)


# --- from attack to attack ---


@pytest.fixture(scope="module")
def pair(attacks):
    """Return two attacks in a row, amid the map and in two slices, with what follows them."""
    rows = list(attacks.rename_axis("event_id").reset_index().itertuples())
    for number in range(1, len(rows) - 2):
        near, far = rows[number], rows[number + 1]
        if far.at == near.at + 1 and all(
            12 < row.lat < 15 and -9.5 < row.lon < -3 for row in (near, far)
        ):
            return near, far
    pytest.fail("the data have no such attacks")


def expect_attack(tab, shown, data, row, order):
    """Wait until an attack is open: address, ring on the map, card, and its slice."""
    tab.page.wait_for_function(
        "(id) => new URLSearchParams(location.search).get('event') === id", arg=row.event_id
    )
    shown.expect_slice(order[row.at])
    tab.settle()
    expect(shown.box.locator("path.chosen")).to_have_count(1)
    card = tab.page.locator(".st-key-walk-card")
    expect(card).to_contain_text(data.events.at[row.event_id, "title"])
    assert tab.query["slice"] == [order[row.at]]
    shown.expect_same()


def test_arrow_keys_on_the_map_go_from_attack_to_attack(tab, data, pair, order):
    near, far = pair
    shown = tab.open_slices(walk="1", event=near.event_id, slice=order[near.at])
    before = shown.ground
    shown.box.focus()
    tab.page.keyboard.press("ArrowRight")
    expect_attack(tab, shown, data, far, order)
    tab.page.keyboard.press("ArrowLeft")
    expect_attack(tab, shown, data, near, order)
    assert shown.ground == pytest.approx(before)


def test_arrow_keys_on_the_page_go_from_attack_to_attack(tab, data, pair, order):
    near, far = pair
    shown = tab.open_slices(walk="1", event=near.event_id, slice=order[near.at])
    tab.page.locator(".st-key-slice-on button:visible").focus()
    tab.page.keyboard.press("ArrowRight")
    expect_attack(tab, shown, data, far, order)
    tab.page.keyboard.press("ArrowLeft")
    expect_attack(tab, shown, data, near, order)


def test_quick_presses_of_an_arrow_key_on_the_map_each_count(tab, attacks, order):
    shown = tab.open_slices(walk="1", event=attacks.index[30], slice=order[attacks["at"].iloc[30]])
    shown.box.focus()
    for _ in range(4):
        tab.page.keyboard.press("ArrowRight")
        tab.page.wait_for_timeout(200)
    tab.page.wait_for_timeout(1500)
    tab.settle()
    assert tab.query["event"] == [attacks.index[34]]


def test_arrow_key_counts_after_the_map_was_loaded_anew(tab, data, pair, order):
    near, far = pair
    shown = tab.open_slices(walk="1", event=near.event_id, slice=order[near.at])
    shown.box.focus()
    tab.page.keyboard.press("ArrowRight")
    expect_attack(tab, shown, data, far, order)
    tab.switch("stage", "Compare two")
    expect(tab.page.locator(".st-key-slice-stage-other iframe")).to_be_visible()
    tab.settle()
    tab.switch("stage", "One slice")
    expect(tab.page.locator(".st-key-slice-stage-other iframe")).to_have_count(0)
    shown.wait()
    tab.settle()
    shown.mark()
    tab.press("walk-left")
    expect_attack(tab, shown, data, near, order)
    shown.box.focus()
    tab.page.keyboard.press("ArrowRight")
    expect_attack(tab, shown, data, far, order)


def test_first_arrow_opens_the_first_attack_of_the_slice(tab, attacks, order):
    number = 3
    shown = tab.open_slices(slice=order[number])
    tab.page.locator(".st-key-walk label").first.click()
    tab.expect_url(slice=order[number], walk="1")
    tab.settle()
    shown.box.focus()
    tab.page.keyboard.press("ArrowRight")
    first = attacks.index[attacks["at"] == number][0]
    tab.expect_url(slice=order[number], walk="1", event=first)
    shown.expect_same()


def test_arrow_keys_move_the_map_and_open_nothing_unless_the_reader_steps(tab, order):
    shown = tab.open_slices(slice=order[4])
    lat, lon, zoom = shown.ground
    shown.box.focus()
    tab.page.keyboard.press("ArrowRight")
    tab.page.wait_for_timeout(1500)
    after = shown.ground
    assert after[1] > lon
    assert [after[0], after[2]] == pytest.approx([lat, zoom], abs=1e-3)
    tab.expect_url(slice=order[4])
    expect(shown.box.locator("path.chosen")).to_have_count(0)


def test_buttons_step_at_the_ends_of_the_list(tab, attacks, order):
    last = attacks.iloc[-1]
    tab.open_slices(walk="1", event=last.name, slice=order[last["at"]])
    expect(tab.button("walk-right")).to_be_disabled()
    tab.press("walk-left")
    tab.page.wait_for_function(
        "(id) => new URLSearchParams(location.search).get('event') === id", arg=attacks.index[-2]
    )
