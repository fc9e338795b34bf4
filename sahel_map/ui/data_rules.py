"""What the public sees of each dataset: whether, how much later, on how coarse a grid."""

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text
from sahel_map.people import Act
from sahel_map.server import collection
from sahel_map.server.publishing import LONGEST_DELAY, WIDEST_GRID, publish, rules_of
from sahel_map.settings import configured
from sahel_map.ui import datasets, team, view
from sahel_map.ui.controls import plain
from sahel_map.ui.data_choice import label_of

__all__ = ["data_rules"]

_PLACE = "rules"


def _words(days: int, km: float) -> str:
    """Return a delay and a grid in words."""
    delay = ngettext("{n} day later", "{n} days later", days).format(n=number_text(days))
    grid = _("points on a grid of {km} km").format(km=f"{km:g}")
    told = [*([delay] if days else []), *([grid] if km else [])]
    return ", ".join(told) or _("at once, and points as they are")


def _host() -> None:
    settings = configured()
    st.markdown(
        _(
            "The public sees the **data of this host** {how}. The server's variables"
            " `SAHEL_MAP_DELAY_DAYS` and `SAHEL_MAP_ROUND_KM` say so, and only who runs it can"
            " change them."
        ).format(how=_words(settings.delay_days, settings.round_km))
    )


def _save(key: str) -> None:
    def work() -> str:
        days, km = view.returned(f"rules-delay-{key}"), view.returned(f"rules-grid-{key}")
        publish(
            key,
            datasets.reader(),
            visibility=str(view.returned(f"rules-who-{key}")),
            delay_days=int(days or 0),
            round_km=float(km or 0),
        )
        return _("The rules are saved, and hold from now on.")

    team.act(_PLACE, work)


def _form(entry: collection.Entry) -> None:
    visibility, days, km = rules_of(entry)
    codes = [code for code in v.VISIBILITIES if code != "public" or not entry.restricted]
    with st.form(f"rules-{entry.key}"):
        who, delay, grid = st.columns(3)
        who.selectbox(
            _("Who sees it"),
            codes,
            index=codes.index(visibility),
            format_func=lambda code: v.label(v.VISIBILITIES, code),
            key=f"rules-who-{entry.key}",
        )
        delay.number_input(
            _("The public sees it later by (days)"), 0, LONGEST_DELAY, days,
            key=f"rules-delay-{entry.key}",
        )  # fmt: skip
        grid.number_input(
            _("Grid of the public's points (km)"), 0.0, float(WIDEST_GRID), km, 0.5, format="%g",
            key=f"rules-grid-{entry.key}",
        )  # fmt: skip
        if entry.restricted:
            st.caption(_("Its licence class is restricted: it can never be public."))
        st.form_submit_button(_("Save the rules"), on_click=_save, args=(entry.key,))


def data_rules() -> None:
    """Draw the rules of each dataset that the reader sees, for who may publish."""
    if not team.can(Act.publish):
        return
    with st.expander(_("What the public sees"), icon=":material/public:"):
        _host()
        found = {entry.key: entry for entry in collection.entries(datasets.reader())}
        if found:
            shown = datasets.shown_ref().key
            key = st.selectbox(
                _("Dataset"),
                list(found),
                index=list(found).index(shown) if shown in found else 0,
                format_func=lambda key: label_of(found[key].about),
                key="rules-dataset",
            )
            _form(found[key])
        else:
            st.caption(_("No dataset is loaded here."))
        team.said(_PLACE)
        st.caption(
            plain(
                _(
                    "A delay leaves out what ended after that day. A grid moves points to the"
                    " middle of their cell, and names an exact site by its region or district"
                    " alone. The team always sees everything."
                )
            )
        )
