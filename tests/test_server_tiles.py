"""Tiles over HTTP: what is drawn, what is refused, and that a private dataset stays private."""

import json
import threading
import time

import pytest
from dataset_rows import KEY, OWNER, version_of
from tile_fixtures import pixels_of

from sahel_map import settings
from sahel_map.basis import Basis
from sahel_map.frontend import PREFIX
from sahel_map.importers.folder import DatasetFolder
from sahel_map.selection import Selection
from sahel_map.server import held, lifespan
from sahel_map.server.tiles import HOST_NAME, tile_address
from sahel_map.tiles.draw import EMPTY

pytest_plugins = ["dataset_fixtures"]

STRANGER = "the secret of another browser"
MOPTI = "7/62/58"
"""The tile at 14.5 north, 4.25 west: (180 - 4.25) / 360 * 128 = 62.5."""


@pytest.fixture
def mine(lay):
    """A restricted dataset of this browser; its version, as its addresses have it."""
    lay("acled")
    return version_of(lifespan.dataset(KEY))


def path_of(version, key=KEY, kind="points", at=MOPTI):
    """The path of a tile."""
    return f"/assets/tiles/{key}/{version}/{kind}/{at}.png"


@pytest.mark.parametrize("kind", ["points", "heat"])
def test_the_owner_sees_the_tiles_of_a_restricted_dataset(ask, mine, kind):
    status, headers, body = ask(path_of(mine, kind=kind), owner=OWNER)

    assert status == 200
    assert dict(headers)["content-type"] == "image/png"
    assert pixels_of(body)[..., 3].max() > 0


def test_private_tiles_are_kept_by_one_browser_and_one_owner_alone(ask, mine):
    _, headers, _ = ask(path_of(mine), owner=OWNER)

    assert dict(headers)["cache-control"] == "private, max-age=31536000, immutable"
    assert dict(headers)["vary"] == "cookie"


@pytest.mark.parametrize("owner", [None, "", STRANGER, OWNER[:-1], KEY])
@pytest.mark.parametrize("kind", ["points", "heat"])
def test_nobody_else_sees_a_tile_or_learns_that_the_dataset_is_there(ask, mine, owner, kind):
    there = ask(path_of(mine, kind=kind), owner=owner)
    nowhere = ask(path_of(mine, key="another-key-of-this-length", kind=kind), owner=owner)

    assert there == nowhere
    assert there[0] == 404
    assert dict(there[1])["cache-control"] == "no-store"
    assert b"This dataset is not here" in there[2]


@pytest.mark.parametrize("wrong", ["version", "kind", "number", "query"])
def test_a_stranger_gets_the_same_words_whatever_else_is_wrong(ask, mine, wrong):
    path, query = {
        "version": (path_of("0000000000"), ""),
        "kind": (path_of(mine, kind="rows"), ""),
        "number": (path_of(mine, at="99/0/0"), ""),
        "query": (path_of(mine), "type=battle"),
    }[wrong]

    refused = ask(path, query, owner=STRANGER)

    assert refused == ask(path_of(mine), owner=STRANGER)
    assert refused[0] == 404


@pytest.mark.parametrize(
    "key",
    [
        "..",
        "../imports/" + KEY,
        "%2e%2e",
        "..%2f" + KEY,
        KEY + "/..",
        KEY + "%00",
        KEY + "\\..\\" + KEY,
        KEY.upper(),
        "host/../" + KEY,
    ],
)
def test_no_spelling_of_a_key_leads_a_stranger_to_it(ask, mine, key):
    status, _, body = ask(path_of(mine, key=key), owner=STRANGER)

    assert status == 404
    assert not body.startswith(b"\x89PNG")


def test_what_is_shared_is_seen_by_all_and_no_longer_when_it_is_taken_back(ask, lay):
    folder = lay("ucdp", shared=True)
    version = version_of(lifespan.dataset(KEY))

    assert ask(path_of(version), owner=STRANGER)[0] == 200
    assert ask(path_of(version))[0] == 200
    DatasetFolder(folder).amend(shared=False)
    assert ask(path_of(version), owner=STRANGER)[0] == 404
    assert ask(path_of(version), owner=OWNER)[0] == 200


def test_a_restricted_dataset_that_says_it_is_shared_is_drawn_for_its_owner_alone(ask, lay):
    lay("acled", shared=True)
    version = version_of(lifespan.dataset(KEY))

    assert ask(path_of(version), owner=STRANGER)[0] == 404
    assert ask(path_of(version), owner=OWNER)[0] == 200


def test_no_route_gives_out_a_file_of_the_collection(ask, lay):
    folder = lay("acled")
    files = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    before = ["", f"{KEY}/", f"imports/{KEY}/", f"../imports/{KEY}/", f"../../../imports/{KEY}/"]
    roots = ["/", "/assets/", "/assets/geo/x/", "/assets/app/x/", "/assets/lib/", "/assets/tiles/"]
    roots += [f"/assets/geo/x/{folder}/", f"/assets/lib/{folder}/", f"{folder}/"]

    answers = {
        f"{root}{start}{name}": ask(f"{root}{start}{name}", owner=asks)
        for root in roots
        for start in before
        for name in files
        for asks in (OWNER, STRANGER)
    }

    assert len(files) >= 3
    assert {status for status, _, _ in answers.values()} == {404}


def test_health_and_layers_say_nothing_of_a_loaded_dataset(ask, mine, data):
    _, _, health = ask("/healthz", owner=OWNER)
    status, _, layer = ask("/assets/geo/x/admin1.geojson", owner=OWNER)

    assert json.loads(health) == {"status": "ok", "data": data.version, "events": 177}
    assert mine not in health.decode()
    assert status == 200
    assert layer == (settings.ROOT / "data" / "geo" / "admin1.geojson").read_bytes()


def test_a_loaded_dataset_does_not_show_on_the_tiles_of_the_host(ask, mine, data):
    before = ask(path_of(version_of(data), key=HOST_NAME))

    assert ask(path_of(version_of(data), key=HOST_NAME), owner=OWNER) == before
    assert ask(path_of(mine, key=HOST_NAME), owner=OWNER)[0] == 404


def test_the_tiles_of_the_host_are_for_everybody_and_for_good(ask, data):
    status, headers, body = ask(path_of(version_of(data), key=HOST_NAME))

    assert status == 200
    assert dict(headers)["cache-control"] == "public, max-age=31536000, immutable"
    assert "vary" not in dict(headers)
    assert pixels_of(body)[..., 3].max() > 0


@pytest.mark.usefixtures("mine")
def test_another_version_is_no_tile(ask):
    status, headers, body = ask(path_of("0000000000"), owner=OWNER)

    assert status == 404
    assert dict(headers)["cache-control"] == "no-store"
    assert body == b"There is no such tile."


@pytest.mark.parametrize(
    ("at", "kind", "status"),
    [
        ("0/0/0", "points", 200),
        ("14/0/0", "points", 200),
        ("15/0/0", "points", 400),
        ("15/0/0", "heat", 400),
        ("7/128/58", "points", 400),
        ("7/62/999999999", "heat", 400),
        ("999999999/0/0", "points", 400),
        ("999999999/0/0", "heat", 400),
        ("7/-1/58", "points", 404),
        ("7/a/58", "points", 404),
        ("7/62.5/58", "points", 404),
        (f"7/{'9' * 5000}/58", "points", 404),
        ("7/٣/58", "points", 404),
        (MOPTI, "rows", 404),
        (MOPTI, "POINTS", 404),
    ],
)
def test_a_tile_that_there_is_not_is_refused(ask, data, at, kind, status):
    path = path_of(version_of(data), key=HOST_NAME, kind=kind, at=at)

    assert ask(path)[0] == status


@pytest.mark.parametrize(
    "query", ["type=battle", "from=yesterday", "known=2025-02-30", "country=XXX", "precision=pixel"]
)
def test_a_query_that_no_filter_allows_is_refused_with_a_reason(ask, data, query):
    status, headers, body = ask(path_of(version_of(data), key=HOST_NAME), query)

    assert status == 400
    assert dict(headers)["cache-control"] == "no-store"
    assert dict(headers)["content-type"].startswith("text/plain")
    assert len(body) > 10


@pytest.mark.parametrize(
    "query", ["from=2099-01-01", "from=0001-01-01&to=0001-01-02", "actor=fla&country=BFA&q=xyzzy"]
)
@pytest.mark.parametrize("kind", ["points", "heat"])
def test_where_nothing_is_selected_the_tile_is_empty(ask, data, query, kind):
    path = path_of(version_of(data), key=HOST_NAME, kind=kind)

    assert ask(path, query)[::2] == (200, EMPTY)


def test_a_tile_draws_what_is_selected(ask, mine):
    everything = ask(path_of(mine), owner=OWNER)[2]

    clashes = ask(path_of(mine), "type=armed_clash", owner=OWNER)[2]
    looting = ask(path_of(mine), "type=looting", owner=OWNER)[2]
    none = ask(path_of(mine), "type=ied", owner=OWNER)[2]

    assert none == EMPTY
    assert len({everything, clashes, looting, none}) == 4


def test_theme_and_scale_change_the_picture_and_nothing_else_does(ask, mine):
    def drawn(query, kind="points"):
        return ask(path_of(mine, kind=kind), query, owner=OWNER)[2]

    assert pixels_of(drawn("scale=1")).shape == (256, 256, 4)
    assert pixels_of(drawn("scale=2")).shape == (512, 512, 4)
    for kind in ("points", "heat"):
        assert drawn("theme=dark", kind) != drawn("theme=light", kind)
    assert drawn("theme=purple&scale=7&unknown=1") == drawn("")


def test_an_address_leads_to_the_tile_it_names(ask, mine):
    version = lifespan.dataset(KEY).version
    selection, basis = Selection(types=("looting",)), Basis(without=("by-nobody",))

    address = tile_address("points", KEY, version, selection, basis)
    filled = address.format(z=7, x=62, y=58, theme="light", scale=1)
    path, _, query = filled.partition("?")

    assert path.startswith(PREFIX)
    assert f"/assets/{path.removeprefix(PREFIX)}" == path_of(mine)
    status, _, body = ask(path_of(mine), query, owner=OWNER)
    assert status == 200
    assert body == ask(path_of(mine), "type=looting", owner=OWNER)[2]


def test_the_address_of_the_data_of_the_host_has_a_name_for_them(data):
    address = tile_address("heat", lifespan.HOST, data.version, Selection(), Basis())

    assert address == (
        f"../../assets/tiles/host/{version_of(data)}/heat/{{z}}/{{x}}/{{y}}.png"
        "?theme={theme}&scale={scale}"
    )


def test_braces_in_a_choice_do_not_break_an_address(data):
    selection = Selection(text="{x} {y}", regions=("{z}",))

    address = tile_address("points", "", data.version, selection, Basis())

    assert address.format(z=1, x=0, y=0, theme="light", scale=1).count("%7B") == 3


def test_the_heat_of_one_selection_has_one_scale_on_all_its_tiles(ask, mine):
    # Two of the three events have a point, far less than a pixel apart at zoom 0.
    whole = pixels_of(ask(path_of(mine, kind="heat", at="0/0/0"), owner=OWNER)[2])
    beside = ask(path_of(mine, kind="heat", at="7/0/0"), owner=OWNER)[2]

    assert whole[..., 3].max() > 0
    assert beside == EMPTY


def test_a_host_without_data_refuses_its_tiles(ask, monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(tmp_path))

    assert ask(path_of("0000000000", key=HOST_NAME))[0] == 404


def test_a_dataset_whose_events_are_lost_is_refused(ask, lay):
    folder = lay("acled")
    next(folder.glob("events-*.parquet")).unlink()

    assert ask(path_of("0000000000"), owner=OWNER)[0] == 404


def test_many_requests_at_once_read_a_dataset_once(lay, monkeypatch):
    lay("acled", "read-by-many-at-once")
    lifespan.dataset()
    read, started = held.with_events, []

    def slow(*arguments):
        started.append(arguments)
        time.sleep(0.1)
        return read(*arguments)

    monkeypatch.setattr(held, "with_events", slow)
    found = []
    askers = [
        threading.Thread(target=lambda: found.append(lifespan.dataset("read-by-many-at-once")))
        for _ in range(6)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert len(started) == 1
    assert len(found) == 6
    assert all(one is found[0] for one in found)


def test_a_dataset_is_read_again_after_another_import(lay):
    folder = lay("acled")
    before = lifespan.dataset(KEY)
    assert lifespan.dataset(KEY) is before

    DatasetFolder(folder).amend(title="Another title")

    assert lifespan.dataset(KEY) is not before
    assert lifespan.dataset(KEY).about["title"] == "Another title"
