"""Which client talks to which server: this file runs with client 9 on server 9 (`make test`) and 8.19 on 8 (`make test-8`)."""

from __future__ import annotations

import os

import elasticsearch
import pytest

from tests.servers import probe


@pytest.mark.elasticsearch
def test_the_client_is_one_that_the_server_answers() -> None:
    url = os.environ.get("ELASTICSEARCH_URL", "")
    if not url:
        required = os.environ.get("REQUIRE_ELASTICSEARCH") == "1"
        (pytest.fail if required else pytest.skip)("no Elasticsearch is named in ELASTICSEARCH_URL (make elasticsearch)")
    client = elasticsearch.__version__[0]
    server = int(probe.version(url).partition(".")[0])
    assert (client, server) in {(9, 9), (8, 9), (8, 8)}, "client 9 is refused by server 8"
    with elasticsearch.Elasticsearch(url) as asked:
        assert asked.info()["version"]["number"] == probe.version(url)
