"""Every code the tables may use, with its label, colour and meaning; nowhere else."""

from sahel_map.vocabulary.events import *  # noqa: F403
from sahel_map.vocabulary.evidence import *  # noqa: F403
from sahel_map.vocabulary.expansion import *  # noqa: F403
from sahel_map.vocabulary.hosting import *  # noqa: F403
from sahel_map.vocabulary.imports import *  # noqa: F403
from sahel_map.vocabulary.roads import *  # noqa: F403
from sahel_map.vocabulary.terms import *  # noqa: F403
