"""The published schema of briefing files, and what it says of a value."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from sahel_map.i18n import gettext, noop, number_text

__all__ = [
    "FORMAT", "SCHEMA", "SCHEMA_FILE", "VERSION", "allowed_text", "fields_of", "first_fault",
    "required_fields",
]  # fmt: skip

FORMAT: Final = "sahel-map-briefing"
VERSION: Final = 1

SCHEMA_FILE: Final = Path(__file__).parent / "briefing.schema.json"
SCHEMA: Final[Mapping[str, Any]] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))

_TYPES: Final[Mapping[str, str]] = {
    "string": noop("a text"),
    "array": noop("a list"),
    "object": noop("an object with named fields"),
    "number": noop("a number"),
    "integer": noop("a whole number"),
    "null": noop("nothing"),
}

_PATTERNS: Final[Mapping[str, str]] = {
    "[0-9]{4}-[0-9]{2}-[0-9]{2}": noop("a day written YYYY-MM-DD"),
    "[A-Z]{3}": noop("a country code of three letters, ISO 3166-1 alpha-3"),
    "[0-9]{1,2}\\.": noop("latitude, longitude and zoom, such as 14.4,-11.4,8"),
    "[a-z0-9-]": noop("small letters, digits and hyphens"),
    "[0-9a-f]": noop("hexadecimal signs"),
}
"""Part of a pattern of the schema to what it allows."""


def fields_of(kind: str = "") -> Mapping[str, Any]:
    """Return the fields that the schema knows of a definition, or of a briefing without one."""
    about = SCHEMA["$defs"][kind] if kind else SCHEMA
    return dict(about["properties"])


def required_fields(kind: str = "") -> Sequence[str]:
    """Return the fields that a definition, or a briefing, cannot do without."""
    about = SCHEMA["$defs"][kind] if kind else SCHEMA
    return list(about.get("required", []))


@cache
def _validator(kind: str, name: str) -> Draft202012Validator:
    rule = fields_of(kind)[name] if name else SCHEMA
    return Draft202012Validator({"$defs": SCHEMA["$defs"], **rule})


def first_fault(value: object, kind: str = "", name: str = "") -> ValidationError | None:
    """Return the first thing that is wrong with a value, None where nothing is.

    A file may hold very many faults: types and sizes come first in the schema, and no more than
    one is looked for.

    Args:
        value: A whole briefing, or the value of one field.
        kind: The definition that has the field; empty for the fields of a briefing.
        name: The field; empty for a whole briefing.
    """
    return next(_validator(kind, name).iter_errors(value), None)


def _type_text(types: str | list[str]) -> str:
    names = [types] if isinstance(types, str) else types
    return gettext(" or ").join(gettext(_TYPES[name]) for name in names)


def allowed_text(fault: ValidationError) -> str:
    """Return what would be allowed instead of what is wrong, in a few words."""
    rule, limit = str(fault.validator), fault.validator_value
    if rule in {"enum", "const"}:
        return ", ".join(map(str, limit if rule == "enum" else [limit]))
    if rule == "type":
        return _type_text(limit)
    if rule == "pattern":
        return next((gettext(text) for part, text in _PATTERNS.items() if part in limit), limit)
    counted = {
        "maxLength": noop("at most {n} characters"),
        "minLength": noop("at least {n} characters"),
        "maxItems": noop("at most {n} items"),
        "minItems": noop("at least {n} items"),
        "maxProperties": noop("at most {n} fields"),
        "minimum": noop("{n} or more"),
        "maximum": noop("{n} or less"),
    }
    if rule in counted:
        return gettext(counted[rule]).format(n=number_text(limit))
    return ", ".join(limit if rule == "required" else fault.schema.get("properties", {}))
