"""A file that is broken opens with what it can, and lists what it cannot."""

import json

import pytest

from sahel_map.briefing import MOST_BYTES, read_briefing
from sahel_map.errors import BriefingError


def filed(*steps, **fields) -> dict:
    """Return what a good file holds, with some fields changed."""
    return {
        "format": "sahel-map-briefing", "schema": 1, "title": "Story", "data": {"version": "1"},
        "steps": list(steps), **fields,
    }  # fmt: skip


def view(**fields) -> dict:
    """Return a good step of a file, with some fields changed."""
    return {"page": "attacks", "title": "View", **fields}


def opened(record, **options):
    """Return what is opened of a record written as JSON."""
    return read_briefing(json.dumps(record).encode(), **options)


def test_a_good_file_opens_without_a_word():
    found = opened(filed(view(choices={"from": ["2025-07-01"], "type": ["ambush", "ied"]})))

    assert found.problems == ()
    assert found.briefing.title == "Story"
    assert found.briefing.steps[0].scene.query() == {
        "from": ["2025-07-01"], "type": ["ambush", "ied"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no json",
        b'{"format": "sahel-map-briefing", "steps": [',
        b"\x00\x01\x02",
        b"PK\x03\x04",
    ],
)
def test_what_is_not_json_is_refused_with_the_cure(raw):
    with pytest.raises(BriefingError, match=r"not JSON: .*Download the briefing again"):
        read_briefing(raw)


@pytest.mark.parametrize("raw", [b"[]", b"3", b"null", b'"text"', b"{}", b'{"title": "x"}'])
def test_json_that_is_no_briefing_is_refused(raw):
    with pytest.raises(BriefingError, match=r"JSON, but no briefing.*sahel-map-briefing"):
        read_briefing(raw)


def test_a_file_of_another_format_is_refused():
    with pytest.raises(BriefingError, match=r"format dossier\. Allowed: sahel-map-briefing"):
        opened(filed(format="dossier"))


def test_a_file_without_its_format_is_taken_for_a_briefing_and_told():
    record = filed(view())
    del record["format"]

    found = opened(record)

    assert len(found.briefing.steps) == 1
    assert found.problems == ("Briefing: “format” is missing. Every file has it; add it.",)


def test_an_enormous_file_is_refused_before_it_is_read():
    with pytest.raises(BriefingError, match=r"1,000,001 bytes\. Allowed: at most 1,000,000"):
        read_briefing(b"[" * (MOST_BYTES + 1))


@pytest.mark.parametrize("raw", [b"[" * 500_000, b'{"steps":' * 100_000, b'{"steps":[' * 90_000])
def test_a_file_that_is_nested_too_deeply_is_refused(raw):
    with pytest.raises(BriefingError, match="too deeply nested"):
        read_briefing(raw)


def test_as_many_steps_as_a_file_can_hold_open_as_the_first_sixty():
    raw = json.dumps(filed()).replace("[]", "[" + "{}," * 300_000 + "{}]").encode()

    found = read_briefing(raw)

    assert "299,941 steps too many are left out. Allowed: at most 60" in found.problems[0]
    assert len(found.problems) <= 201


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_byte_order_mark_is_no_fault(codec):
    text = json.dumps(filed(title="Ténénkou"), ensure_ascii=False)
    mark = "\ufeff" if codec == "utf-16-le" else ""

    found = read_briefing((mark + text).encode(codec))

    assert (found.briefing.title, found.problems) == ("Ténénkou", ())


def test_a_file_in_windows_1252_opens_and_says_so():
    found = read_briefing(json.dumps(filed(title="Ténénkou"), ensure_ascii=False).encode("cp1252"))

    assert found.briefing.title == "Ténénkou"
    assert "not UTF-8 and was read as Windows-1252" in found.problems[0]


def test_a_newer_file_opens_with_what_is_known_and_names_the_rest():
    found = opened(filed(view(film="x"), schema=2, colour="red"))

    assert len(found.briefing.steps) == 1
    assert "newer version (schema 2; this one reads 1)" in found.problems[0]
    assert [("“colour”" in told, "“film”" in told) for told in found.problems[1:]] == [
        (True, False), (False, True),
    ]  # fmt: skip


@pytest.mark.parametrize("version", [0, "1", None, True, 1.5, []])
def test_a_version_that_is_none_is_told_and_the_rest_opens(version):
    found = opened(filed(view(), schema=version))

    assert len(found.briefing.steps) == 1
    assert ["“schema”" in told and "Allowed: 1." in told for told in found.problems] == [True]


def test_an_unknown_page_leaves_its_step_out_and_the_others_keep_their_numbers():
    found = opened(filed(view(title="A"), view(title="B", page="moon"), view(title="C")))

    assert [step.title for step in found.briefing.steps] == ["A", "C"]
    assert found.numbers == (1, 3)
    assert found.problems == (
        (
            "Step 2 is left out: there is no page moon. Allowed: overview, attacks, corridors,"
            " expansion, evidence, numbers. Its title: “B”."
        ),
    )


@pytest.mark.parametrize("broken", [None, 3, "text", [], [{"page": "attacks"}]])
def test_a_step_that_is_no_object_is_left_out(broken):
    found = opened(filed(broken, view(title="B")))

    assert [step.title for step in found.briefing.steps] == ["B"]
    assert found.problems[0].startswith("Step 1 is left out: ")


@pytest.mark.parametrize("page", [None, 3, [], {}, "attacks ", "ATTACKS"])
def test_a_page_must_be_one_of_the_names(page):
    assert opened(filed(view(page=page))).briefing.steps == ()


def test_steps_that_are_no_list_open_as_an_empty_briefing():
    found = opened({**filed(), "steps": {"1": view()}})

    assert found.briefing.steps == ()
    assert "“steps” is no list" in found.problems[0]


def test_an_unknown_choice_is_left_out_with_the_names_that_are_near():
    found = opened(filed(view(choices={"regoin": ["Kayes"], "q": ["convoy"]})))

    assert found.briefing.steps[0].scene.query() == {"q": ["convoy"]}
    assert "Step 1, “choices”: “regoin” is not known" in found.problems[0]
    assert "Allowed: region" in found.problems[0]


@pytest.mark.parametrize("name", ["data", "beside", "lang", "walk", "briefing", "at"])
def test_a_step_cannot_choose_the_dataset_or_the_language_of_its_reader(name):
    found = opened(filed(view(choices={name: ["fr"]})))

    assert found.briefing.steps[0].scene.query() == {}
    assert f"“{name}” is not known" in found.problems[0]


@pytest.mark.parametrize(
    ("choices", "kept", "allowed"),
    [
        ({"type": ["ambush", "picnic"]}, {"type": ["ambush"]}, "ambush"),
        ({"show": ["hologram"]}, {}, "points, clusters, heat, hexagons, regions"),
        ({"from": ["1 July 2025"]}, {}, "a day written YYYY-MM-DD"),
        ({"from": ["2025-02-30"]}, {}, "a value that this page can show"),
        ({"country": ["MLI", "QQQ"]}, {"country": ["MLI"]}, "a value that this page can show"),
        ({"country": ["Mali"]}, {}, "a country code of three letters"),
        ({"near": ["here"]}, {}, "latitude, longitude and zoom"),
        ({"q": "convoy"}, {}, "a list"),
        ({"q": [3]}, {}, "a text"),
        ({"q": [None, "convoy"]}, {"q": ["convoy"]}, "a text"),
        ({"q": ["x" * 201]}, {}, "at most 200 characters"),
        ({"region": {"a": 1}}, {}, "a list"),
    ],
)
def test_a_value_that_a_choice_cannot_have_is_left_out_and_told(choices, kept, allowed):
    found = opened(filed(view(choices=choices)))

    assert found.briefing.steps[0].scene.query() == kept
    assert len(found.problems) == 1
    assert f"“{next(iter(choices))}”" in found.problems[0]
    assert allowed in found.problems[0]


def test_a_list_that_is_too_long_is_cut_and_told():
    found = opened(filed(view(choices={"source": [f"s{n}" for n in range(300)]})))

    assert len(found.briefing.steps[0].scene.get("source")) == 200
    assert "“source”: too long and cut. Allowed: at most 200 items" in found.problems[0]


def test_an_empty_text_of_a_choice_is_its_default():
    found = opened(filed(view(choices={"q": [""], "event": [""], "region": [""]})))

    assert found.briefing.steps[0].scene.query() == {}
    assert found.problems == ()


def test_a_text_that_is_too_long_is_cut_and_told():
    found = opened(filed(view(note="n" * 5001), title="t" * 300))

    assert len(found.briefing.title) == 200
    assert len(found.briefing.steps[0].note) == 5000
    assert [told.split(". ")[0] for told in found.problems] == [
        "Briefing, “title”: too long and cut", "Step 1, “note”: too long and cut",
    ]  # fmt: skip


@pytest.mark.parametrize("title", [None, 3, "", "   ", ["A"]])
def test_what_has_no_title_gets_its_number(title):
    found = opened(filed(view(title=title), title=title))

    assert found.briefing.title == "Untitled briefing"
    assert found.briefing.steps[0].title == "Step 1"


def test_a_field_that_stands_twice_counts_with_its_last_value_and_is_told():
    raw = json.dumps(filed(view())).replace('"title": "Story"', '"title": "A", "title": "B"')

    found = read_briefing(raw.encode())

    assert found.briefing.title == "B"
    assert found.problems == (
        "“title” stands more than once in the same place. The last one counts; remove the others.",
    )


def test_hostile_text_is_kept_as_text():
    text = "</script><img src=x onerror=alert(1)> ${7*7} {{7*7}} ߒߞߏ العربية \u202e"

    found = opened(filed(view(title=text, note=text), title=text))

    assert found.briefing.steps[0].note == text
    assert found.problems == ()


def test_half_a_pair_and_a_null_become_marks_that_can_be_written():
    raw = json.dumps(filed(view(note="NOTE", choices={"q": ["NOTE"]})))

    found = read_briefing(raw.replace("NOTE", r"a\ud800b\u0000").encode())

    assert found.briefing.steps[0].note == "a\ufffdb\ufffd"
    assert found.briefing.steps[0].scene.get("q") == "a\ufffdb\ufffd"


def test_what_a_step_once_showed_opens_as_it_was_written():
    frozen = {
        "version": "9", "language": "fr", "total": 2, "events": {"a": "0" * 28},
        "numbers": {"events": {"label": "Faits", "text": "2", "low": 2, "high": 2}},
        "roads": {"r": "open"}, "sieges": {"MLI/Kayes": "possible"},
        "slices": {"s": None, "t": 0.5},
    }  # fmt: skip

    kept = opened(filed(view(frozen=frozen))).briefing.steps[0].frozen

    assert (kept.version, kept.language, kept.total) == ("9", "fr", 2)
    assert kept.numbers["events"].low == 2
    assert kept.slices == {"s": None, "t": 0.5}


@pytest.mark.parametrize(
    "part",
    [
        {"events": {"a": "<b>"}}, {"events": ["a"]}, {"total": -1}, {"total": "2"},
        {"numbers": {"n": {"label": "L"}}}, {"numbers": {"n": {"label": "L", "text": 3}}},
        {"numbers": {"n": {"label": "L", "text": "T", "low": "x"}}}, {"slices": {"s": "half"}},
        {"roads": {"r": None}}, {"version": 3}, {"version": None}, {"surprise": 1},
        {"numbers": {"n" * 201: {"label": "L", "text": "T"}}},
    ],
)  # fmt: skip
def test_what_a_step_once_showed_is_left_out_where_it_is_broken(part):
    found = opened(filed(view(frozen={"version": "9", **part})))

    assert found.briefing.steps[0].title == "View"
    assert found.briefing.steps[0].frozen.events == {}
    assert ["Step 1, “frozen”" in told for told in found.problems] == [True]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_number_that_json_has_not_is_no_number(number):
    frozen = {"version": "9", "slices": {"s": "HERE"}}
    raw = json.dumps(filed(view(frozen=frozen))).replace('"HERE"', number)

    assert read_briefing(raw.encode()).briefing.steps[0].frozen.slices == {"s": None}


@pytest.mark.parametrize("about", [None, 3, {}, {"version": 3}, {"last_day": "soon"}])
def test_a_reference_to_the_data_that_is_broken_is_told(about):
    found = opened(filed(view(), data=about))

    assert found.briefing.data.version == ""
    assert found.problems


def test_very_many_faults_are_told_as_very_many():
    found = opened(filed(*[view(**{f"field {n}": 1 for n in range(200)})] * 60))

    assert len(found.problems) == 201
    assert found.problems[-1] == "There are more problems; only the first 200 are listed."
