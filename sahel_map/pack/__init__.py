"""Packs: a briefing to walk out with, as one HTML file, a PDF, pictures and tables."""

from sahel_map.pack.assembly import content_of
from sahel_map.pack.content import Content, Leaf
from sahel_map.pack.files import PARTS, files_of, slug_of, zipped

__all__ = ["PARTS", "Content", "Leaf", "content_of", "files_of", "slug_of", "zipped"]
