"""Files of others into our events: read, convert, merge, report; nothing lost on the way.

``containers`` opens a file as blocks of text records, a format (``acled``, ``ucdp``, ``own``,
``mapped``) turns blocks into canonical events, ``run`` merges them with what is there and writes
GeoParquet. What happens to a row on the way is told to ``notes`` and ends in the report.
"""
