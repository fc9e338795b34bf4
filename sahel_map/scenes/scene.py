"""A view as a value: a page and the choices of its reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from sahel_map.basis import Basis
from sahel_map.errors import SceneError
from sahel_map.i18n import gettext, noop
from sahel_map.scenes.parameters import NOT_SHOWN, PARAMS
from sahel_map.selection import Selection

__all__ = ["PAGES", "Scene", "selection_of"]

PAGES: Final[Mapping[str, str]] = {
    "overview": noop("Overview"),
    "attacks": noop("Attacks"),
    "corridors": noop("Roads"),
    "expansion": noop("Expansion"),
    "evidence": noop("Evidence"),
    "numbers": noop("Numbers"),
}
"""The pages that show something of the data, each with its name."""


def selection_of(get: Callable[[str], Any]) -> Selection:
    """Return the selection that a view's choices make.

    Args:
        get: Gives the value of a parameter by its name.
    """
    return Selection(
        first=get("from"),
        last=get("to"),
        types=get("type"),
        actors=get("actor"),
        countries=get("country"),
        regions=get("region"),
        sources=get("source"),
        precision=get("precision"),
        confidence=get("confidence"),
        text=get("q"),
    )


@dataclass(frozen=True)
class Scene:
    """A page with the choices that are not at their defaults.

    Attributes:
        page: One of ``PAGES``.
        choices: Values by the names of ``PARAMS``.
    """

    page: str
    choices: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.page not in PAGES:
            raise SceneError(
                gettext("There is no view called {page!r}. Allowed: {allowed}.").format(
                    page=self.page, allowed=", ".join(PAGES)
                )
            )

    @classmethod
    def read(cls, page: str, texts: Mapping[str, Sequence[str]]) -> Self:
        """Return the scene of an address.

        Args:
            page: One of ``PAGES``.
            texts: The texts of each query parameter; what is unknown or nonsense is left out.

        Raises:
            SceneError: There is no such page.
        """
        read = {
            name: PARAMS[name].read(list(given))
            for name, given in texts.items()
            if name in PARAMS and name not in NOT_SHOWN and given
        }
        return cls.of(page, read)

    @classmethod
    def of(cls, page: str, values: Mapping[str, Any]) -> Self:
        """Return the scene of a view's values; defaults and what is not shown are left out."""
        return cls(
            page,
            {
                name: value
                for name, value in values.items()
                if name not in NOT_SHOWN and value != PARAMS[name].default
            },
        )

    def get(self, name: str) -> Any:  # noqa: ANN401  (each parameter has its own type)
        """Return one choice."""
        return self.choices.get(name, PARAMS[name].default)

    def query(self) -> dict[str, list[str]]:
        """Return the choices as they stand in an address."""
        return {name: PARAMS[name].texts(value) for name, value in self.choices.items()}

    @property
    def selection(self) -> Selection:
        """The selection of events."""
        return selection_of(self.get)

    @property
    def basis(self) -> Basis:
        """The sources that count."""
        return Basis(self.get("known"), self.get("without"))
