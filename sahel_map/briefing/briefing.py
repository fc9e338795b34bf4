"""A briefing as a value: live views in an order, each with its words and what it once showed."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Self

from sahel_map.errors import BriefingError
from sahel_map.i18n import LANGUAGES, gettext, number_text
from sahel_map.scenes import KeyNumber, Scene
from sahel_map.store import Dataset

__all__ = ["LONGEST", "MOST_STEPS", "Briefing", "Frozen", "Kept", "Step", "plain_text"]

MOST_STEPS: Final = 60
"""So many steps a briefing holds; with more it would be a report."""

LONGEST: Final[Mapping[str, int]] = {
    "id": 80, "title": 200, "summary": 1000, "note": 5000, "presenter": 5000,
}  # fmt: skip
"""The characters that each text of a briefing may have."""

_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no document format takes: controls but tab and line end, halves of a pair."""

_SLUG: Final = re.compile(r"[a-z0-9-]*")


def plain_text(text: str) -> str:
    """Return a text with plain line ends and a visible mark for signs that cannot be kept."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def _checked(name: str, text: str) -> str:
    kept = plain_text(text)
    if len(kept) > LONGEST[name]:
        message = gettext(
            "The {field} has {n} characters. Allowed: at most {most}. Shorten it."
        ).format(field=name, n=number_text(len(kept)), most=number_text(LONGEST[name]))
        raise BriefingError(message)
    return kept


@dataclass(frozen=True)
class Frozen:
    """The data that a briefing was made with.

    Attributes:
        version: Software version and a digest of the data files.
        title: The title of a loaded dataset; empty for the tables of the host.
        dataset: The key of a loaded dataset; empty for the tables of the host.
        licence: Its licence class.
        last_day: The last day that the events speak of, None without any.
        made: The day on which the briefing was made, None where that is not known.
    """

    version: str
    title: str = ""
    dataset: str = ""
    licence: str = "open"
    last_day: dt.date | None = None
    made: dt.date | None = None

    @classmethod
    def of(cls, data: Dataset, *, dataset: str = "", made: dt.date | None = None) -> Self:
        """Return the reference to a dataset.

        Args:
            data: The dataset.
            dataset: The key under which it is found.
            made: The day of the briefing.
        """
        return cls(
            version=data.version,
            title=str(data.about.get("title", "")),
            dataset=dataset,
            licence=str(data.about.get("licence_class", "open")),
            last_day=data.days[1] if data.days else None,
            made=made,
        )


@dataclass(frozen=True)
class Kept:
    """What a step showed when it was kept.

    Attributes:
        version: The data version.
        language: The language of labels and texts of the numbers.
        numbers: Its key numbers by code; their notes are not kept.
        total: How many events were shown; None where single events must not be told.
        events: The newest of them, each with a digest of its facts.
        roads: Road to its status on the day of the map.
        sieges: Country and town, as ``MLI/Kayes``, to the state of its siege.
        slices: Slice to its share in the south-west, 0 to 1, None without attacks.
    """

    version: str
    language: str = "en"
    numbers: Mapping[str, KeyNumber] = field(default_factory=dict)
    total: int | None = None
    events: Mapping[str, str] = field(default_factory=dict)
    roads: Mapping[str, str] = field(default_factory=dict)
    sieges: Mapping[str, str] = field(default_factory=dict)
    slices: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A live view with its words.

    Attributes:
        scene: The view.
        title: Its heading.
        note: The caption, for everybody.
        presenter: Notes for the presenter alone.
        frozen: What it showed when it was kept, None where nobody looked.

    Raises:
        BriefingError: A text is too long, or there is no title.
    """

    scene: Scene
    title: str
    note: str = ""
    presenter: str = ""
    frozen: Kept | None = None

    def __post_init__(self) -> None:
        for name in ("title", "note", "presenter"):
            object.__setattr__(self, name, _checked(name, getattr(self, name)))
        if not self.title.strip():
            raise BriefingError(gettext("A step needs a title. Write one."))


@dataclass(frozen=True)
class Briefing:
    """A numbered story of live views; every operation returns a new one.

    Attributes:
        title: Its heading.
        data: The data it was made with.
        steps: Its steps, in their order.
        summary: What it tells, for a list of briefings.
        language: The language of its words.
        slug: A short name of small letters, digits and hyphens; may be empty.

    Raises:
        BriefingError: A text is too long, there is no title, or there are too many steps.
    """

    title: str
    data: Frozen
    steps: tuple[Step, ...] = ()
    summary: str = ""
    language: str = "en"
    slug: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "summary"):
            object.__setattr__(self, name, _checked(name, getattr(self, name)))
        if not self.title.strip():
            raise BriefingError(gettext("A briefing needs a title. Write one."))
        if len(self.steps) > MOST_STEPS:
            raise BriefingError(
                gettext(
                    "The briefing has {n} steps. Allowed: at most {most}. Remove a step, or make"
                    " a second briefing."
                ).format(n=number_text(len(self.steps)), most=MOST_STEPS)
            )
        if self.language not in LANGUAGES:
            raise BriefingError(
                gettext("The language {code!r} is not known. Allowed: {allowed}.").format(
                    code=self.language, allowed=", ".join(LANGUAGES)
                )
            )
        if not _SLUG.fullmatch(self.slug) or len(self.slug) > LONGEST["id"]:
            raise BriefingError(
                gettext(
                    "The short name {name!r} cannot be used. Allowed: at most {most} small"
                    " letters, digits and hyphens."
                ).format(name=self.slug[: LONGEST["id"]], most=LONGEST["id"])
            )

    def _at(self, number: int) -> int:
        if not 1 <= number <= len(self.steps):
            raise BriefingError(
                gettext("There is no step {number}. Allowed: 1 to {last}.").format(
                    number=number, last=len(self.steps)
                )
            )
        return number - 1

    def retitled(self, title: str, summary: str | None = None) -> Self:
        """Return the briefing with another title, and another summary where one is given."""
        return replace(self, title=title, summary=self.summary if summary is None else summary)

    def add(self, step: Step, *, number: int | None = None) -> Self:
        """Return the briefing with a step more.

        Args:
            step: The step.
            number: The number it gets, from 1; by default it comes last.
        """
        at = len(self.steps) if number is None else min(max(number - 1, 0), len(self.steps))
        return replace(self, steps=(*self.steps[:at], step, *self.steps[at:]))

    def remove(self, number: int) -> Self:
        """Return the briefing without a step.

        Args:
            number: The step's number, from 1.

        Raises:
            BriefingError: There is no such step.
        """
        at = self._at(number)
        return replace(self, steps=(*self.steps[:at], *self.steps[at + 1 :]))

    def move(self, number: int, to: int) -> Self:
        """Return the briefing with a step in another place.

        Args:
            number: The step's number, from 1.
            to: The number it gets; beyond the ends it comes first or last.

        Raises:
            BriefingError: There is no such step.
        """
        return self.remove(number).add(self.steps[self._at(number)], number=to)

    def change(self, number: int, step: Step) -> Self:
        """Return the briefing with a step instead of another.

        Args:
            number: The number of the step that goes, from 1.
            step: The step that comes: such as the old one with ``dataclasses.replace``.

        Raises:
            BriefingError: There is no such step.
        """
        at = self._at(number)
        return replace(self, steps=(*self.steps[:at], step, *self.steps[at + 1 :]))

    def retitle(self, number: int, title: str) -> Self:
        """Return the briefing with another title of a step, given by its number from 1."""
        return self.change(number, replace(self.steps[self._at(number)], title=title))

    def renote(self, number: int, *, note: str | None = None, presenter: str | None = None) -> Self:
        """Return the briefing with another caption or other presenter notes of a step.

        Args:
            number: The step's number, from 1.
            note: The caption; None leaves it as it is.
            presenter: The presenter notes; None leaves them as they are.

        Raises:
            BriefingError: There is no such step, or a text is too long.
        """
        old = self.steps[self._at(number)]
        return self.change(
            number,
            replace(
                old,
                note=old.note if note is None else note,
                presenter=old.presenter if presenter is None else presenter,
            ),
        )
