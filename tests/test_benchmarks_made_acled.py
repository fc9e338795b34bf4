"""The made file that imports are measured and checked with: its shape, its oddities, its answer."""

import collections
import csv
import datetime as dt
import hashlib

import pytest

from benchmarks.made_acled import COLUMNS, ODDITIES, main, write_made_acled
from benchmarks.made_places import COUNTRIES
from benchmarks.made_words import KINDS

ROWS = 2_000
ODD = 18
"""Of each oddity: 2,000 records, 8 % odd in nine equal parts are 17.8."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A file with oddities: what was told of it, and its records as they stand there."""
    path = tmp_path_factory.mktemp("made") / "made.csv"
    told = write_made_acled(path, ROWS, dirty=0.08)
    with path.open(encoding="utf-8", newline="") as handle:
        header, *records = csv.reader(handle)
    return told, header, records


@pytest.fixture(scope="module")
def rows(made):
    """The records that are rows of the table, by column."""
    return [dict(zip(COLUMNS, record, strict=True)) for record in made[2] if len(record) == 31]


def digest(path) -> str:
    """Return what tells the bytes of a file from others."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_columns_are_those_of_acled_in_their_order(made):
    assert " ".join(made[1]) == (
        "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type"
        " actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction"
        " civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude"
        " geo_precision source source_scale notes fatalities tags timestamp"
    )


def test_the_records_are_as_many_as_asked_for(made):
    told, _, records = made

    assert told["rows"] == ROWS
    assert len(records) == ROWS


def test_each_oddity_is_told_with_its_number(made):
    assert {name: made[0][name] for name in ODDITIES} == dict.fromkeys(ODDITIES, ODD)


def test_torn_records_have_too_few_or_too_many_values(made):
    widths = collections.Counter(len(record) for record in made[2])

    assert widths == {31: ROWS - ODD, 4: ODD // 2, 43: ODD // 2}


def test_newer_rows_change_the_stamp_and_the_deaths_and_identical_ones_nothing(rows):
    states = collections.defaultdict(list)
    for row in rows:
        states[row["event_id_cnty"]].append(row)
    pairs = [pair for pair in states.values() if len(pair) > 1]
    changed = [
        sorted(pair, key=lambda row: int(row["timestamp"])) for pair in pairs if pair[0] != pair[1]
    ]

    assert {len(pair) for pair in pairs} == {2}
    assert len(pairs) == 2 * ODD
    assert len(changed) == ODD
    for older, newer in changed:
        assert int(newer["timestamp"]) > int(older["timestamp"])
        assert int(newer["fatalities"]) == int(older["fatalities"]) + 1


def test_a_newer_row_can_stand_before_the_older_one(rows):
    seen, before = {}, 0
    for row in rows:
        earlier = seen.setdefault(row["event_id_cnty"], int(row["timestamp"]))
        before += earlier > int(row["timestamp"])

    assert 0 < before < ODD


def test_the_other_oddities_stand_in_as_many_rows_as_told(rows):
    kinds = {kind.sub for kind in KINDS}

    def iso(text):
        return len(text) == 10 and text[4] == "-"

    assert sum(row["year"] == "2099" for row in rows) == ODD
    assert sum(row["sub_event_type"] not in kinds for row in rows) == ODD
    assert sum("\n" in row["notes"] for row in rows) == ODD
    assert sum(row["longitude"].startswith("\u00a0") for row in rows) == ODD
    assert sum(not iso(row["event_date"]) for row in rows) == ODD
    assert sum((row["latitude"], row["longitude"]) == ("0", "0") for row in rows) == ODD


def test_the_answer_counts_what_an_import_should_hold(made, rows):
    told = made[0]
    newest = {}
    for row in rows:
        known = newest.get(row["event_id_cnty"])
        if known is None or int(row["timestamp"]) > int(known["timestamp"]):
            newest[row["event_id_cnty"]] = row
    held = [row for row in newest.values() if row["year"] != "2099"]

    assert told["events"] == len(held) == ROWS - 4 * ODD
    assert told["deaths"] == sum(int(row["fatalities"]) for row in held)


def test_odd_days_are_in_the_four_other_spellings(rows):
    spellings = ("%d %B %Y", "%d-%b-%y", "%d/%m/%Y", "%Y-%m-%d 00:00:00+00:00")

    def read(text, spelling):
        try:
            return dt.datetime.strptime(text, spelling).date()  # noqa: DTZ007
        except ValueError:
            return None

    odd = [row for row in rows if len(row["event_date"]) != 10 or "/" in row["event_date"]]
    found = collections.Counter(
        spelling for row in odd for spelling in spellings if read(row["event_date"], spelling)
    )

    assert set(found) == set(spellings)
    assert found.total() == len(odd)
    assert all(
        read(row["event_date"], one).year == int(row["year"])
        for row in odd
        for one in spellings
        if read(row["event_date"], one)
    )


def test_every_note_says_that_it_is_made_in_80_to_300_characters(rows):
    assert all(row["notes"].startswith("Made for a test: ") for row in rows)
    assert all(80 <= len(row["notes"]) <= 300 for row in rows)


def test_codes_and_days_lie_where_those_of_acled_do(rows):
    days = [
        row["event_date"] for row in rows if row["year"] != "2099" and row["event_date"][4:5] == "-"
    ]
    known = {country.name: str(country.iso) for country in COUNTRIES}

    assert {row["time_precision"] for row in rows} == {"1", "2", "3"}
    assert {row["geo_precision"] for row in rows} == {"1", "2", "3"}
    assert min(days) >= "1997-01-01"
    assert max(days)[:10] <= "2026-10-31"
    assert all(known[row["country"]] == row["iso"] for row in rows)


def test_most_rows_lie_in_the_four_countries_of_the_war(rows):
    central = sum(row["country"] in {"Mali", "Burkina Faso", "Niger", "Nigeria"} for row in rows)

    assert central / len(rows) > 0.85


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        write_made_acled(tmp_path / name, 300, seed=seed, dirty=0.1)

    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert digest(tmp_path / "one") != digest(tmp_path / "three")


def test_a_clean_file_has_no_oddity(tmp_path):
    path = tmp_path / "clean.csv"

    told = write_made_acled(path, 500)

    assert {told[name] for name in ODDITIES} == {0}
    assert told["events"] == 500
    assert len(path.read_text(encoding="utf-8").splitlines()) == 501


@pytest.mark.parametrize("share", [-0.1, 0.6])
def test_a_share_out_of_range_is_refused(tmp_path, share):
    with pytest.raises(ValueError, match=r"from 0 to 0\.5"):
        write_made_acled(tmp_path / "never.csv", 100, dirty=share)


def test_the_command_writes_the_file_and_prints_the_answer(tmp_path, monkeypatch, capsys):
    path = tmp_path / "asked.csv"
    arguments = ["made_acled", str(path), "--rows", "100", "--dirty", "0.18", "--seed", "2"]
    monkeypatch.setattr("sys.argv", arguments)

    main()

    assert '"rows": 100, "events": 92,' in capsys.readouterr().out
    assert path.is_file()
