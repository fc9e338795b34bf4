"""Looking at a scene: what it shows of the data, with what must be said beside it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from sahel_map.i18n import gettext
from sahel_map.scenes.attacks import attacks
from sahel_map.scenes.evidence import evidence
from sahel_map.scenes.expansion import expansion
from sahel_map.scenes.ground import Ground, Vantage
from sahel_map.scenes.numbers import numbers
from sahel_map.scenes.overview import overview
from sahel_map.scenes.roads import roads
from sahel_map.scenes.scene import Scene
from sahel_map.scenes.sight import Sight
from sahel_map.scenes.withheld import basis_text, told_lines
from sahel_map.veil import veil_text
from sahel_map.withholding import withheld_text

__all__ = ["look"]

_PAGES: Final[Mapping[str, Callable[[Vantage], Sight]]] = {
    "overview": overview,
    "attacks": attacks,
    "corridors": roads,
    "expansion": expansion,
    "evidence": evidence,
    "numbers": numbers,
}


def look(scene: Scene, ground: Ground) -> Sight:
    """Return what a scene shows, in the current language.

    Args:
        scene: The view.
        ground: The data and where measures are found.
    """
    at = Vantage.of(scene, ground)
    seen = _PAGES[scene.page](at)
    cautions = [*seen.cautions]
    if not at.data.full:
        cautions.append(
            gettext(
                "A curated sample, not a census: counts show what is listed, not all that happened."
            )
        )
    cautions += filter(None, [veil_text(at.data), basis_text(ground.narrowed(at.basis))])
    cautions += [withheld_text()] if at.data.restricted else []
    return replace(
        seen,
        lines=told_lines(seen.lines, at.data),
        cautions=tuple(dict.fromkeys(cautions)),
    )
