"""What names the data of a view: which dataset, at which version, and for whose eyes."""

import re
from dataclasses import dataclass
from typing import Final, Self

from sahel_map.errors import StoreError
from sahel_map.i18n import gettext

__all__ = ["KEY", "Ref"]

KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
"""What a key of a loaded dataset looks like: no path leads out of a folder through it."""

_TEXT: Final = re.compile(r"([A-Za-z0-9_-]{16,64})?(?:@([1-9]\d{0,8}))?(~)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ref:
    """A dataset, a version of it, and who looks. As text ``key@version~``, each part optional.

    Attributes:
        key: The key of a loaded dataset; empty for the data of this host.
        version: Number of the version; None for the newest.
        veiled: Whether as the public sees it: later, and on a coarser grid, where that is asked
            for.
    """

    key: str = ""
    version: int | None = None
    veiled: bool = False

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the reference of a text.

        Raises:
            StoreError: The text is none.
        """
        found = _TEXT.fullmatch(text)
        if found is None:
            raise StoreError(gettext("{text} names no dataset.").format(text=repr(text[:80])))
        key, version, veiled = found.groups()
        return cls(key or "", int(version) if version else None, bool(veiled))

    def __str__(self) -> str:
        at = "" if self.version is None else f"@{self.version}"
        return f"{self.key}{at}{'~' if self.veiled else ''}"
