"""The expansion of folders unlike ours: tables and layers missing or broken, samples and more."""

import json
import shutil

import geopandas as gpd
import pytest

SAMPLE = "A curated sample, not a census"
TAKEN = "an object with the coverage sample or full; it is taken as a sample"


@pytest.fixture
def bundled(data_dir, tmp_path):
    """Return a copy of the bundled data that a test may break."""
    return shutil.copytree(data_dir, tmp_path / "data")


@pytest.fixture
def answer(run):
    """Run the command on a folder, which must succeed; return the JSON and the remarks."""

    def ask(folder, *arguments: object):
        result = run("expansion", "--data", folder, *arguments, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout), result.stderr

    return ask


@pytest.fixture
def checked(run):
    """Return the exit code of ``validate`` and the faults that it names in a file."""

    def ask(folder, name: str):
        result = run("validate", folder, "--format", "json")
        faults = json.loads(result.stdout)
        return result.exit_code, [fault for fault in faults if fault["file"] == name]

    return ask


def test_a_folder_without_named_phases_says_so_and_can_be_cut_otherwise(run, answer, bundled):
    (bundled / "slices.csv").unlink()

    result = run("expansion", "--data", bundled)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip() == ("There are no named phases here: cut time in another way.")
    assert len(answer(bundled, "--by", "year")[0]["slices"]) > 3


def test_a_folder_that_is_not_there_is_told_in_one_sentence(run, tmp_path):
    result = run("expansion", "--data", tmp_path / "nowhere")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "events.csv" in result.stderr
    assert "Traceback" not in result.stderr


def test_phases_that_overlap_are_named_and_the_others_are_used(answer, checked, bundled, edit_row):
    edit_row(bundled / "slices.csv", 5, start="2025-06-01")

    code, faults = checked(bundled, "slices.csv")
    cuts = answer(bundled)[0]["slices"]

    assert code == 1
    [fault] = faults
    assert (fault["row"], fault["column"], fault["value"]) == (5, "start", "2025-06-01")
    assert "nioro-and-raids-2025" in fault["allowed"]
    names = [cut["slice_id"] for cut in cuts]
    assert len(names) == 8
    assert "july-offensive" not in names
    assert {"nioro-and-raids-2025", "fuel-blockade"} <= set(names)


def test_a_phase_that_cites_no_source_is_named_and_left_out(answer, checked, bundled, edit_row):
    edit_row(bundled / "slices.csv", 3, source_ids="nowhere")

    code, faults = checked(bundled, "slices.csv")

    assert (code, [(fault["row"], fault["column"]) for fault in faults]) == (
        1,
        [(3, "source_ids")],
    )
    names = [cut["slice_id"] for cut in answer(bundled)[0]["slices"]]
    assert names[:2] == ["before-the-push", "nioro-and-raids-2025"]


def without(folder, *names: str):
    """Leave regions out of the boundary layer of a folder."""
    path = folder / "geo" / "admin1.geojson"
    layer = gpd.read_file(path)
    kept = layer[~((layer["country"] == "MLI") & layer["name"].isin(names))]
    assert len(kept) == len(layer) - len(names)
    path.write_text(kept.to_json(drop_id=True), encoding="utf-8")


def test_a_layer_without_the_south_west_names_what_was_looked_for(answer, bundled):
    without(bundled, "Kayes", "Koulikoro", "Sikasso", "Bamako")

    found, remarks = answer(bundled)

    names = ["Kayes", "Koulikoro", "Sikasso", "Bamako"]
    assert (found["terms"]["names_not_in_the_layer"], found["terms"]["units"]) == (names, [])
    assert "The boundary layer has no region called Kayes, Koulikoro, Sikasso or Bamako" in remarks


def test_a_layer_without_one_region_names_that_one_alone(answer, bundled):
    without(bundled, "Sikasso")

    found, remarks = answer(bundled)

    assert found["terms"]["names_not_in_the_layer"] == ["Sikasso"]
    assert found["terms"]["units"] == ["ML-1", "ML-2", "ML-BKO"]
    assert "no region called Sikasso:" in remarks


def test_a_layer_without_a_region_does_not_hide_that_the_data_are_a_sample(answer, bundled):
    without(bundled, "Sikasso")

    assert SAMPLE in answer(bundled)[1]


@pytest.mark.parametrize(
    ("text", "coverage"),
    [('{"coverage": "full"}', "full"), ('{"coverage": "sample"}', "sample"), (None, "sample")],
)
def test_a_folder_says_whether_it_is_a_sample(
    run, answer, checked, evidence_folder, text, coverage
):
    if text is not None:
        (evidence_folder / "dataset.json").write_text(text, encoding="utf-8")

    found, _ = answer(evidence_folder)
    printed = run("expansion", "--data", evidence_folder, "--format", "csv")

    assert found["coverage"] == coverage
    assert (SAMPLE in printed.stdout) == (coverage == "sample")
    assert checked(evidence_folder, "dataset.json") == (0, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"coverage": "census"}', "census"),
        ('{"coverage": ["full"]}', "['full']"),
        ('{"coverage": {"full": true}}', "{'full': True}"),
        ('{"coverage": true}', "True"),
        ('{"coverage": "Full"}', "Full"),
        ("{}", "None"),
        ('["full"]', "None"),
        ('"full"', "None"),
        ('{"coverage": "full"', "None"),
        ("", "None"),
        (b"\xff\xfe\x00", "None"),
    ],
)
def test_what_a_folder_says_wrongly_is_named_and_taken_as_a_sample(
    answer, checked, evidence_folder, text, value
):
    content = text if isinstance(text, bytes) else text.encode()
    (evidence_folder / "dataset.json").write_bytes(content)

    code, [fault] = checked(evidence_folder, "dataset.json")
    found, _ = answer(evidence_folder)

    assert code == 1
    assert (fault["row"], fault["column"], fault["value"]) == (None, "coverage", value)
    assert fault["allowed"] == TAKEN
    assert found["coverage"] == "sample"


@pytest.mark.parametrize(("coverage", "remarked"), [("full", False), ("sample", True)])
def test_only_a_sample_is_remarked_on(answer, bundled, coverage, remarked):
    (bundled / "dataset.json").write_text(json.dumps({"coverage": coverage}), encoding="utf-8")

    remarks = answer(bundled, "--by", "year")[1]

    assert (SAMPLE in remarks, remarks.strip() != "") == (remarked, remarked)


def test_what_a_folder_says_of_itself_is_part_of_its_version(answer, evidence_folder):
    before = answer(evidence_folder)[0]["data_version"]
    (evidence_folder / "dataset.json").write_text('{"coverage": "full"}', encoding="utf-8")

    assert answer(evidence_folder)[0]["data_version"] != before


def test_a_folder_of_events_alone_can_be_cut_by_the_calendar(answer, folder):
    found, remarks = answer(folder, "--by", "month")

    assert [cut["slice_id"] for cut in found["slices"]] == ["2025-07", "2025-08"]
    assert found["slices"][0]["attacks"] == 2
    assert "gateways" not in found["slices"][0]
    assert "no region called Kayes, Koulikoro, Sikasso or Bamako" in remarks


def test_the_tiny_folder_with_phases_is_cut_by_them(answer, evidence_folder):
    found, _ = answer(evidence_folder)

    assert [(cut["name"], cut["attacks"]) for cut in found["slices"]] == [
        ("The first days", 2),
        ("Later days", 0),
    ]


def test_words_of_a_folder_are_printed_as_they_are(run, evidence_folder, edit_row):
    edit_row(evidence_folder / "slices.csv", 2, title="[red]Days[/b] & “more”")

    result = run("expansion", "--data", evidence_folder, "--format", "csv")

    assert result.exit_code == 0
    assert "[red]Days[/b] & “more”" in result.stdout
