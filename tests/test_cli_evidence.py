"""Who says what, on the command line: claims, sources, numbers, and what was known on a day."""

import csv
import io
import json

import pytest

from sahel_map.basis import published_by

WEST, ROAD, GOURMA, MALI = (
    "2025-07-01-west-town",
    "2025-07-02-east-road",
    "2025-07-28-gourma",
    "2025-08-15-mali",
)
LAKAMANE = "2025-09-14-lakamane-convoy"
CLAIM_COLUMNS = (
    "claim_id", "claimant", "claimant_kind", "measure", "low", "high", "scope", "event_ids",
    "note", "source_id", "publisher", "title", "published", "url",
)  # fmt: skip


@pytest.fixture
def asked(run, evidence_folder):
    """Run a command on the folder of four events."""

    def ask(*arguments: object):
        return run(*arguments, "--data", evidence_folder)

    return ask


@pytest.fixture
def rows(asked):
    """Run a command on the folder of four events and read the JSON that it prints."""

    def ask(*arguments: object) -> list[dict]:
        result = asked(*arguments, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return ask


def test_claims_are_printed_one_by_one_with_their_sources(rows):
    claims = rows("claims", WEST)

    assert [tuple(claim) for claim in claims] == [CLAIM_COLUMNS] * 3
    assert [claim["claim_id"] for claim in claims] == ["west.01", "west.02", "west.03"]
    army, jnim, posts = claims
    assert (army["claimant"], army["low"], army["high"]) == ("the army", 3, 3)
    assert (jnim["publisher"], jnim["published"]) == ("News Late", "2025-09-10")
    assert jnim["url"] == "https://news.example/late"
    assert (posts["scope"], posts["event_ids"]) == ("several", [WEST, ROAD])


def test_a_missing_end_of_a_claim_is_null(rows):
    [_, road] = rows("claims", ROAD)
    [mali] = rows("claims", MALI)

    assert (road["low"], road["high"]) == (10, None)
    assert (mali["low"], mali["high"], mali["note"]) == (None, None, "announces a siege")


@pytest.mark.parametrize(
    ("event_id", "headline"),
    [
        (WEST, "Soldiers killed: 3 to 5"),
        (ROAD, "Soldiers killed: at least 10"),
        (GOURMA, "Civilians killed: up to 40"),
        (MALI, "Deaths not reported"),
    ],
)
def test_claims_end_with_the_headline_that_they_make(asked, event_id, headline):
    assert asked("claims", event_id).stderr.strip() == headline


def test_claims_as_a_table_name_who_says_what(asked):
    text = asked("claims", WEST).stdout

    assert WEST in text
    assert all(word in text for word in ("JNIM", "soldiers_killed", "News Late", "several"))


def test_words_of_a_claim_in_square_brackets_are_words_not_markup(asked, evidence_folder, edit_row):
    edit_row(evidence_folder / "claims.csv", 8, note="[/b] a [red]siege")

    result = asked("claims", MALI)

    assert result.exit_code == 0
    assert "[/b] a [red]siege" in result.stdout


def test_claims_of_a_day_are_those_published_by_then(asked, rows):
    result = asked("claims", WEST, "--known", "2025-08-01")

    assert [c["claim_id"] for c in rows("claims", WEST, "--known", "2025-08-01")] == [
        "west.01",
        "west.03",
    ]
    assert "As known on 1 August 2025" in result.stderr
    assert result.stderr.strip().endswith("Soldiers killed: 3")


def test_an_event_of_which_nothing_was_known_is_told_in_one_sentence(asked):
    result = asked("claims", MALI, "--known", "2025-08-20")

    assert result.exit_code == 1
    assert f"Nothing about {MALI} had been published by then." in result.stderr
    assert result.stdout == ""


def test_a_claim_whose_source_is_broken_does_not_stop_the_command(asked, evidence_folder, edit_row):
    edit_row(evidence_folder / "sources.csv", 4, kind="rumour")

    result = asked("claims", WEST)

    assert result.exit_code == 0
    assert "the army" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (("claims", "2025-07-01-west-twon"), WEST),
        (("claims", "???"), WEST),
        (("sources", "--drop", "news-lat"), "news-late"),
        (("sources", "--drop", "news-one", "--drop", "news-tow"), "news-two"),
        (("events", "--source", "news-lat"), "news-late"),
    ],
)
def test_an_identifier_that_is_not_known_is_answered_with_the_nearest(asked, arguments, nearest):
    result = asked(*arguments)

    assert result.exit_code == 2
    assert f"{arguments[-1]!r} is not a known identifier. Nearest: " in result.stderr
    assert nearest in result.stderr.partition("Nearest:")[2]
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", [("claims", WEST), ("numbers",), ("events",)])
def test_a_day_that_is_none_is_refused_in_one_sentence(asked, command):
    result = asked(*command, "--known", "1 June 2025")

    assert result.exit_code == 2
    assert "--known: '1 June 2025' is not a date; write YYYY-MM-DD." in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", [("claims", WEST), ("sources",), ("numbers",)])
def test_a_folder_that_is_not_there_is_one_sentence(run, tmp_path, command):
    result = run(*command, "--data", tmp_path / "nowhere")

    assert result.exit_code == 1
    assert "events.csv was not found" in result.stderr
    assert "Traceback" not in result.stderr


def test_sources_are_printed_with_what_they_carry_heaviest_first(rows):
    sources = rows("sources")

    assert [(s["source_id"], s["events"], s["alone"], s["claims"]) for s in sources] == [
        ("news-one", 2, 0, 2),
        ("news-two", 2, 0, 2),
        ("news-late", 2, 1, 2),
        ("no-date", 1, 0, 1),
    ]
    assert sources[1]["origin"] == "News One"
    assert {source["language"] for source in sources} == {"en"}


def test_single_sources_are_the_events_on_one_document_or_one_voice(rows):
    events = rows("sources", "--single")

    assert [(e["event_id"], e["documents"], e["voices"], e["source_ids"]) for e in events] == [
        (ROAD, 2, 1, "news-two;news-one"),
        (MALI, 1, 1, "news-late"),
    ]
    assert events[0]["date_start"] == "2025-07-02"


def test_figures_stand_beside_those_without_a_source(asked, rows):
    figures = {row.pop("figure"): row for row in rows("sources", "--drop", "news-late")}

    assert figures["events"] == {"low": 4, "high": 4, "low_without": 3, "high_without": 3}
    assert figures["soldiers_killed"] == {
        "low": 13,
        "high": 15,
        "low_without": 13,
        "high_without": 13,
    }
    assert figures["sources"]["low_without"] == 3
    assert "without news-late; 1 event left out" in asked("sources", "--drop", "news-late").stderr


def test_several_sources_can_be_dropped_at_once(rows):
    figures = {
        row["figure"]: row["low_without"]
        for row in rows("sources", "--drop", "news-one", "--drop", "news-two")
    }

    assert (figures["events"], figures["sources"], figures["claims"]) == (3, 2, 3)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sources",), ("news-late", "alone")),
        (("sources", "--single"), (MALI, "documents")),
        (("sources", "--drop", "news-late"), ("soldiers_killed", "high_without")),
        (("numbers",), ("5,000 to 6,000 fighters", "nearly 20%")),
    ],
)
def test_each_command_prints_a_table_too(asked, arguments, words):
    result = asked(*arguments)

    assert result.exit_code == 0
    assert all(word in result.stdout for word in words)


def test_numbers_have_ours_beside_them_and_why_they_differ(rows):
    fighters, share = rows("numbers")

    assert (fighters["indicator_id"], fighters["low"], fighters["high"]) == (
        "fighters-2024",
        5000,
        6000,
    )
    assert (fighters["ours_low"], fighters["ours_high"]) == (None, None)
    assert fighters["why_they_differ"] is None
    assert share["published"] == "nearly 20%"
    assert (share["ours_low"], share["ours_high"]) == (0.0, 0.0)
    assert "curated sample" in share["why_they_differ"]


def test_numbers_of_a_day_are_those_published_by_then(rows):
    [fighters] = rows("numbers", "--known", "2025-08-01")

    assert fighters["indicator_id"] == "fighters-2024"


def test_events_can_be_asked_for_by_the_source_they_cite(asked, rows):
    events = rows("events", "--source", "news-late")

    assert [event["event_id"] for event in events] == [WEST, MALI]
    assert "citing news-late" in asked("events", "--source", "news-late").stderr


def test_events_of_a_day_are_what_was_known_then(rows):
    west, road, gourma = rows("events", "--known", "2025-08-01")

    assert (west["title"], west["summary"]) == ("Complex attack", "")
    assert (west["fatalities_low"], west["fatalities_high"]) == (3, 3)
    assert (road["title"], road["fatalities_open"]) == ("Patrol ambushed", True)
    assert (gourma["date_end"], gourma["source_ids"]) == ("2025-08-01", "news-two")
    assert {event["last_checked"] for event in (west, road, gourma)} == {None}


def test_a_file_of_a_day_says_of_which_day_it_is(asked):
    text = asked("events", "--known", "2025-08-01", "--format", "csv").stdout

    table = list(csv.DictReader(io.StringIO(text)))
    assert {row["selection"] for row in table} == {
        (
            "All kinds of events, at any date. As known on 1 August 2025; 1 later source left out;"
            " 1 undated source left out; 1 event left out"
        )
    }


def test_the_claims_about_lakamane_name_who_counts_how_many_tankers(run):
    claims = json.loads(run("claims", LAKAMANE, "--format", "json").stdout)

    tankers = {
        (claim["claimant"], claim["low"], claim["high"])
        for claim in claims
        if claim["measure"] == "tankers_destroyed"
    }
    assert tankers >= {
        ("RFI", 20, None),
        ("hauliers", 40, 40),
        ("source close to JNIM", 80, 80),
        ("Tanakra", 130, 130),
    }


@pytest.mark.parametrize(
    "event_id",
    [
        LAKAMANE,
        "2025-06-01-boulkessi",
        "2025-06-02-timbuktu",
        "2024-07-25-tinzaouaten",
        "2024-09-17-bamako",
    ],
)
def test_disputed_events_have_claims_of_more_than_one_side(run, event_id):
    claims = json.loads(run("claims", event_id, "--format", "json").stdout)

    assert len({claim["claimant_kind"] for claim in claims}) > 1
    assert all(claim["source_id"] and claim["publisher"] for claim in claims)


def test_both_sides_are_told_apart_at_timbuktu_and_the_toll_is_of_soldiers_alone(run):
    result = run("claims", "2025-06-02-timbuktu", "--format", "json")

    measures = {claim["measure"] for claim in json.loads(result.stdout)}
    assert {"soldiers_killed", "militants_killed"} <= measures
    assert result.stderr.strip() == "Soldiers killed: 0 to 60 or more"


def test_on_the_third_of_june_2025_the_command_knows_nothing_later(run, data):
    result = run(
        "events", "--known", "2025-06-03", "--confidence", "unverified", "--format", "json"
    )

    events = json.loads(result.stdout)
    cited = {source for event in events for source in event["source_ids"].split(";")}
    days = [published_by(data.sources.at[source, "published"]) for source in cited]
    assert events
    assert max(event["date_end"] for event in events) <= "2025-06-03"
    assert max(day.isoformat() for day in days) <= "2025-06-03"
    assert {event["last_checked"] for event in events} == {None}
    assert "As known on 3 June 2025" in result.stderr


def test_the_numbers_of_the_bundled_data_are_all_printed(run, data):
    numbers = json.loads(run("numbers", "--format", "json").stdout)

    assert [row["indicator_id"] for row in numbers] == list(data.indicators.index)
    assert all(row["published"] and "{" not in row["published"] for row in numbers)


@pytest.mark.parametrize("flag", [(), ("--single",), ("--drop", "gh-mali-dashboard")])
def test_the_sources_of_the_bundled_data_are_weighed(run, flag):
    result = run("sources", *flag, "--format", "json")

    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) > 10
