"""Pairs of real records judged by a person, and what finding duplicates makes of them."""
