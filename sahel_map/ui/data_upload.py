"""Loading a file: what it is, which column is which, what it is to be called, then the import."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from sahel_map import vocabulary as v
from sahel_map.errors import ForbiddenError, SahelMapError
from sahel_map.i18n import country_text, number_text
from sahel_map.i18n import gettext as _
from sahel_map.importers.preview import Preview, preview
from sahel_map.importers.reading import Wish
from sahel_map.importers.recognise import FORMATS
from sahel_map.importers.terms import Terms
from sahel_map.importers.values import DAY_ORDERS
from sahel_map.people import Act, allow
from sahel_map.server import collection
from sahel_map.server.loading import load_file
from sahel_map.server.turns import SCRIPTS
from sahel_map.settings import configured, imports_dir
from sahel_map.ui import datasets, view
from sahel_map.ui.controls import plain
from sahel_map.ui.data_choice import label_of
from sahel_map.ui.data_columns import assigned, coded

__all__ = ["data_upload"]

_NEW: Final = ""
_TURN: Final = "upload-turn"
_ROWS: Final = 5


def _limit_mb() -> int:
    return min(configured().upload_mb, int(st.get_option("server.maxUploadSize")))


@contextmanager
def _on_disk(upload: UploadedFile) -> Iterator[Path]:
    """Give an upload as a file, which is taken away again."""
    imports_dir().mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=imports_dir(), prefix=collection.UPLOAD) as handle:
        handle.write(upload.getbuffer())
        handle.flush()
        yield Path(handle.name)


class _Upload:
    """An upload that is told from others by its file alone, so that it is looked into once."""

    def __init__(self, upload: UploadedFile) -> None:
        self.file_id = upload.file_id
        self._held: UploadedFile | None = upload

    def __hash__(self) -> int:
        return hash(self.file_id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Upload) and other.file_id == self.file_id

    def look(self) -> Preview:
        """Return the beginning of the file, and let go of the rest of it."""
        upload, self._held = self._held, None
        if upload is None:
            msg = "an upload is looked into once"
            raise RuntimeError(msg)
        with _on_disk(upload) as path:
            return preview(path, name=upload.name, max_bytes=configured().upload_mb * 1024**2)


@lru_cache(maxsize=8)
def _previewed(upload: _Upload, _language: str) -> Preview:
    # What is kept are a few rows: the upload itself may have hundreds of megabytes.
    return upload.look()


def _licence(code: str, target: collection.Entry | None, *, key: str) -> str:
    """Draw who may see the rows: for ACLED its terms decide, else the reader."""
    if code == "acled":
        team = configured().login != "off"
        st.caption(
            _(
                "ACLED's terms let you work with its rows and not pass them on: the dataset is"
                " restricted, seen by you and by the team where you share it, and only aggregates"
                " can be downloaded."
            )
            if team
            else _(
                "ACLED's terms let you work with its rows and not pass them on: the dataset is"
                " restricted, seen by this browser alone, and only aggregates can be downloaded."
            )
        )
        return "restricted"
    classes = list(v.LICENCE_CLASSES)
    default = FORMATS[code].LICENCE if target is None else str(target.about["licence_class"])
    chosen: str = st.selectbox(
        _("Licence class"),
        classes,
        index=classes.index(default),
        format_func=lambda one: v.label(v.LICENCE_CLASSES, one),
        key=f"import-licence-{key}",
    )
    st.caption(_(v.LICENCE_CLASSES[chosen].meaning))
    return chosen


def _target(code: str, *, key: str) -> collection.Entry | None:
    """Draw into which dataset the file goes: a new one, or one of the reader's to bring up."""
    mine = {
        entry.key: entry
        for entry in collection.entries(datasets.reader())
        if entry.mine and entry.about.get("format") == code
    }
    if not mine:
        return None
    chosen = st.selectbox(
        _("Load into"),
        [_NEW, *mine],
        format_func=lambda name: label_of(mine[name].about) if name else _("a new dataset"),
        help=_(
            "In a dataset that is there, events with a newer state are replaced, and those that"
            " the file no longer has are flagged."
        ),
        key=f"import-into-{key}",
    )
    return mine.get(chosen)


def _kept(target: collection.Entry | None) -> list[str]:
    """Return the countries that a dataset was narrowed to."""
    codes = [] if target is None else target.about.get("countries", [])
    return [code for code in codes if code in v.COUNTRIES]


def _asked(upload: UploadedFile, found: Preview) -> tuple[Wish, collection.Entry | None]:
    """Draw what is asked of the import."""
    code, key = found.format_code or "mapped", upload.file_id
    mapping = {} if found.format_code else assigned(found, key=key)
    codes = coded(found, mapping, key=key)
    left, right = st.columns(2)
    with left:
        target = _target(code, key=key)
        # What is asked has the state of the dataset that is brought up: it is another question
        # for each.
        key += f"-{target.key}" if target else ""
        first = Path(upload.name).stem if target is None else str(target.about["title"])
        title = st.text_input(_("Title"), first, key=f"import-title-{key}", max_chars=80)
        licence = _licence(code, target, key=key)
    with right:
        countries = st.multiselect(
            _("Only these countries"),
            list(v.COUNTRIES),
            _kept(target),
            format_func=country_text,
            placeholder=_("all"),
            help=_("Rows of other countries are counted and left aside."),
            key=f"import-countries-{key}",
        )
        order = st.selectbox(
            _("03/04/2025 is"),
            DAY_ORDERS,
            format_func=lambda one: _("3 April") if one == "day-first" else _("March 4"),
            help=_("Only dates that are written with figures alone hang on it."),
            key=f"import-order-{key}",
        )
        full = st.checkbox(
            _("The file aims at all that happened"),
            value=code in {"acled", "ucdp"}
            if target is None
            else target.about.get("coverage") == "full",
            help=_("Else every count says that it is of a sample."),
            key=f"import-full-{key}",
        )
    terms = Terms(
        today=dt.datetime.now(tz=dt.UTC).date(), day_order=order, mapping=mapping, codes=codes
    )
    reader = datasets.reader()
    more: tuple[tuple[str, Any], ...] = (("owner", reader.digest),)
    if reader.person.known:
        more += (("owner_name", reader.person.name),)
    wish = Wish(
        terms,
        format_code=code,
        licence=licence,
        title=title.strip() or None,
        full=full,
        countries=tuple(countries),
        name=upload.name,
        max_bytes=configured().upload_mb * 1024**2,
        more=more,
    )
    return wish, target


def _run(upload: UploadedFile, wish: Wish, target: collection.Entry | None) -> None:
    key = target.key if target else collection.new_key()
    bar = st.progress(0.0, _("Reading"))

    def progress(done: float, rows: int) -> None:
        bar.progress(min(done, 1.0), _("{n} rows read").format(n=number_text(rows)))

    try:
        collection.sweep()
        with SCRIPTS.pause(), _on_disk(upload) as path:
            load_file(path, key, wish, datasets.reader(), progress=progress)
    except SahelMapError as error:
        bar.empty()
        st.error(plain(str(error)))
        return
    view.change(data=key, version=None)
    # A loader with another key has no file in it: what is loaded is not loaded again by a click.
    view.leave(_TURN, str(int(_turn()) + 1))
    st.rerun()


def _turn() -> str:
    return view.kept(_TURN, "0")


def _recognised(found: Preview) -> None:
    """Say what a file is, how it is read, and show its first rows."""
    if found.format_code:
        kind = v.label(v.FORMATS, found.format_code)
        st.success(_("Recognised as {format}.").format(format=kind), icon=":material/check:")
    else:
        st.info(_("A table of no known format: say below which column is which."))
    read = [found.container.upper(), str(found.details.get("encoding", ""))]
    st.caption(
        _("The first rows as they are read ({how}):").format(how=", ".join(filter(None, read)))
    )
    st.dataframe(found.sample.head(_ROWS), hide_index=True)


def data_upload() -> None:
    """Draw the way from a file to a dataset that the pages show."""
    try:
        allow(datasets.reader().person, Act.load)
    except ForbiddenError as error:
        st.info(plain(str(error)), icon=":material/lock:")
        return
    upload = st.file_uploader(
        _("A file of events: ACLED, UCDP GED, events.csv, or any table with a date"),
        key=f"upload-{_turn()}",
        max_upload_size=_limit_mb(),
        help=_(
            "CSV, Excel, GeoJSON, GeoPackage, Parquet, or one of them zipped. What it is is told"
            " from its content. Larger files: `sahel-map import`."
        ),
    )
    if upload is None:
        return
    try:
        found = _previewed(_Upload(upload), str(view.get("lang")))
    except SahelMapError as error:
        st.error(plain(str(error)))
        return
    _recognised(found)
    wish, target = _asked(upload, found)
    if st.button(_("Import"), type="primary", key="import", icon=":material/upload_file:"):
        _run(upload, wish, target)
