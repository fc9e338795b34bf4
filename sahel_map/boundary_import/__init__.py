"""Boundary layers that a reader brings: read as they are, recognised, put in their place."""

from sahel_map.boundary_import.added import layers_of, remove_level
from sahel_map.boundary_import.adding import add_layer
from sahel_map.boundary_import.countries import check_country
from sahel_map.boundary_import.report import Addition, Choices

__all__ = ["Addition", "Choices", "add_layer", "check_country", "layers_of", "remove_level"]
