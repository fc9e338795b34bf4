"""Texts as both databases can keep them."""

from collections.abc import Mapping

__all__ = ["storable"]


def storable(value: object, longest: int | None = None) -> object:
    """Return a value of JSON without signs that PostgreSQL refuses: NUL, halves of pairs.

    Args:
        value: A text, or an object or list of such.
        longest: Longer texts are cut, and end in an ellipsis.
    """
    if isinstance(value, Mapping):
        return {str(storable(str(key))): storable(one, longest) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [storable(one, longest) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value).replace("\x00", "\ufffd").encode(errors="replace").decode()
    return text if longest is None or len(text) <= longest else text[: longest - 1] + "…"
