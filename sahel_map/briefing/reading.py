"""Briefing files opened: all that can be read of them, and a list of what cannot."""

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sahel_map.briefing.briefing import MOST_STEPS, Briefing, Frozen, Kept, Step
from sahel_map.briefing.fields import MOST_PROBLEMS, Record, cut_text
from sahel_map.briefing.missing import missing
from sahel_map.briefing.schema import FORMAT, VERSION, fields_of
from sahel_map.errors import BriefingError
from sahel_map.i18n import current, gettext, ngettext, number_text
from sahel_map.rules import parse_day
from sahel_map.scenes import PAGES, PARAMS, KeyNumber, Scene
from sahel_map.store import Dataset

__all__ = ["MOST_BYTES", "Opened", "read_briefing"]

MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True)
class Opened:
    """A briefing that was read.

    Attributes:
        briefing: What could be read.
        problems: What could not, in sentences.
        numbers: The number in the file of each step that was read.
    """

    briefing: Briefing
    problems: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


def _decoded(raw: bytes, problems: list[str]) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(
            gettext(
                "The file is not UTF-8 and was read as Windows-1252. Check accents and other"
                " signs, or save it as UTF-8 and open it again."
            )
        )
        return raw.decode("cp1252", errors="replace")


def _finite(text: str) -> float | None:
    """Return a number; NaN and what is too large for one are nothing."""
    number = float(text)
    return number if math.isfinite(number) else None


def _pairs(twice: set[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Return a maker of objects that notes names which stand in one more than once."""

    def kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice.update(name for name, n in Counter(name for name, _ in pairs).items() if n > 1)
        return found

    return kept


def _parsed(raw: bytes, problems: list[str]) -> dict[str, Any]:
    if len(raw) > MOST_BYTES:
        raise BriefingError(
            gettext(
                "The file has {n} bytes. Allowed: at most {most}. Open a smaller briefing."
            ).format(n=number_text(len(raw)), most=number_text(MOST_BYTES))
        )
    twice: set[str] = set()
    try:
        values = json.loads(
            _decoded(raw, problems),
            object_pairs_hook=_pairs(twice),
            parse_constant=_finite,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        reason = gettext("too deeply nested") if isinstance(error, RecursionError) else error
        raise BriefingError(
            gettext(
                "The file is not JSON: {reason}. Allowed: a briefing as this application writes"
                " it. Download the briefing again."
            ).format(reason=reason)
        ) from error
    if not isinstance(values, dict) or not {"steps", "format"} & set(values):
        raise BriefingError(
            gettext(
                "The file is JSON, but no briefing. Allowed: an object with “format”: “{format}”"
                " and “steps”. Choose another file."
            ).format(format=FORMAT)
        )
    if values.get("format", FORMAT) != FORMAT:
        raise BriefingError(
            gettext(
                "The file is of the format {came}. Allowed: {format}. Choose another file."
            ).format(came=cut_text(values["format"]), format=FORMAT)
        )
    text = gettext(
        "“{field}” stands more than once in the same place. The last one counts; remove the others."
    )
    problems += [text.format(field=cut_text(name)) for name in sorted(twice)[:MOST_PROBLEMS]]
    return values


def _check_version(values: dict[str, Any], problems: list[str]) -> None:
    version = values.get("schema")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        problems.append(
            gettext(
                "The briefing was made by a newer version (schema {came}; this one reads"
                " {known}). What it knows is opened; update this application for the rest."
            ).format(came=cut_text(version), known=VERSION)
        )
        values["schema"] = VERSION


def _choices(record: Record) -> dict[str, list[str]]:
    """Return the choices of a step that can be used, as the texts of an address."""
    known = fields_of("choices")
    texts: dict[str, list[str]] = {}
    for name in record.values:
        if name not in known:
            record.unknown(name, known)
            continue
        given = record.take(name)
        if given is None:
            continue
        # As in an address: of a choice with one value, the last counts.
        items: Sequence[str] = given if PARAMS[name].many else given[-1:]
        for item in items:
            read = PARAMS[name].read([item])
            if item and PARAMS[name].texts(read) == [item]:
                texts.setdefault(name, []).append(item)
            elif item:
                record.refuse(name, item)
    return texts


def _kept(record: Record | None) -> Kept | None:
    if record is None:
        return None
    record.report_unknown()
    numbers = {
        code: KeyNumber(code, told["label"], told["text"], told.get("low"), told.get("high"))
        for code, told in record.take("numbers", {}).items()
    }
    return Kept(
        version=record.take("version", ""),
        language=record.take("language", "en"),
        numbers=numbers,
        total=record.take("total", None),
        events=record.take("events", {}),
        roads=record.take("roads", {}),
        sieges=record.take("sieges", {}),
        slices=record.take("slices", {}),
    )


def _step(value: object, number: int, problems: list[str]) -> Step | None:
    where = gettext("Step {number}").format(number=number)
    record = Record.of(value, "step", where, problems)
    if record is None:
        return None
    record.report_unknown()
    title = record.take("title", "")
    page = record.values.get("page")
    if page not in PAGES if isinstance(page, str) else True:
        problems.append(
            gettext(
                "{where} is left out: there is no page {page}. Allowed: {allowed}. Its title:"
                " “{title}”."
            ).format(
                where=where, page=cut_text(page), allowed=", ".join(PAGES), title=cut_text(title)
            )
        )
        return None
    chosen = record.inside("choices")
    return Step(
        scene=Scene.read(str(page), _choices(chosen) if chosen else {}),
        title=title if title.strip() else where,
        note=record.take("note", ""),
        presenter=record.take("presenter", ""),
        frozen=_kept(record.inside("frozen")),
    )


def _frozen(record: Record | None) -> Frozen:
    if record is None:
        return Frozen(version="")
    record.report_unknown()
    return Frozen(
        version=record.take("version", ""),
        title=record.take("title", ""),
        dataset=record.take("dataset", ""),
        licence=record.take("licence", "open"),
        last_day=_day(record, "last_day"),
        made=_day(record, "made"),
    )


def _day(record: Record, name: str) -> dt.date | None:
    text = record.take(name, "")
    day = parse_day(text)
    if text and day is None:
        record.refuse(name, text)
    return day


def _steps(values: dict[str, Any], problems: list[str]) -> tuple[list[int], list[Step]]:
    listed = values.get("steps", [])
    if not isinstance(listed, list):
        problems.append(
            gettext("“steps” is no list. Allowed: a list of steps. The briefing opens empty.")
        )
        listed = []
    more = len(listed) - MOST_STEPS
    if more > 0:
        text = ngettext(
            "{n} step too many is left out. Allowed: at most {most}. Split the briefing.",
            "{n} steps too many are left out. Allowed: at most {most}. Split the briefing.",
            more,
        )
        problems.append(text.format(n=number_text(more), most=MOST_STEPS))
    read = [
        (number, _step(value, number, problems))
        for number, value in enumerate(listed[:MOST_STEPS], start=1)
    ]
    kept = [(number, step) for number, step in read if step is not None]
    return [number for number, _step in kept], [step for _number, step in kept]


def read_briefing(raw: bytes, *, data: Dataset | None = None) -> Opened:
    """Read a briefing file as far as it goes.

    Args:
        raw: The bytes of the file; nothing in it is trusted.
        data: The data it is opened on: what it names and they lack is listed too.

    Returns:
        The briefing, and what of the file could not be used.

    Raises:
        BriefingError: Nothing can be read: too large, not JSON, or no briefing.
    """
    problems: list[str] = []
    values = _parsed(raw, problems)
    _check_version(values, problems)
    record = Record(values, "", gettext("Briefing"), problems)
    record.report_unknown()
    record.take("format", FORMAT)
    record.take("schema", VERSION)
    title = record.take("title", "")
    numbers, steps = _steps(values, problems)
    briefing = Briefing(
        title=title if title.strip() else gettext("Untitled briefing"),
        data=_frozen(record.inside("data")),
        steps=tuple(steps),
        summary=record.take("summary", ""),
        language=record.take("language", current()),
        slug=record.take("id", ""),
    )
    if data is not None:
        problems += missing(briefing, data, numbers=numbers)
    return Opened(briefing, tuple(problems), tuple(numbers))
