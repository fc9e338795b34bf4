"""The Expansion page: the warning, small maps, steps and play, one map or two, event by event."""

import inspect

import pytest
from slice_pages import button, copy_data, drawn, keys, map_of, maps_of, measures, readings, small

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import slice_name
from sahel_map.maps.slices import shown_attacks
from sahel_map.measures.slices import OUTSIDE
from sahel_map.ui.slice_steps import _order

OWN = "2024-09-17, 2025-07-01, 2025-09-03..2025-11-09"


@pytest.fixture(scope="module")
def phases(data):
    return measures(data)


def ids(found):
    return [cut.slice_id for cut in found.slices]


@pytest.fixture
def ticking(monkeypatch):
    """Let each further run of a page that plays be a tick of its clock."""

    def fragment(run, run_every=None):
        if run_every:  # else the first run would belong to the page
            inspect.getclosurevars(run).nonlocals["fresh"].clear()
        return run

    return lambda: monkeypatch.setattr("sahel_map.ui.fragments.st.fragment", fragment)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("look", ["share", "regions", "arrivals", "questions"])
def test_page_opens_on_the_last_slice_with_an_attack_in_both_languages(
    visit, phases, language, look
):
    page = visit(language, "expansion", look=look)
    assert map_of(page)["language"] == language
    assert map_of(page)["slice"] == ids(phases)[-1]
    assert phases.table["attacks"].iloc[-1] > 0
    assert page.query == ({} if look == "share" else {"look": look})
    assert len(readings(page)) == 1


@pytest.mark.parametrize("query", [{}, {"stage": "two"}, {"by": "own"}, {"known": "2015-01-01"}])
def test_warning_of_the_sample_stands_first_on_the_page(visit, query):
    page = visit(page="expansion", **query)
    drawn_ones = [node for node in page.app.main if hasattr(node, "value")]
    # Above a page stand its title, what shares it, and what it rests on where that is not all.
    first = next(node for node in drawn_ones if node.type not in {"info", "button", "html"})
    assert first.type == "warning"
    assert "census" in first.value
    assert "sample-warning" in [getattr(node, "key", None) for node in page.app._tree]


@pytest.mark.parametrize(
    ("written", "warned"),
    [
        ('{"coverage": "full"}', False),
        ('{"coverage": "sample"}', True),
        ('{"coverage": "fuller"}', True),
        ("{}", True),
    ],
)
def test_warning_goes_only_with_a_dataset_that_says_it_is_full(
    visit, data_dir, tmp_path, monkeypatch, written, warned
):
    copy_data(data_dir, tmp_path / "copy", monkeypatch, dataset__json=written)
    page = visit(page="expansion")
    assert ("sample-warning" in [getattr(node, "key", None) for node in page.app._tree]) == warned
    assert len(page.app.warning) == warned
    assert small(page)


@pytest.mark.parametrize("by", list(v.SLICINGS))
def test_every_slice_has_a_small_map_with_its_button(visit, data, by):
    own = {"own": OWN} if by == "own" else {}
    page = visit(page="expansion", by=by, **own)
    found = measures(data, by, OWN if by == "own" else "")
    assert len(found.slices) > 1
    assert len(small(page)) == len(found.slices)
    assert keys(page, "open-") == [f"open-{n}" for n in range(len(found.slices))]
    assert page.query == ({} if by == "phase" else {"by": by, **own})
    assert page.app.selectbox(key="slice-pick").options == [slice_name(c) for c in found.slices]
    for number, cut in enumerate(found.slices):
        assert slice_name(cut) in button(page, f"open-{number}").label.replace("\\", "")


@pytest.mark.parametrize("by", ["year", "month"])
def test_all_years_are_cut_when_asked_for(visit, data, by):
    recent = small(visit(page="expansion", by=by))
    page = visit(page="expansion", by=by, years="all")
    assert len(small(page)) > len(recent)
    names = [getattr(node, "key", None) for node in page.app._tree]
    assert ("multiples-many" in names) == (by == "month")
    assert (data.events["date_start"].dt.year < 2023).any()


def test_click_on_a_small_map_opens_its_slice_and_marks_it(visit, phases):
    page = visit(page="expansion").press(key="open-2")
    assert page.query == {"slice": ids(phases)[2]}
    assert map_of(page)["slice"] == ids(phases)[2]
    assert page.app.selectbox(key="slice-pick").value == ids(phases)[2]
    assert ["chosen" in body.partition(">")[0] for body in small(page)].index(True) == 2
    assert sum("chosen" in body.partition(">")[0] for body in small(page)) == 1


def test_steps_go_back_and_on_and_stay_at_the_ends(visit, phases):
    names = ids(phases)
    page = visit(page="expansion", slice=names[1])
    assert page.press(key="slice-back").query["slice"] == names[0]
    assert page.press(key="slice-back").query["slice"] == names[0]
    assert page.press(key="slice-on").query["slice"] == names[1]
    page = visit(page="expansion", slice=names[-1]).press(key="slice-on")
    assert map_of(page)["slice"] == names[-1]


def test_box_chooses_a_slice(visit, phases):
    page = visit(page="expansion").set("selectbox", "slice-pick", ids(phases)[3])
    assert page.query == {"slice": ids(phases)[3]}
    assert map_of(page)["slice"] == ids(phases)[3]


def test_play_from_the_end_begins_at_the_first_slice_and_pauses(visit, phases):
    page = visit(page="expansion").press(key="slice-play")
    assert button(page, "slice-play").label == "Pause"
    assert page.app.selectbox(key="slice-pick").disabled
    assert map_of(page)["slice"] == ids(phases)[0]
    assert page.query == {}, "the address waits while the slices run"
    page.press(key="slice-play")
    assert button(page, "slice-play").label == "Play"
    assert page.query == {"slice": ids(phases)[0]}
    assert not page.app.selectbox(key="slice-pick").disabled


def test_play_goes_on_from_an_open_slice_and_ends_at_the_last(visit, phases, ticking):
    names = ids(phases)
    page = visit(page="expansion", slice=names[4]).press(key="slice-play")
    ticking()
    seen = [map_of(page)["slice"]]
    while button(page, "slice-play").label == "Pause":
        seen.append(map_of(page.run())["slice"])
        assert len(seen) < 20
    assert list(dict.fromkeys(seen)) == names[4:]
    assert page.query == {"slice": names[-1]}
    assert map_of(page.run())["slice"] == names[-1]


def test_play_ends_when_another_page_or_slice_is_opened(visit, phases):
    page = visit(page="expansion", slice=ids(phases)[1]).press(key="slice-play")
    page.go("attacks").go("expansion")
    assert button(page, "slice-play").label == "Play"
    page.press(key="slice-play").press(key="open-3")
    assert button(page, "slice-play").label == "Play"
    assert page.query == {"slice": ids(phases)[3]}


def test_play_ends_when_there_are_no_slices_left_to_play(visit, ticking):
    page = visit(page="expansion").press(key="slice-play")
    page.set("button_group", "by", "own")
    ticking()
    page.run()
    assert page.query.get("by") == "own", "the address stands still as if slices ran"
    page.set("text_input", "own", OWN)
    assert button(page, "slice-play").label == "Play"


@pytest.mark.parametrize("at", [0, 4, 8])
def test_map_draws_this_slice_or_all_since_the_start(visit, data, phases, at):
    page = visit(page="expansion", slice=ids(phases)[at])
    placed = data.events["lat"].notna()
    since = shown_attacks(phases, at, cumulative=True)
    assert drawn(map_of(page)) == [name for name in since if placed[name]]
    page.set("button_group", "through", "slice")
    assert page.query["through"] == "slice"
    mine = shown_attacks(phases, at, cumulative=False)
    assert drawn(map_of(page)) == [name for name in mine if placed[name]]
    assert (len(mine) < len(since)) == (at > 0)


def test_two_maps_have_keys_of_their_own_and_show_the_slice_and_the_one_before(visit, phases):
    page = visit(page="expansion", stage="two", slice=ids(phases)[4])
    left, right = page.app.get("component_instance")
    assert left.proto.id != right.proto.id
    assert [view["slice"] for view in maps_of(page)] == ids(phases)[3:5]
    assert all(view["linked"] for view in maps_of(page))
    assert not map_of(visit(page="expansion"))["linked"]
    assert len(readings(page)) == 2


def test_either_of_two_slices_can_be_chosen(visit, phases):
    names = ids(phases)
    page = visit(page="expansion", stage="two", against=names[0])
    assert [view["slice"] for view in maps_of(page)] == [names[0], names[-1]]
    page.set("selectbox", "slice-against", names[2])
    assert page.query == {"stage": "two", "against": names[2]}
    page.set("selectbox", "slice-this", names[5])
    assert page.query == {"stage": "two", "against": names[2], "slice": names[5]}
    assert [view["slice"] for view in maps_of(page)] == [names[2], names[5]]
    page.set("button_group", "stage", "one")
    assert map_of(page)["slice"] == names[5]


def test_first_slice_is_compared_with_itself_when_nothing_else_is_asked(visit, phases):
    page = visit(page="expansion", stage="two", slice=ids(phases)[0])
    assert [view["slice"] for view in maps_of(page)] == [ids(phases)[0]] * 2


def test_walk_goes_from_attack_to_attack_and_the_slice_follows(visit, data, phases):
    order = _order(phases)
    at = {name: ids(phases)[n] for name, n in zip(phases.attacks.frame.index, phases.at,
                                                  strict=True) if n > OUTSIDE}  # fmt: skip
    start = next(n for n in range(1, len(order)) if at[order[n]] != at[order[n - 1]])
    page = visit(page="expansion", walk="1", event=order[start - 1], slice=at[order[start - 1]])
    assert map_of(page)["stepping"]
    page.press(key="walk-right")
    assert page.query["event"] == order[start]
    assert page.query["slice"] == at[order[start]] == map_of(page)["slice"]
    assert map_of(page)["selected"] == order[start]
    assert data.events.at[order[start], "title"] in page.panel.replace("&#39;", "'")
    assert f"{start + 1} of {len(order)}" in page.captions
    page.press(key="walk-left")
    assert (page.query["event"], page.query["slice"]) == (order[start - 1], at[order[start - 1]])


def test_walk_begins_with_the_first_attack_of_the_open_slice(visit, phases):
    page = visit(page="expansion", slice=ids(phases)[2]).set("toggle", "walk", True)
    assert page.panel is None
    first = next(name for name in _order(phases) if name in phases.attacks.frame.index[
        phases.at == 2])  # fmt: skip
    page.press(key="walk-right")
    assert page.query == {"slice": ids(phases)[2], "walk": "1", "event": first}


def test_walk_has_an_end_at_either_side(visit, phases):
    order = _order(phases)
    for event, ends in ((order[0], (True, False)), (order[-1], (False, True))):
        page = visit(page="expansion", walk="1", event=event)
        assert tuple(button(page, f"walk-{side}").disabled for side in ("left", "right")) == ends
    middle = visit(page="expansion", walk="1", event=order[5])
    assert not any(button(middle, key).disabled for key in ("walk-left", "walk-right"))


def test_walk_follows_the_dates_of_attacks_that_fit_a_slice(phases):
    order = _order(phases)
    days = phases.attacks.frame.loc[order, "date_start"]
    assert days.is_monotonic_increasing
    assert len(order) == int((phases.at >= 0).sum()) == phases.table["attacks"].sum()


def test_unverified_floor_counts_leads_everywhere_on_the_page(visit, data, phases):
    page = visit(page="expansion", confidence="unverified")
    wide = measures(data, floor="unverified")
    assert len(wide.attacks) > len(phases.attacks)
    extra = set(wide.attacks.frame.index) - set(phases.attacks.frame.index)
    assert set(data.events.loc[sorted(extra), "confidence"]) == {"unverified"}
    placed = {name for name in extra if data.events.at[name, "lat"] > 0}
    last = wide.slices[-1].last
    seen = {name for name in placed if data.events.at[name, "date_end"].date() <= last}
    assert seen <= set(drawn(map_of(page)))
    assert not seen & set(drawn(map_of(visit(page="expansion"))))
