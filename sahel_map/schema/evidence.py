"""What is said: claims, published numbers, contradictions and their positions."""

import pandas as pd
import pandera.pandas as pa

from sahel_map import rules
from sahel_map import vocabulary as v
from sahel_map.i18n import noop

__all__ = ["CLAIMS", "CONTRADICTIONS", "INDICATORS", "POSITIONS"]

_text = rules.text_column


def _words_or_numbers(frame: pd.DataFrame) -> pd.Series:
    textual = frame["measure"].isin(v.TEXTUAL)
    number = (frame["low"] != "") | (frame["high"] != "")
    return (textual & ~number & (frame["note"] != "")) | (
        ~textual & (number | (frame["note"] != ""))
    )


def _any_number(frame: pd.DataFrame) -> pd.Series:
    return (frame["low"] != "") | (frame["high"] != "")


CLAIMS = pa.DataFrameSchema(
    {
        "claim_id": _text(rules.IDENTIFIER, unique=True),
        "event_ids": _text(rules.LIST),
        "claimant": _text(rules.REQUIRED),
        "claimant_kind": _text(rules.among(v.CLAIMANT_KINDS)),
        "measure": _text(rules.among(v.MEASURES)),
        "low": _text(rules.COUNT),
        "high": _text(rules.COUNT),
        "scope": _text(rules.among(v.SCOPES)),
        "source_id": _text(rules.IDENTIFIER),
        "note": _text(),
    },
    checks=[
        rules.wide(rules.numbers_in_order("low", "high"), "high", noop("a number not below low")),
        rules.wide(
            _words_or_numbers,
            "note",
            noop("words and no number for a measure in words; for others a number, or words"),
        ),
    ],
)

INDICATORS = pa.DataFrameSchema(
    {
        "indicator_id": _text(rules.IDENTIFIER, unique=True),
        "topic": _text(rules.among(v.INDICATOR_TOPICS)),
        "measure": _text(rules.IDENTIFIER),
        "subject": _text(),
        "title": _text(rules.REQUIRED),
        "low": _text(rules.DECIMAL),
        "high": _text(rules.DECIMAL),
        "unit": _text(rules.among(v.UNITS)),
        "qualifier": _text(rules.among(v.QUALIFIERS)),
        "period_start": _text(rules.OPTIONAL_DAY),
        "period_end": _text(rules.OPTIONAL_DAY),
        "place_ids": _text(),
        "claimant": _text(rules.REQUIRED),
        "claimant_kind": _text(rules.among(v.CLAIMANT_KINDS)),
        "source_id": _text(rules.IDENTIFIER),
        "note": _text(),
    },
    checks=[
        rules.wide(rules.numbers_in_order("low", "high"), "high", noop("a number not below low")),
        rules.wide(_any_number, "low", noop("a number in low or high")),
        rules.wide(
            rules.days_in_order("period_start", "period_end"),
            "period_end",
            noop("a day on or after period_start"),
        ),
    ],
)

CONTRADICTIONS = pa.DataFrameSchema(
    {
        "contradiction_id": _text(rules.IDENTIFIER, unique=True),
        "topic": _text(rules.among(v.CONTRADICTION_TOPICS)),
        "kind": _text(rules.among(v.CONTRADICTION_KINDS)),
        "title": _text(rules.REQUIRED),
        "event_ids": _text(),
        "reading": _text(rules.REQUIRED),
        "reading_source_ids": _text(rules.LIST),
    }
)

POSITIONS = pa.DataFrameSchema(
    {
        "contradiction_id": _text(rules.IDENTIFIER),
        "position_id": _text(rules.IDENTIFIER, unique=True),
        "holder": _text(rules.REQUIRED),
        "holder_kind": _text(rules.among(v.CLAIMANT_KINDS)),
        "position": _text(rules.REQUIRED),
        "low": _text(rules.DECIMAL),
        "high": _text(rules.DECIMAL),
        "source_ids": _text(rules.LIST),
    },
    checks=[
        rules.wide(rules.numbers_in_order("low", "high"), "high", noop("a number not below low"))
    ],
)
