"""Slices: the named phases of the expansion."""

import pandera.pandas as pa

from sahel_map import rules
from sahel_map.i18n import noop

__all__ = ["SLICES"]

_text = rules.text_column

SLICES = pa.DataFrameSchema(
    {
        "slice_id": _text(rules.IDENTIFIER, unique=True),
        "start": _text(rules.ISO_DAY),
        "end": _text(rules.ISO_DAY),
        "title": _text(rules.REQUIRED),
        "summary": _text(rules.REQUIRED),
        "source_ids": _text(rules.LIST),
        "boundary_note": _text(rules.REQUIRED),
    },
    checks=[
        rules.wide(
            rules.days_in_order("start", "end"), "end", noop("a day that is not before start")
        )
    ],
)
