"""The words of the file's own parts: headings, buttons and hints."""

from sahel_map.i18n import gettext

__all__ = ["script_words", "words"]


def words() -> dict[str, str]:
    """Return the words that the template sets."""
    return {
        "skip": gettext("Skip to the first view"),
        "contents": gettext("Contents"),
        "previous": gettext("Previous view"),
        "next": gettext("Next view"),
        "print": gettext("Print"),
        "cautions": gettext("Before you use this"),
        "changed": gettext("Changed since this view was kept"),
        "numbers": gettext("Key numbers"),
        "lines": gettext("What the sources say"),
        "events": gettext("The events in a table"),
        "date": gettext("Date"),
        "place": gettext("Place"),
        "what": gettext("What happened"),
        "deaths": gettext("Deaths"),
        "sources": gettext("Sources"),
        "tables": gettext("Tables"),
        "hint": gettext(
            "Choose something on the map or an event in the table: what is known of it, and by"
            " whom, is shown here."
        ),
        "details": gettext("Details"),
        "map": gettext("Map"),
        "no_script": gettext(
            "The maps need scripts, which this browser does not run. The tables hold the same"
            " content."
        ),
        "arrows": gettext("The left and right arrow keys go from view to view."),
        "no_views": gettext("This briefing holds no view."),
        "citation": gettext("How to cite"),
        "copying": gettext("Copy the citation"),
        "licences": gettext("Licences"),
        "boundaries": gettext("Boundaries, waters and names"),
        "reading": gettext("How to read it"),
        "offline": gettext(
            "Everything is in this file: it opens without any network and asks nobody for"
            " anything. Only links to sources lead out."
        ),
    }


def script_words() -> dict[str, str]:
    """Return the words that the script sets."""
    return {
        "close": gettext("Close the details"),
        "copied": gettext("Copied"),
        "sources": gettext("Sources"),
        "drawing": gettext("The map is being drawn"),
        "place": gettext("{n} of {total}"),
    }
