"""Measures: a frame in, a new frame or Series out, nothing drawn."""
