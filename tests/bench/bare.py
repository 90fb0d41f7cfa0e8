"""The floor of a result page: what Flask, the stock client and a bare template need for the same hits and counts.

performance.md §5 measured such a page (elasticsearch-py, 20 cards; no validation, gazetteer, languages, logging or headers):
197 to 269 a second a core, and the goals in pages a second come from there. Here it serves the product's hand-written bodies
from the same server under the same gunicorn, so that pages a second can be told as a ratio of one run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import elasticsearch
import orjson
from flask import Flask, render_template_string, request

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Results</title></head><body>
<form action="/search"><input name="q"><button>Search</button></form>
<p>{{ total }} found</p>
{% for one in listings %}<article><h2><a href="/listing/{{ one.ref }}">{{ one.name }}</a></h2>
<p>{{ one.organization.name }}</p><p>{{ one.description }}</p>
{% for phone in one.phones %}<p><a href="tel:{{ phone.number }}">{{ phone.number }}</a></p>{% endfor %}
{% for url in one.urls %}<p><a href="{{ url }}">Website</a></p>{% endfor %}
</article>{% endfor %}
<form>{% for value, count in counts %}
<label><input type="checkbox" value="{{ value }}">{{ value }} {{ count }}</label>{% endfor %}
</form></body></html>"""


def create_app() -> Flask:
    """The bare site over the questions of a file: a line with the index and a body for each."""
    app = Flask(__name__)
    lines = [orjson.loads(line) for line in Path(os.environ["BARE_QUESTIONS"]).read_bytes().splitlines()]
    client = elasticsearch.Elasticsearch(
        os.environ["BARE_SERVER"],
        serializers={"application/json": elasticsearch.OrjsonSerializer()},
        connections_per_node=16,
    )
    headers = {"accept": "application/json", "content-type": "application/json"}

    @app.get("/search")
    def search() -> str:
        """One question's page."""
        path, asked = lines[int(request.args["n"])]
        told: Any = client.perform_request("POST", path, headers=headers, body=asked).body
        found = [orjson.loads(hit["fields"]["body"][0]) for hit in told["hits"]["hits"]]
        counts = [(bucket["key"], bucket["doc_count"]) for bucket in told["aggregations"]["all"]["yes"]["buckets"]]
        return render_template_string(PAGE, total=told["hits"]["total"]["value"], listings=found, counts=counts)

    @app.get("/readyz")
    def ready() -> str:
        """It serves."""
        return "yes"

    return app
