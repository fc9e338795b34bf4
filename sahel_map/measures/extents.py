"""Figures that are known between two ends, and which way they went from one span to the next."""

from dataclasses import dataclass

from sahel_map.measures.changes import FEW_BEFORE, FEW_NOW

__all__ = ["Extent", "direction", "few"]


@dataclass(frozen=True, slots=True)
class Extent:
    """A figure between the least and the most that the data allow; None is no limit.

    Both ends are the same where it is known exactly.
    """

    low: float
    high: float | None


def few(before: int, now: int) -> bool:
    """Return whether two counts of equal spans are too low to compare, as ``changes`` has it."""
    return before <= FEW_BEFORE and now <= FEW_NOW


def direction(before: Extent, now: Extent) -> str:
    """Return where a figure went: ``up`` or ``down`` only where the two ranges do not overlap.

    Returns:
        ``same`` where both are known exactly and equal, else ``unclear``.
    """
    if before.high is not None and now.low > before.high:
        return "up"
    if now.high is not None and now.high < before.low:
        return "down"
    if before.low == before.high == now.low == now.high:
        return "same"
    return "unclear"
