"""Why a file cannot be read: what it is, why that is of no use here, and what to do instead."""

from typing import Final

from sahel_map.errors import DataError
from sahel_map.i18n import gettext, noop, number_text

__all__ = ["REFUSALS", "RefusedFile", "refusal", "size_text"]

_EVENTS_CURE: Final = noop(
    "Download the events themselves, one row an event, as CSV, and import that file."
)

REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "missing": (
        noop("{file}: there is no such file."),
        noop("Check the name and the folder."),
    ),
    "folder": (
        noop("{file} is a folder, not a file."),
        noop("Name one file in it, or pack its one table into a zip."),
    ),
    "unreadable": (
        noop("{file} cannot be opened: {problem}."),
        noop("Check who may read it, copy it to another folder and try again."),
    ),
    "too_large": (
        noop("{file} has {size}; at most {limit} are read, so that memory and disk suffice."),
        noop("Split the file, by year for example, or use the command line with --max-size."),
    ),
    "empty": (
        noop("{file} is empty: there is nothing to read."),
        noop("Export or download it again."),
    ),
    "only_header": (
        noop("{file} has a header and no row under it, so there is no event in it."),
        noop("Widen the dates or countries of the export and download it again."),
    ),
    "no_header": (
        noop("{file}: the first line is longer than any header, so this is no table."),
        noop("Import a table with one header row, as CSV or xlsx."),
    ),
    "no_data": (
        noop("{file} is an answer without events: “{problem}”. There is nothing to read."),
        noop("Check the query and the access key, and download it again."),
    ),
    "web_page": (
        noop("{file} is a web page, not a table; a log-in page or an error was saved."),
        noop("Log in to the source, download the CSV and import that file."),
    ),
    "xml": (
        noop("{file} is XML, which is not read here because its rows have no fixed columns."),
        noop("Ask the source for CSV or JSON, or convert the file to CSV or GeoJSON."),
    ),
    "pointer": (
        noop("{file} is a Git LFS pointer: a few lines that stand for a file kept elsewhere."),
        noop("Fetch the file itself with “git lfs pull” and import that."),
    ),
    "aggregate": (
        noop(
            "{file} counts events by period and area ({names}); without an identifier and a day "
            "for each event they cannot be put on a map or a timeline."
        ),
        _EVENTS_CURE,
    ),
    "deletions": (
        noop(
            "{file} is a list of the events that ACLED has withdrawn: identifiers without dates or "
            "places. Nothing is deleted by an import."
        ),
        noop(
            "Import a newer export of the same countries and years into the same dataset: what "
            "that no longer has is flagged as gone."
        ),
    ),
    "other_json": (
        noop(
            "{file} is JSON, but neither a list of records, nor an answer with a list of "
            "records, nor GeoJSON or TopoJSON."
        ),
        noop("Save the records as a JSON array of objects, or as CSV."),
    ),
    "broken_json": (
        noop("{file} is JSON that breaks off or is damaged: {problem}."),
        noop("Download it again; the whole file is refused so that no event is missed."),
    ),
    "script": (
        noop("{file} is a JavaScript file that holds a layer in a variable, not a data file."),
        noop("Keep only what stands between the outermost brackets and save it as .geojson."),
    ),
    "pdf": (
        noop("{file} is a PDF: text laid out for reading, without rows and columns."),
        _EVENTS_CURE,
    ),
    "picture": (
        noop("{file} is a picture, not a table."),
        _EVENTS_CURE,
    ),
    "program": (
        noop("{file} is a program, not a table. It was not run."),
        _EVENTS_CURE,
    ),
    "binary": (
        noop("{file} is binary data of a kind that is not known here."),
        noop("Save the table as CSV (UTF-8), xlsx, GeoJSON, GeoPackage or Parquet."),
    ),
    "archive": (
        noop("{file} is an archive of a kind that is not opened here."),
        noop("Unpack it, and import its table or pack that into a zip."),
    ),
    "old_excel": (
        noop("{file} is an old Excel workbook (.xls), a format that is no longer read safely."),
        noop("Open it in a spreadsheet program, save it as .xlsx and import that."),
    ),
    "other_workbook": (
        noop("{file} is an office document, but no .xlsx workbook."),
        noop("Open it in its program, save the table as .xlsx or CSV and import that."),
    ),
    "heavy_workbook": (
        noop("{file} is a workbook with {size} of text, more than fits into memory."),
        noop("Save its sheet as CSV and import that."),
    ),
    "broken_workbook": (
        noop("{file} is an .xlsx workbook that is damaged: {problem}."),
        noop("Open it in a spreadsheet program, save it again and import that."),
    ),
    "encrypted": (
        noop("{file} is protected by a password, so what is in it cannot be read."),
        noop("Unlock it, save it without a password and import that."),
    ),
    "no_sheet": (
        noop("{file} has no sheet “{sheet}”. Its sheets are: {names}."),
        noop("Name one of them."),
    ),
    "no_table": (
        noop("{file} has no sheet with a header row of at least two columns ({names})."),
        noop("Put one table on one sheet, its headings in the first row."),
    ),
    "zip_empty": (
        noop("{file} is a zip without a table ({names})."),
        noop("Pack one CSV, workbook or layer into it."),
    ),
    "zip_several": (
        noop("{file} is a zip with several tables, and which is meant is not known: {names}."),
        noop("Unpack it and import the tables one by one."),
    ),
    "broken_archive": (
        noop("{file} is packed and damaged: {problem}."),
        noop("Download it again; the whole file is refused so that no event is missed."),
    ),
    "bomb": (
        noop(
            "{file} unpacks to far more than its size allows for ({size}); such files are made "
            "to fill a disk, so it is not unpacked."
        ),
        noop("If it is a true data file, unpack it yourself and import the table in it."),
    ),
    "shape_part": (
        noop("{file} is one part of a shapefile; {missing} is missing, so rows or points are."),
        noop("Pack the .shp, .shx, .dbf and .prj of the layer into one zip and import that."),
    ),
    "not_points": (
        noop("{file} holds areas or lines ({kind}); an event is a point."),
        noop("Boundaries are added with “sahel-map boundaries add”; events need a point each."),
    ),
    "broken_layer": (
        noop("{file} is a map layer that cannot be read: {problem}."),
        noop("Open it in a GIS program, save it as GeoPackage and import that."),
    ),
    "unknown_crs": (
        noop("{file} does not say its coordinate system, and its numbers are no degrees."),
        noop("Save the layer with its coordinate system, best as EPSG:4326."),
    ),
    "broken_parquet": (
        noop("{file} is a Parquet file that is damaged: {problem}."),
        noop("Write it again and import that."),
    ),
    "broken_text": (
        noop("{file} begins as UTF-16 text and holds what is none, near character {place}."),
        noop("Save it as CSV in UTF-8; nothing is guessed so that no text is garbled."),
    ),
}
"""By code: what the file is and why it cannot be used; and the cure."""

_UNITS: Final = ((1 << 30, noop("{number} GiB")), (1 << 20, noop("{number} MiB")))


class RefusedFile(DataError):  # noqa: N818  (it is the file that is refused)
    """A file that is no table of events.

    Attributes:
        code: One of ``REFUSALS``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def refusal(file: str, code: str, **facts: object) -> RefusedFile:
    """Return the refusal of a file, in the current language.

    Args:
        file: Its name as the reader knows it.
        code: One of ``REFUSALS``.
        facts: What the sentence names beside the file.
    """
    reason, cure = REFUSALS[code]
    told = {name: str(fact).rstrip(".") for name, fact in facts.items()}
    return RefusedFile(code, f"{gettext(reason).format(file=file, **told)} {gettext(cure)}")


def size_text(octets: int) -> str:
    """Return a size in words, such as "2 GiB"; anything under a MiB is rounded up to one."""
    for unit, text in _UNITS:
        if octets >= unit:
            return gettext(text).format(number=number_text(round(octets / unit, 1)))
    return gettext(_UNITS[-1][1]).format(number=number_text(1))
