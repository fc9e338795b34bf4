"""The numbers in the bundled briefings, and how each follows from the tables."""

import re

from briefing_world import (
    attacks_on_convoys,
    by_region,
    claim,
    first_of_all,
    fuel,
    indicator,
    july,
    listed,
    part,
    position,
    posts,
    roads,
    sieges,
    told_days,
    voices,
    word,
)

from sahel_map import vocabulary as v

WEST, FUEL, SOUTH, TOUR = "western-offensive", "fuel-blockade", "south-west", "tour"

FACTS = [
    (WEST, 1, "attacked {} army positions", lambda w: [word(sum(july(w)))]),
    (WEST, 1, "{} of them in Kayes region and {} in Ségou region", lambda w: map(word, july(w))),
    (
        WEST,
        1,
        "more than {} attackers killed",
        lambda w: [claim(w, "2025-07-01-kayes", "Malian army", "militants_killed")],
    ),
    (
        WEST,
        1,
        "list counts {} places",
        lambda w: [word(position(w, "july-1-place-count", "public event list"))],
    ),
    (
        WEST,
        2,
        "A toll of {} stands",
        lambda w: [claim(w, "2025-07-01-kayes", "public event list", "people_killed")],
    ),
    (
        WEST,
        3,
        "all {} attacks were repelled",
        lambda w: [word(position(w, "july-1-place-count", "Malian army"))],
    ),
    (
        WEST,
        4,
        "AFP counts {} industrial sites",
        lambda w: [word(indicator(w, "industrial-sites-hit-afp"))],
    ),
    (WEST, 4, "{} of them Chinese", lambda w: [word(indicator(w, "chinese-sites-hit-afp"))]),
    (WEST, 4, "at least {} Chinese citizens", lambda w: [indicator(w, "chinese-abducted-afp")]),
    (
        WEST,
        5,
        "{} Russians and at least {} soldiers killed",
        lambda w: [
            claim(w, "2025-08-01-tenenkou", "undated strategic analysis (2025)", measure)
            for measure in ("foreign_forces_killed", "soldiers_killed")
        ],
    ),
    (
        WEST,
        5,
        "the {} deaths",
        lambda w: [
            claim(w, "2025-08-01-tenenkou", "undated strategic analysis (2025)", "people_killed")
        ],
    ),
    (
        WEST,
        6,
        "{} of the {} roads that feed Bamako was closed on that day and {} open to convoys alone",
        lambda w: first_of_all(roads(w, "2025-09-03", "closed", "escort_only")),
    ),
    (WEST, 7, "At least {} tankers", lambda w: [voices(w)[0]]),
    (WEST, 7, "about {} according to the hauliers", lambda w: [voices(w)[1]]),
    (
        WEST,
        7,
        "{} according to a source close to JNIM, about {} according to Tanakra",
        lambda w: voices(w)[3:],
    ),
    (WEST, 7, "at least {}, and then", lambda w: [voices(w)[0]]),
    (
        WEST,
        8,
        "{} or {} civilians killed",
        lambda w: [
            claim(w, "2025-11-lere", who, "civilians_killed")
            for who in ("local sources", "Africanews")
        ],
    ),
    (WEST, 8, "more than {:,} arrivals", lambda w: [indicator(w, "lere-refugees-un")]),
    (
        WEST,
        9,
        "about {} km or about {} km",
        lambda w: [
            position(w, "tonka-timbuktu-distance", who)
            for who in ("Bénin Web TV", "undated strategic analysis (2025)")
        ],
    ),
    (
        FUEL,
        1,
        "{} of the {} roads that feed Bamako were open and {} contested",
        lambda w: first_of_all(roads(w, "2025-08-31", "open", "contested")),
    ),
    (FUEL, 2, "{} countries were named", lambda w: [word(indicator(w, "fuel-ban-countries-jnim"))]),
    (FUEL, 2, "{}, {} or {} September", told_days),
    (FUEL, 3, "lists {} attacks on convoys", lambda w: [attacks_on_convoys(w, leads=False)]),
    (FUEL, 3, "{} more rest on one", lambda w: [attacks_on_convoys(w, leads=True)]),
    (FUEL, 3, "Do not give {} as", lambda w: [attacks_on_convoys(w, leads=False)]),
    (
        FUEL,
        4,
        (
            "at least {} (RFI, from local sources), about {} (the hauliers), {} vehicles (ACLED),"
            " {} (a source close to JNIM) and about {} (Tanakra)"
        ),
        voices,
    ),
    (FUEL, 4, "say at least {}", lambda w: [voices(w)[0]]),
    (
        FUEL,
        5,
        "capped at {} CFA francs for petrol and {} for diesel",
        lambda w: re.findall(r"\d{3}", fuel(w, "ft-015", "summary")),
    ),
    (FUEL, 5, "about {} tankers arrives", lambda w: [fuel(w, "ft-049", "tankers_arrived_low")]),
    (
        FUEL,
        5,
        "{} of the {} roads that feed Bamako was closed and {} open to convoys alone",
        lambda w: first_of_all(roads(w, "2025-10-07", "closed", "escort_only")),
    ),
    (FUEL, 5, "{} days of state reserves", lambda w: [word(indicator(w, "fuel-reserve-days"))]),
    (
        FUEL,
        6,
        "about {} tankers according to local sources",
        lambda w: [claim(w, "2025-10-17-kolondieba", "local sources", "tankers_destroyed")],
    ),
    (
        FUEL,
        6,
        "Tanakra alone reports {} drivers killed",
        lambda w: [word(claim(w, "2025-10-17-kolondieba", "Tanakra", "civilians_killed"))],
    ),
    (
        FUEL,
        7,
        (
            "about {} vehicles according to a Russian-linked aggregator, {:,} according to local"
            " sources of Agenzia Fides, {:,} according to Trace Infos"
        ),
        lambda w: [
            claim(w, "2025-10-30-big-convoy", who, "tankers_in_convoy")
            for who in ("news-pravda.com", "Agenzia Fides", "Trace Infos")
        ],
    ),
    (
        FUEL,
        8,
        "from about {} by mid-September",
        lambda w: [position(w, "tankers-destroyed-total", "hauliers")],
    ),
    (
        FUEL,
        8,
        "more than {} by January 2026",
        lambda w: [position(w, "tankers-destroyed-total", "Bellingcat")],
    ),
    (
        FUEL,
        8,
        "more than {} rests",
        lambda w: [position(w, "tankers-destroyed-total", "Bellingcat")],
    ),
    (
        FUEL,
        8,
        "to {} and more elsewhere",
        lambda w: [position(w, "tankers-destroyed-total", "public event list")],
    ),
    (
        FUEL,
        8,
        "How the {} were counted",
        lambda w: [position(w, "tankers-destroyed-total", "Wikipedia")],
    ),
    (
        FUEL,
        9,
        "at least {} tankers according to RFI, more than {} according to a security source",
        lambda w: [fuel(w, "ft-036", f"tankers_destroyed_{end}") for end in ("low", "high")],
    ),
    (
        FUEL,
        9,
        (
            "{} of the {} roads that feed Bamako was closed on that day, {} open to convoys alone"
            " and {} contested"
        ),
        lambda w: first_of_all(roads(w, "2025-12-06", "closed", "escort_only", "contested")),
    ),
    (
        SOUTH,
        1,
        "at {} percent of JNIM violence in Mali in 2024 and at nearly {} percent in 2025",
        lambda w: [indicator(w, f"southwest-share-{year}") for year in (2024, 2025)],
    ),
    (
        SOUTH,
        1,
        "the {} and the {}:",
        lambda w: [indicator(w, f"southwest-share-{year}") for year in (2024, 2025)],
    ),
    (SOUTH, 1, "multiplied by {} from", lambda w: [indicator(w, "kayes-attacks-growth-2024")]),
    (
        SOUTH,
        2,
        (
            "lists {} attacks attributed to JNIM in Mali, {} of them in the south-west: {}%, with"
            " a 95% interval from {}% to {}%"
        ),
        lambda w: part(w, "before-the-push")[:5],
    ),
    (SOUTH, 2, "in {} attacks", lambda w: part(w, "before-the-push")[:1]),
    (SOUTH, 3, "{} attacks are listed, {} of them", lambda w: part(w, "nioro-and-raids-2025")[:2]),
    (
        SOUTH,
        3,
        "would be {}% instead of {}%",
        lambda w: [part(w, "nioro-and-raids-2025")[at] for at in (5, 2)],
    ),
    (
        SOUTH,
        4,
        "{} attacks, {} of them in the south-west, {}%",
        lambda w: part(w, "july-offensive")[:3],
    ),
    (SOUTH, 4, "from {} attacks", lambda w: part(w, "july-offensive")[:1]),
    (SOUTH, 4, "{} of the seven positions", lambda w: [word(posts(w, "Ségou")).capitalize()]),
    (
        SOUTH,
        5,
        "is {}% instead of {}%",
        lambda w: [part(w, "july-offensive", "with-segou")[2], part(w, "july-offensive")[2]],
    ),
    (
        SOUTH,
        6,
        (
            "{} attacks are listed, {} of them in the south-west: {}%, with an interval from {}%"
            " to {}%"
        ),
        lambda w: part(w, "fuel-blockade")[:5],
    ),
    (SOUTH, 6, "between {}% and {}%", lambda w: part(w, "fuel-blockade")[5:]),
    (SOUTH, 8, "{} lie in Kayes region", lambda w: [by_region(w, 2025)["Kayes"]]),
    (
        SOUTH,
        8,
        "Sikasso follows with {} and Mopti with {}",
        lambda w: [by_region(w, 2025)[name] for name in ("Sikasso", "Mopti")],
    ),
    (SOUTH, 8, "{} are known to no region", lambda w: [by_region(w, 2025)[""]]),
    (
        TOUR,
        2,
        "{} are listed, {} of them shown, because {} are unverified leads",
        lambda w: [len(w.events), listed(w, leads=False), listed(w, leads=True)],
    ),
    (
        TOUR,
        3,
        "within about {} km, a hatched disc means somewhere within about {} km",
        lambda _w: [round(v.GEO_PRECISION[code].radius_km) for code in ("near", "area")],
    ),
    (TOUR, 4, "from {} to {} burned", lambda w: [min(voices(w)), max(voices(w))]),
    (
        TOUR,
        6,
        "{} of the {} roads that feed Bamako were closed and {} open to convoys alone",
        lambda w: first_of_all(roads(w, "2025-10-17", "closed", "escort_only")),
    ),
    (
        TOUR,
        7,
        "{} towns were under siege for certain and up to {} possibly",
        lambda w: sieges(w, "2025-10-17"),
    ),
    (TOUR, 7, "where {} is Amnesty", lambda w: [indicator(w, "besieged-towns-bfa-karr")]),
    (
        TOUR,
        8,
        "it is {}%, between {}% and {}%",
        lambda w: [part(w, "fuel-blockade")[at] for at in (2, 5, 6)],
    ),
    (
        TOUR,
        9,
        "{} percent for 2024 and nearly {} percent for 2025",
        lambda w: [indicator(w, f"southwest-share-{year}") for year in (2024, 2025)],
    ),
]
"""Briefing, step, words with places for numbers, and how these follow from the tables."""
