"""Nearhelp's directory: from a query to an answer. Never imports ingest."""
