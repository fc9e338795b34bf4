"""What happens to rows on their way in: counted by kind, with examples, never forgotten."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sahel_map import vocabulary as v

__all__ = ["EXAMPLES", "Happening", "Notes"]

EXAMPLES: Final = 5
"""How many rows of each kind are named."""

Mask = npt.NDArray[np.bool_]


@dataclass
class Happening:
    """One kind of thing that happened: how often, and to which rows first.

    ``examples`` are the row, the value as it came and, after a repair, as it is used.
    """

    count: int = 0
    examples: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class Notes:
    """Everything that is told of rows while a file is read.

    Attributes:
        repaired: By code of ``vocabulary.REPAIRS`` and column.
        flagged: By code of ``vocabulary.FLAGS``.
        rejected: By code of ``vocabulary.REJECTIONS`` and column ("" for the whole record).
        refuse: Called with row, code, column, value and the record's bytes for each rejected row;
            writes the file of rejected rows.
    """

    refuse: Callable[[int, str, str, str, bytes], None] | None = None
    repaired: dict[tuple[str, str], Happening] = field(default_factory=dict)
    flagged: dict[str, Happening] = field(default_factory=dict)
    rejected: dict[tuple[str, str], Happening] = field(default_factory=dict)

    def repair(
        self,
        code: str,
        column: str,
        rows: npt.NDArray[Any],
        before: Sequence[Any],
        after: Sequence[Any],
    ) -> None:
        """Note values that were changed; all three sequences have one item a changed row."""
        known = self.repaired.setdefault((self._known(code, v.REPAIRS), column), Happening())
        known.count += len(rows)
        room = EXAMPLES - len(known.examples)
        if room > 0:
            shown = zip(rows[:room], list(before[:room]), list(after[:room]), strict=True)
            known.examples += [(int(row), str(old), str(new)) for row, old, new in shown]

    def flag(self, code: str, rows: npt.NDArray[Any], values: Sequence[Any]) -> None:
        """Note rows that are kept and that a reader should know something of."""
        known = self.flagged.setdefault(self._known(code, v.FLAGS), Happening())
        known.count += len(rows)
        room = EXAMPLES - len(known.examples)
        if room > 0:
            shown = zip(rows[:room], list(values[:room]), strict=True)
            known.examples += [(int(row), str(value), "") for row, value in shown]

    def reject(self, code: str, column: str, row: int, value: str, raw: bytes) -> None:
        """Note a row that is not taken in, and keep it as it came."""
        known = self.rejected.setdefault((self._known(code, v.REJECTIONS), column), Happening())
        known.count += 1
        if len(known.examples) < EXAMPLES:
            known.examples.append((row, value, ""))
        if self.refuse is not None:
            self.refuse(row, code, column, value, raw)

    @staticmethod
    def _known(code: str, terms: Iterable[str]) -> str:
        if code not in terms:
            msg = f"{code!r} is no code of the vocabulary of imports"
            raise KeyError(msg)
        return code

    @property
    def rejected_rows(self) -> int:
        """How many rows were not taken in; a row is rejected once, for its first fault."""
        return sum(happening.count for happening in self.rejected.values())
