"""Made-up events of a loaded dataset, and whose it is."""

ACLED_ROWS = [
    {"event_id_cnty": "MLI1", "location": "Hidden ford", "latitude": "14.5", "longitude": "-4.2"},
    {
        "event_id_cnty": "MLI2",
        "event_date": "2025-08-20",
        "sub_event_type": "Looting/property destruction",
        "event_type": "Strategic developments",
        "location": "Secret well",
        "source": "Whispering Gazette",
        "fatalities": "0",
    },
    {
        "event_id_cnty": "MLI3",
        "event_date": "2025-08-21",
        "location": "Mopti",
        "geo_precision": "3",
        "source": "Whispering Gazette; Invented Press",
        "fatalities": "11",
    },
]
"""Made-up events of three kinds of place and two months, the last known by its region alone."""

KEY = "a-key-that-nobody-guesses"
OWNER = "the secret of one browser"


def version_of(data) -> str:
    """Return the version of a dataset as addresses have it."""
    return data.version.rpartition("+")[2]
