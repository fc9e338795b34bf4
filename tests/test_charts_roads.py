"""The charts of the roads: what stands in them, not how a browser paints it."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from sahel_map.charts.evidence import evidence_chart
from sahel_map.charts.fuel import deliveries_chart, losses_chart
from sahel_map.charts.road import along_chart
from sahel_map.charts.sieges import siege_chart
from sahel_map.charts.strip import ROAD, strip_chart
from sahel_map.i18n import activate
from sahel_map.measures.corridors import incidents
from sahel_map.measures.road_days import road_days
from sahel_map.measures.sieges import siege_series
from sahel_map.measures.tankers import running_counts, tanker_losses, weekly_deliveries

DAY = dt.date(2025, 7, 20)
SPAN = {"first": dt.date(2025, 7, 5), "last": dt.date(2025, 8, 5)}
AXIS = (pd.Timestamp("2025-07-01"), pd.Timestamp("2025-09-30"))


@pytest.fixture(scope="module")
def found(evidence):
    """The statuses of two roads and a river from 1 July to 15 August 2025."""
    return road_days(evidence.verified(), evidence.roads)


@pytest.fixture(scope="module")
def bundled(data):
    """The statuses of the bundled roads."""
    return road_days(data.verified(), data.roads)


def layers_of(chart) -> list[list[dict]]:
    """Return the rows of each layer; writing the chart out checks it against Vega-Lite's schema."""
    spec = chart.to_dict()
    return [spec["datasets"][layer["data"]["name"]] for layer in spec["layer"]]


def day_of(text: str) -> str:
    return text[:10]


def bars(chart):
    """Return the strips by road as (status, first day, day after the last)."""
    rows = next(rows for rows in layers_of(chart) if rows and "thick" in rows[0])
    strips: dict[str, list[tuple]] = {}
    for row in rows:
        strips.setdefault(row["corridor_id"], []).append(
            (row["status"], day_of(row["first"]), day_of(row["last"]))
        )
    return strips


@pytest.fixture
def strip(found, evidence):
    """Draw the tiny roads through a month."""

    def draw(day=DAY, roads=evidence.roads, **more):
        return strip_chart(found, roads, day, **(SPAN | more))

    return draw


def test_strips_show_each_status_in_turn_within_the_days_asked_for(strip):
    assert bars(strip()) == {
        "west_east": [
            ("contested", "2025-07-05", "2025-07-10"),
            ("closed", "2025-07-10", "2025-07-17"),
            ("escort_only", "2025-07-17", "2025-08-06"),
        ],
        "middle_gourma": [("contested", "2025-07-05", "2025-08-06")],
        "north_river": [
            ("open", "2025-07-05", "2025-07-15"),
            ("escort_only", "2025-07-15", "2025-07-21"),
            ("no_data", "2025-07-21", "2025-08-06"),
        ],
    }


def test_strips_of_every_bundled_road_cover_the_days_without_gap_or_overlap(bundled, data):
    first, last = dt.date(2025, 1, 1), dt.date(2026, 3, 31)
    strips = bars(strip_chart(bundled, data.roads, DAY, first=first, last=last))

    assert set(strips) == set(data.roads.corridors.index)
    for runs in strips.values():
        assert [run[1] for run in runs] == ["2025-01-01", *[run[2] for run in runs[:-1]]]
        assert runs[-1][2] == "2026-04-01"


def test_a_strip_says_its_whole_run_though_it_is_cut(strip):
    [row, *_] = (row for row in layers_of(strip())[0] if row["corridor_id"] == "middle_gourma")

    assert row["when"] == "1 July 2025 to 15 August 2025"


def test_what_is_graver_is_thicker(strip):
    thick = {row["status"]: row["thick"] for row in layers_of(strip())[0]}

    order = ["closed", "escort_only", "contested", "open", "no_data"]
    assert [thick[status] for status in order] == sorted(thick.values(), reverse=True)
    assert len(set(thick.values())) == 5


def test_an_outdated_last_word_is_named_on_its_strip(strip):
    labels = {row["label"] for row in layers_of(strip())[0] if row["status"] == "no_data"}

    assert labels == {"No data (last word out of date)"}


def test_a_click_on_a_strip_chooses_its_road(strip):
    [parameter] = strip().to_dict()["params"]

    assert parameter["name"] == ROAD
    assert parameter["select"]["fields"] == ["corridor_id"]


def test_the_selected_road_is_lifted_and_an_unknown_one_is_not(strip):
    plain, chosen, unknown = (
        layers_of(strip(selected=name)) for name in (None, "west_east", "nowhere")
    )

    assert len(chosen) == len(plain) + 1 == len(unknown) + 1
    assert [row["name"] for row in chosen[0]] == ["East road"]
    assert (day_of(chosen[0][0]["first"]), day_of(chosen[0][0]["last"])) == (
        "2025-07-05",
        "2025-08-05",
    )


def test_convoys_and_attacks_on_tankers_are_marks_within_the_days(strip):
    def marks(**more):
        rows = [rows for rows in layers_of(strip(**more)) if rows and "who" in rows[0]]
        return [(row["name"], row["kind"], row["when"]) for row in (rows or [[]])[0]]

    assert marks() == [("East road", "Convoy arrived", "20 July 2025")]
    assert marks(first=dt.date(2025, 7, 1))[0] == ("East road", "Attack on tankers", "2 July 2025")
    assert marks(first=dt.date(2025, 7, 21)) == []


def test_a_convoy_on_no_named_road_has_a_row_of_its_own(strip, evidence):
    fuel = evidence.roads.fuel.assign(corridor_id="")
    roads = dataclasses.replace(evidence.roads, fuel=fuel)

    domain = strip(roads=roads).to_dict()["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert domain == ["Convoys to Bamako", "East road", "Gourma road", "River"]
    own = strip().to_dict()["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert own == ["East road", "Gourma road", "River"]


def test_incidents_stand_where_along_the_road_they_happened(found, evidence):
    chart = along_chart(
        incidents(found, "west_east"), evidence.events, evidence.roads, "west_east", DAY
    )
    towns, _, _, points = layers_of(chart)

    assert [(row["town"], round(row["km"])) for row in towns] == [
        ("West Town", 0),
        ("Middle", 58),
        ("East Town", 115),
    ]
    [point] = points
    assert (point["km"], day_of(point["day"]), point["counted"]) == (115, "2025-07-02", True)
    assert (point["title"], point["at"]) == ("Patrol ambushed", "115 km from the start")
    assert chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 115]


def test_of_a_long_road_no_more_than_seven_towns_are_named(bundled, data):
    for corridor_id in data.roads.corridors.index:
        near = incidents(bundled, corridor_id, counted=False)
        towns = layers_of(along_chart(near, data.events, data.roads, corridor_id, DAY))[0]

        km = [row["km"] for row in towns]
        assert 2 <= len(towns) <= 7
        assert (km[0], km) == (0, sorted(km))
        assert km[-1] == pytest.approx(data.roads.corridors.at[corridor_id, "road_km"])


def test_a_road_without_incidents_is_drawn_with_its_towns_alone(found, evidence):
    chart = along_chart(
        incidents(found, "north_river"), evidence.events, evidence.roads, "north_river", DAY
    )
    towns, _, _, points = layers_of(chart)

    assert ([row["town"] for row in towns], points) == (["North Port", "Middle"], [])


def test_spells_and_attacks_of_a_road_share_an_axis(found, evidence):
    spells, seen, _ = layers_of(evidence_chart(found, evidence.roads, "west_east", DAY))

    assert {
        (row["row"], row["name"], day_of(row["first"]), day_of(row["last"])) for row in spells
    } == {
        ("Touched by other measures", "Siege of a town: West Town", "2025-07-01", "2025-08-21"),
        ("Enforced or eased", "Roadblocks and ambushes on a road", "2025-07-10", "2025-08-16"),
        ("Touched by other measures", "Ban on fuel: West Town", "2025-09-01", "2025-09-06"),
    }
    assert [day_of(row["first"]) for row in seen] == ["2025-07-02"]
    assert {row["row"] for row in seen} == {"Attacks seen"}


def test_a_road_without_spells_or_attacks_has_an_empty_chart(found, evidence):
    blockades = evidence.roads.blockades.iloc[:0]
    roads = dataclasses.replace(evidence.roads, blockades=blockades)

    spells, seen, _ = layers_of(evidence_chart(found, roads, "middle_gourma", DAY))

    assert (spells, seen) == ([], [])


def test_a_week_without_report_is_a_dash_and_not_a_zero(data):
    weeks = weekly_deliveries(data.roads)
    silent = weeks[weeks["low"].isna() & weeks["total_low"].isna()]
    layers = layers_of(deliveries_chart(weeks, DAY, AXIS))
    table = max(layers, key=len)
    dashes = [rows for rows in layers if rows and "convoys" in rows[0] and len(rows) < len(table)]

    assert len(silent) > 0
    assert len(table) == len(weeks)
    missing = {day_of(row["week"]) for row in table if row["low"] is None}
    assert {day.isoformat()[:10] for day in silent.index} <= missing
    assert [{day_of(row["week"]) for row in rows} for rows in dashes] == [
        {day.isoformat()[:10] for day in silent.index}
    ]
    assert {row["convoys"] for row in dashes[0]} == {"no report"}


def test_deliveries_are_ranges_of_the_week(evidence):
    layers = layers_of(deliveries_chart(weekly_deliveries(evidence.roads), DAY, AXIS))
    [week] = next(rows for rows in layers if rows and "convoys" in rows[0])

    assert (week["low"], week["high"], week["total_low"]) == (50, 60, None)
    assert (week["convoys"], week["when"]) == ("50 to 60", "week of 14 July 2025")


def test_losses_run_on_to_the_end_of_the_axis_at_their_last_sums(data):
    losses, counts = tanker_losses(data.roads), running_counts(data.roads)
    end = losses["date"].max() + pd.Timedelta(days=40)
    area, _, marks, dots, _ = layers_of(losses_chart(losses, counts, DAY, (AXIS[0], end)))

    assert len(area) == len(losses) + 1
    assert day_of(area[-1]["day"]) == end.isoformat()[:10]
    assert (area[-1]["low"], area[-1]["high"]) == (area[-2]["low"], area[-2]["high"])
    assert area[-1]["low"] == losses["total_low"].iloc[-1]
    assert (len(marks), len(dots)) == (len(losses), len(counts))
    assert all(row["low"] <= row["high"] for row in area)


def test_without_milestones_the_fuel_charts_are_empty_and_stand(evidence):
    roads = dataclasses.replace(evidence.roads, fuel=evidence.roads.fuel.iloc[:0])
    losses, counts = tanker_losses(roads), running_counts(roads)

    deliveries = layers_of(deliveries_chart(weekly_deliveries(roads), DAY, AXIS))
    area, _, marks, dots, _ = layers_of(losses_chart(losses, counts, DAY, AXIS))

    assert [rows for rows in deliveries if rows and "convoys" in rows[0]] == []
    assert (area, marks, dots) == ([], [], [])


def test_sieges_turn_where_their_number_does_and_end_with_the_last_day(evidence):
    series = siege_series(evidence.roads, dt.date(2025, 6, 28), dt.date(2025, 8, 31))
    chart = siege_chart(series, "MLI", DAY, top=4)
    rows = layers_of(chart)[0]

    assert [(day_of(r["day"]), r["confirmed"], r["possible"]) for r in rows] == [
        ("2025-06-28", 0, 0),
        ("2025-07-01", 1, 1),
        ("2025-08-21", 0, 1),
        ("2025-08-31", 0, 1),
    ]
    axis = chart.to_dict()["layer"][0]["encoding"]["y"]
    assert (axis["title"], axis["scale"]["domain"]) == ("Mali", [0, 4])
    assert layers_of(siege_chart(series, "NER", DAY, top=4))[0] == []


def test_every_axis_speaks_french_for_french_readers(found, evidence):
    def charts():
        roads = evidence.roads
        series = siege_series(roads, dt.date(2025, 7, 1), dt.date(2025, 7, 31))
        near = incidents(found, "west_east")
        return [
            strip_chart(found, roads, DAY, **SPAN),
            along_chart(near, evidence.events, roads, "west_east", DAY),
            evidence_chart(found, roads, "west_east", DAY),
            deliveries_chart(weekly_deliveries(roads), DAY, AXIS),
            losses_chart(tanker_losses(roads), running_counts(roads), DAY, AXIS),
            siege_chart(series, "MLI", DAY, top=2),
        ]

    english = [chart.to_dict()["config"] for chart in charts()]
    activate("fr")
    french = [chart.to_dict()["config"] for chart in charts()]

    assert [config for config in english if "locale" in config] == []
    assert {config["locale"]["time"]["months"][7] for config in french} == {"août"}
