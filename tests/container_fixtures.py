"""Files made by hand, opened and read to their end."""

from sahel_map.importers.containers import open_source
from sahel_map.importers.notes import Notes


def read(tmp_path, content, **options):
    """Read bytes as a file; return its source, its blocks, its notes and the rejected rows."""
    path = tmp_path / "content"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_path(path, **options)


def read_path(path, **options):
    """Read a file; return its source, its blocks, its notes and the rejected rows."""
    rejected = []
    notes = Notes(lambda *row: rejected.append(row))
    with open_source(path, notes, **options) as source:
        blocks = list(source.blocks)
    return source, blocks, notes, rejected


def records(blocks):
    """Return the values of all blocks."""
    return [list(row) for block in blocks for row in block.text.itertuples(index=False)]


def numbers(blocks):
    """Return the row numbers of all blocks."""
    return [int(row) for block in blocks for row in block.rows]


def raws(blocks):
    """Return the bytes of all records of all blocks."""
    return [block.raw(place) for block in blocks for place in range(len(block.rows))]
