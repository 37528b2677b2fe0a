"""Benchmarks: each prints ratios against a peer or the bare limit in the same run."""
