"""Altair charts: frames in, chart objects out."""
