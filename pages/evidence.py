"""Evidence: who says what, where they disagree, what rests on whom, what was known when."""

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.ui import basis, blocks, filters
from sahel_map.ui.as_known import as_known
from sahel_map.ui.contradictions import contradictions
from sahel_map.ui.controls import choose
from sahel_map.ui.dossier import dossier
from sahel_map.ui.source_load import source_part

data = basis.data()
selection = filters.current()
outcome = filters.outcome()

parts = {
    "dossier": _("Incident dossier"),
    "contradictions": _("Contradictions"),
    "sources": _("Sources"),
    "known": _("As known on"),
}
part = choose(st.container(), _("Part of the evidence"), parts, "part")
if part in {"dossier", "sources"}:
    blocks.sentence(selection, outcome, data)
    if not len(outcome):
        blocks.empty(selection, data)
if part == "dossier":
    dossier(outcome, data)
elif part == "contradictions":
    contradictions(data)
elif part == "sources":
    source_part(outcome, data)
else:
    as_known()
blocks.footer(data)
