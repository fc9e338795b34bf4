"""Scenes of the bundled data, looked at.

Test files that use them name this file in ``pytest_plugins``.
"""

import pytest

from sahel_map.scenes import Ground, Scene, look


@pytest.fixture(scope="session")
def ground(data):
    """The bundled data, with measures that many tests share."""
    return Ground.of(data)


@pytest.fixture
def seen(ground):
    """Look at a page with some choices; ``from_`` stands for ``from``."""

    def at(page, **choices):
        named = {name.rstrip("_"): value for name, value in choices.items()}
        return look(Scene.of(page, named), ground)

    return at
