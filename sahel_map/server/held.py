"""The datasets that are held: each read once for all sessions, and narrowed to some sources."""

import datetime as dt
from collections.abc import Hashable
from typing import Final

from sahel_map.basis import Basis, Narrowed
from sahel_map.server.once import kept
from sahel_map.settings import configured
from sahel_map.store import Dataset, Ref, open_dataset, open_store, with_events
from sahel_map.store.distant import MANY, open_distant
from sahel_map.veil import veil

__all__ = ["HOST", "Call", "call_of", "dataset", "dataset_at", "narrowed", "narrowed_at"]

HOST: Final = ""
"""The key of the data that this host serves to everybody."""

_Rule = tuple[int, float]
"""Days of delay, and kilometres of the grid."""

_Rules = tuple[_Rule, _Rule, dt.date]
"""The rule of a dataset, that of the host, and today: at midnight another day comes out."""

_Veil = _Rules | None

Call = tuple[Ref, Hashable, Hashable, _Veil]
"""A reference, the state of its data and that of the host's, and what the public sees of them."""


@kept(maxsize=4)
def _opened(ref: Ref, _state: Hashable, host: Hashable) -> Dataset:
    store = open_store()
    if not ref.key:
        return open_dataset(store.folder(ref))
    base = _opened(Ref(), host, host)
    return open_distant(store, ref, base) or with_events(store.folder(ref), base)


@kept(maxsize=4)
def _veiled(ref: Ref, state: Hashable, host: Hashable, how: _Rules) -> Dataset:
    own, around, today = how
    if ref.key and any(around):
        # What the public does not see of this host's tables, it does not see around others.
        base = _veiled(Ref(), host, host, (around, around, today))
        whole = with_events(open_store().folder(ref), base)
    else:
        whole = _opened(ref, state, host)
    return veil(whole, delay_days=own[0], round_km=own[1], today=today)


def dataset_at(ref: Ref, state: Hashable, host: Hashable, how: _Veil) -> Dataset:
    """Return the dataset of a ``Call``."""
    return _opened(ref, state, host) if how is None else _veiled(ref, state, host, how)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _veil_of(ref: Ref) -> _Veil:
    if not ref.veiled:
        return None
    settings = configured()
    around = settings.delay_days, settings.round_km
    about = open_store().about(ref.key) if ref.key else vars(settings)
    own = int(about.get("delay_days") or 0), float(about.get("round_km") or 0.0)
    return (own, around, _today()) if any((*own, *around)) else None


def call_of(key: str) -> Call:
    """Return what names the state of a dataset and of the host's tables around it."""
    store, ref = open_store(), Ref.read(key)
    host = store.state(Ref())
    plain = Ref(ref.key, ref.version)
    return plain, host if plain == Ref() else store.state(plain), host, _veil_of(ref)


def dataset(key: str = HOST) -> Dataset:
    """Return a dataset of this host, read again only after one of its files has changed.

    One object for all sessions: its frames are read-only by agreement.

    Args:
        key: The text of a ``Ref``: ``HOST`` for the data of this host as they are now, or a key of
            the collection; a version of either, and the veil of the public, as a ``Ref`` has them.
            Whether the reader may see it is for the caller to ask.
    """
    return dataset_at(*call_of(key))


@kept(maxsize=16)
def _few_narrowed(call: Call, basis: Basis) -> Narrowed:
    return basis.narrow(dataset_at(*call))


@kept(maxsize=2)
def _many_narrowed(call: Call, basis: Basis) -> Narrowed:
    # A million events without one of their sources are 0.7 GB of their own.
    return basis.narrow(dataset_at(*call))


def narrowed_at(call: Call, basis: Basis) -> Narrowed:
    """Return the dataset of a call as some of its sources alone give it."""
    many = dataset_at(*call).total > MANY and not basis.whole
    return (_many_narrowed if many else _few_narrowed)(call, basis)


def narrowed(basis: Basis, key: str = HOST) -> Narrowed:
    """Return a dataset as some of its sources alone give it; shared, read-only."""
    return narrowed_at(call_of(key), basis)
