"""Numbers: what others have published, with our own figure beside it where there is one."""

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.ui import basis, blocks, numbers

data = basis.data()

st.header(_("Published numbers"), anchor=False)
st.markdown(
    _(
        "Every card is a number that somebody published, with its source and period. Where the"
        " loaded events can say something about it, our own figure stands below, with the reason"
        " why the two differ. Notes are ours."
    )
)
st.caption(_("The sidebar's filters do not apply here; a day or a source left out does."))
numbers.published_numbers(data)
blocks.footer(data)
