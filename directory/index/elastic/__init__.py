"""The production engine: Elasticsearch 8.19 or 9. Only this package imports its client."""

from __future__ import annotations

from directory.index.elastic.engine import ElasticIndex

__all__ = ["ElasticIndex"]
