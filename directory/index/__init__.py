"""The index: derived from the published listings, rebuilt at any moment, answers a Query. Two engines, one meaning."""
