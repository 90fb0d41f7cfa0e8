"""Measurements: the search against bare statements of the same database, as ratios in one run. `make bench`."""
