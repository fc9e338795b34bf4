"""Countries as files name them, to ISO 3166-1 alpha-3."""

import re
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from babel.core import Locale, get_global

from sahel_map.boundaries import fold
from sahel_map.importers.values import each

__all__ = ["country_codes"]

Array = npt.NDArray[Any]

_SPELLINGS: Final = {
    "Burma": "MMR", "Republic of Burma": "MMR", "Upper Volta": "BFA", "Haute-Volta": "BFA",
    "Ivory Coast": "CIV", "Republic of Côte d'Ivoire": "CIV",
    "Congo": "COG", "Republic of Congo": "COG", "Republic of the Congo": "COG",
    "République du Congo": "COG", "Congo, Rep.": "COG",
    "DR Congo": "COD", "DRC": "COD", "RDC": "COD", "RD Congo": "COD", "Zaire": "COD",
    "Democratic Republic of Congo": "COD", "Democratic Republic of the Congo": "COD",
    "République démocratique du Congo": "COD", "Congo, Dem. Rep.": "COD", "Congo, DRC": "COD",
    "Congo (DRC)": "COD", "Congo, Democratic Republic of the": "COD",
    "Congo, the Democratic Republic of the": "COD",
    "Swaziland": "SWZ", "Kingdom of eSwatini": "SWZ", "Cabo Verde": "CPV",
    "Gambia, The": "GMB", "The Gambia": "GMB",
    "Guinea Conakry": "GIN", "Guinée Conakry": "GIN", "Republic of Guinea": "GIN",
    "Tanzania, United Republic of": "TZA", "United Republic of Tanzania": "TZA",
    "Libyan Arab Jamahiriya": "LBY", "Rhodesia": "ZWE",
    "Saint Helena, Ascension and Tristan da Cunha": "SHN",
    "Bosnia-Herzegovina": "BIH", "Macedonia": "MKD", "Macedonia, FYR": "MKD",
    "Czech Republic": "CZE", "Russian Federation": "RUS", "Soviet Union": "RUS",
    "Republic of Moldova": "MDA", "Moldova, Republic of": "MDA",
    "Turkey": "TUR", "Turkiye": "TUR", "Great Britain": "GBR", "UAE": "ARE",
    "Bailiwick of Guernsey": "GGY", "Bailiwick of Jersey": "JEY",
    "Syrian Arab Republic": "SYR", "Palestine": "PSE", "State of Palestine": "PSE",
    "Occupied Palestinian Territory": "PSE", "Iran, Islamic Republic of": "IRN",
    "United States of America": "USA", "Viet Nam": "VNM", "Brunei Darussalam": "BRN",
    "Lao PDR": "LAO", "Lao People's Democratic Republic": "LAO", "East Timor": "TLS",
    "Republic of Korea": "KOR", "Korea, Republic of": "KOR", "Korea, South": "KOR",
    "Democratic People's Republic of Korea": "PRK", "Korea, North": "PRK", "Kampuchea": "KHM",
}  # fmt: skip
"""What data sets write and Babel does not."""

_GLEDITSCH_WARD: Final = {
    402: "CPV", 403: "STP", 404: "GNB", 411: "GNQ", 420: "GMB", 432: "MLI", 433: "SEN",
    434: "BEN", 435: "MRT", 436: "NER", 437: "CIV", 438: "GIN", 439: "BFA", 450: "LBR",
    451: "SLE", 452: "GHA", 461: "TGO", 471: "CMR", 475: "NGA", 481: "GAB", 482: "CAF",
    483: "TCD", 484: "COG", 490: "COD", 500: "UGA", 501: "KEN", 510: "TZA", 516: "BDI",
    517: "RWA", 520: "SOM", 522: "DJI", 530: "ETH", 531: "ERI", 540: "AGO", 541: "MOZ",
    551: "ZMB", 552: "ZWE", 553: "MWI", 560: "ZAF", 565: "NAM", 570: "LSO", 571: "BWA",
    572: "SWZ", 580: "MDG", 581: "COM", 590: "MUS", 600: "MAR", 615: "DZA", 616: "TUN",
    620: "LBY", 625: "SDN", 626: "SSD", 651: "EGY",
}  # fmt: skip
"""African states by their number in Gleditsch and Ward (1999), "A Revised List of Independent
States since the Congress of Vienna", International Interactions 25."""


def country_codes(
    names: pd.Series, *, iso: pd.Series | None = None, gleditsch_ward: pd.Series | None = None
) -> tuple[Array, Array, Array]:
    """Return the ISO 3166-1 alpha-3 code of each country, "" where it is not known.

    The name decides; where it is empty or unknown, the ISO code does, then the number.

    Args:
        names: Names in English or French, or ISO codes, blind to case, accents and hyphens.
        iso: Alpha-2, alpha-3 or numeric codes, as text.
        gleditsch_ward: Numbers of Gleditsch and Ward, as text; of African states only.

    Returns:
        The codes; where the ISO code is known and names another country than the name; where a
        name is given that is not known, so that a code decided.
    """
    codes = each(names, _country)
    strange = (names != "").to_numpy(bool) & (codes == "")
    differs = np.zeros(len(codes), dtype=bool)
    if iso is not None:
        stated = each(iso, _iso)
        differs = (codes != "") & (stated != "") & (codes != stated)
        codes = np.where(codes == "", stated, codes)
    if gleditsch_ward is not None:
        codes = np.where(codes == "", each(gleditsch_ward, _numbered), codes)
    return codes, differs, strange & (codes != "")


def _country(text: str) -> str:
    names = _names()
    # "DR Congo (Zaire)": the older name stands in brackets.
    return names.get(_key(text)) or names.get(_key(text.partition("(")[0])) or _iso(text)


def _iso(text: str) -> str:
    code = re.sub(r"\.0+$", "", text.strip())
    if re.fullmatch(r"[0-9]{1,3}", code):
        code = code.zfill(3)
    return _codes().get(code.upper(), "")


def _numbered(text: str) -> str:
    number = re.sub(r"\.0+$", "", text.strip())
    return _GLEDITSCH_WARD.get(int(number), "") if re.fullmatch(r"[0-9]{1,3}", number) else ""


def _key(text: str) -> str:
    words = re.findall(r"[^\W_]+", fold(text.replace("&", " and ")))
    return " ".join(word for word in words if word not in {"the", "and", "et"})


@cache
def _codes() -> dict[str, str]:
    """Return ISO codes of every kind, to alpha-3."""
    alpha3 = {"XK": "XKX"}  # Kosovo has none of ISO; this one is in use
    aliases = [
        (old, new[0]) for old, new in get_global("territory_aliases").items() if len(new) == 1
    ]
    for old, alpha2 in aliases:
        current = len(old) == 3 and old.isalpha() and old not in _FORMER  # noqa: PLR2004
        if current:
            alpha3.setdefault(alpha2, old)
    codes = {old: alpha3[alpha2] for old, alpha2 in aliases if alpha2 in alpha3}
    return codes | alpha3 | {code: code for code in alpha3.values()}


_FORMER: Final = {"BUR", "ZAR", "DDR", "FXX", "TMP", "YMD"}
"""Withdrawn alpha-3 codes that stand beside the one in force."""


@cache
def _names() -> dict[str, str]:
    """Return names in Babel's English and French and the spellings of data sets, to alpha-3."""
    names = {}
    for language in ("fr", "en"):
        for alpha2, name in Locale.parse(language).territories.items():
            if alpha2 in _codes() and len(alpha2) == 2:  # noqa: PLR2004
                names[_key(name)] = _codes()[alpha2]
    return names | {_key(name): code for name, code in _SPELLINGS.items()}
