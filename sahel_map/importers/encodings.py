"""Bytes of text to UTF-8, record by record, so that one stray byte garbles nothing else."""

import codecs
import re
from typing import Final, Protocol

from sahel_map.importers.refusals import refusal

__all__ = ["Readable", "Recoded", "encoding_of", "is_utf8", "text_of", "windows_text"]

_FALLBACK: Final = "sahel_map.windows_1252"
_STEP: Final = 1 << 20


class Readable(Protocol):
    """Something bytes can be read from, in order."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to so many next bytes; none at the end."""


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if len(wrong) > 1:  # an unfinished sequence: each of its bytes is a character of its own
        return "".join(bytes([octet]).decode("cp1252", _FALLBACK) for octet in wrong), error.end
    try:
        return wrong.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return chr(wrong[0]), error.end  # five bytes mean nothing there: control characters


codecs.register_error(_FALLBACK, _windows_1252)


def is_utf8(octets: bytes) -> bool:
    """Return whether bytes are UTF-8 from end to end."""
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def text_of(record: bytes) -> str:
    """Return the text of a record: UTF-8, or else Windows-1252.

    A record that is mostly UTF-8 with a few stray bytes keeps its characters, and only the stray
    bytes are read as Windows-1252; any other is read as Windows-1252 as a whole.
    """
    try:
        return record.decode("utf-8")
    except UnicodeDecodeError:
        known = encoding_of(record)
    return record.decode("cp1252" if known == "cp1252" else "utf-8", _FALLBACK)


def encoding_of(octets: bytes) -> str:
    """Return how text is encoded: "utf-8", "cp1252", or "utf-8, cp1252" where both occur.

    Accents of Windows-1252 now and then look like one character of UTF-8; so it is taken for that
    unless characters of UTF-8 outnumber stray bytes.
    """
    if is_utf8(octets):
        return "utf-8"
    characters = _wide(octets.decode("utf-8", "ignore"))
    stray = _wide(octets.decode("utf-8", _FALLBACK)) - characters
    return "utf-8, cp1252" if characters > stray else "cp1252"


def windows_text(octets: bytes) -> str | None:
    """Return text that holds no character of UTF-8 beyond ASCII; None for any other."""
    if _wide(octets.decode("utf-8", "ignore")):
        return None
    return octets.decode("cp1252", _FALLBACK)


def _wide(text: str) -> int:
    return len(re.sub("[\x00-\x7f]+", "", text))


class Recoded:
    """UTF-16 text read as UTF-8."""

    def __init__(self, handle: Readable, file: str) -> None:
        self._handle, self._file = handle, file
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._done = 0
        self._rest = b""
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Return up to so many next bytes as UTF-8; none at the end."""
        gathered = [self._rest]
        length = len(self._rest)
        while not self._ended and (size < 0 or length < size):
            gathered.append(self._more())
            length += len(gathered[-1])
        made = b"".join(gathered)
        cut = len(made) if size < 0 else size
        self._rest = made[cut:]
        return made[:cut]

    def _more(self) -> bytes:
        octets = self._handle.read(_STEP)
        self._ended = not octets
        try:
            text = self._decoder.decode(octets, final=self._ended)
        except UnicodeDecodeError as error:
            place = self._done + error.start // 2
            raise refusal(self._file, "broken_text", place=place) from error
        self._done += len(text)
        return text.encode("utf-8")
