"""A source's records become listings (`settling`), a run of them is stored (`run`), the index follows (`publish`)."""
