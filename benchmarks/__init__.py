"""Measure the dashboard against baselines of the same run: ``python -m benchmarks``."""
