"""The steps from each layout of the catalogue to the next."""
