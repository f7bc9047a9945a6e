"""Benchmarks: what the large operations cost, as ratios within one run. See README.md."""
