"""Join events to administrative units, inside the country each event is stated in.

The join never moves an event across a border: boundaries are generalised, and a point just
outside its country is joined to that country's nearest unit and flagged with the distance. Events
known only by region or country are joined by what their sources state, never by a centroid.

A million events have some twenty thousand places and a few hundred stated names: each distinct
place and name is looked up once and the answer handed out to all events that share it.
"""

from sahel_map.locate.admin1 import FLAGS, METHODS, locate
from sahel_map.locate.levels import LEVEL_METHODS, locate_level, locate_levels

__all__ = ["FLAGS", "LEVEL_METHODS", "METHODS", "locate", "locate_level", "locate_levels"]
