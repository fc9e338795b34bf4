"""Shares with what chance alone leaves open."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["Z95", "share_of", "wilson"]

Z95: Final = 1.959963984540054
"""The two-sided 95 percent point of the normal distribution."""

Array = npt.NDArray[Any]


def share_of(part: Array, whole: Array) -> Array:
    """Return part over whole; not a number where the whole is zero."""
    whole = np.asarray(whole, dtype=float)
    nothing: Array = np.full(whole.shape, np.nan)
    return np.divide(part, whole, out=nothing, where=whole > 0)


def wilson(part: Array, whole: Array, *, z: float = Z95) -> tuple[Array, Array]:
    """Return the Wilson score interval of a share.

    Wilson (1927), "Probable Inference, the Law of Succession, and Statistical Inference", Journal
    of the American Statistical Association 22, 209-212; recommended for small counts by Brown,
    Cai and DasGupta (2001), "Interval Estimation for a Binomial Proportion", Statistical Science
    16, 101-133.

    Args:
        part: Counts.
        whole: Counts of which they are a part.
        z: Point of the normal distribution.

    Returns:
        Lower and upper ends; not a number where the whole is zero.
    """
    n = np.asarray(whole, dtype=float)
    p = share_of(part, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = p + z**2 / (2 * n)
        half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        low, high = (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)
