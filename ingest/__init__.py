"""From what a source tells to listings. Imports directory; directory never imports ingest."""
