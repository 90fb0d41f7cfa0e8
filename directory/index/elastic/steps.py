"""What an answer with an error status means to an operator: a table from what the server says to the next step."""

from __future__ import annotations

from typing import Any, NamedTuple


class Said(NamedTuple):
    """What the server says of a failure. `reason` is only looked through: it may quote what was asked."""

    status: int
    kind: str
    reason: str


class Step(NamedTuple):
    """The next step where the status is one of some, the kind and the reason hold these words; empty: any."""

    text: str
    status: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    reason: str = ""

    def fits(self, said: Said) -> bool:
        """Whether it is what to do about that."""
        kind = not self.kind or any(word in said.kind for word in self.kind)
        return kind and (not self.status or said.status in self.status) and self.reason in said.reason


STEPS = (
    Step(
        "{name} takes no writes, since a disk of the cluster is full: free space, then the block goes by itself; "
        "if it stays, set index.blocks.read_only_allow_delete of {name}-* to null",
        kind=("cluster_block",),
        reason="read-only-allow-delete",
    ),
    Step(
        "{name} is blocked: GET {name}-*/_settings shows by which of index.blocks, set that to null",
        (403,),
        ("cluster_block",),
    ),
    Step("{name} is closed: POST {name}-*/_open", kind=("index_closed",)),
    Step(
        "the server refuses this user; look at NEARHELP_SEARCH_API_KEY, _USER and _PASSWORD, and at its rights on {name} "
        "and {name}-*",
        (401, 403),
    ),
    Step(
        "the server is older than its client: for server 8 install elasticsearch 8.19 with pip; a server 7 is too old",
        kind=("media_type_header",),
    ),
    Step("the cluster has too much to do; add a node or memory, or slow down what writes", (429,)),
    Step("the cluster has no master, or has not read its state yet; look at its nodes' logs", kind=("master", "cluster_block")),
    Step(
        "the cluster has as many shards as it may; remove indices, or raise cluster.max_shards_per_node",
        kind=("validation",),
        reason="shards open",
    ),
    Step("{name} is an index of somebody else's; give another name in NEARHELP_INDEX_URL", kind=("invalid_alias_name",)),
    Step(
        "a part of the index cannot be reached; look at GET _cluster/allocation/explain and _cat/shards/{name}-*",
        (408, 503),
    ),
    Step(
        "the index does not fit this version of the program ({kind}): run {rebuild}",
        kind=("mapper", "strict_dynamic", "illegal_argument", "parsing", "query_shard", "script"),
    ),
    Step(
        "a part of the index cannot be read; look at GET _cluster/health and _cat/shards/{name}-*",
        kind=("shard", "search_phase"),
    ),
    Step("the server answers with {status} {kind}; its log says why"),
)
"""The first that fits is told."""


def said(status: int, body: Any) -> Said:
    """What a server says in the body of an answer, or of a part of one that did many things."""
    told = body.get("error") if isinstance(body, dict) else None
    causes = [told, *(told.get("root_cause") or ())] if isinstance(told, dict) else []
    return Said(status, _words(causes, "type"), _words(causes, "reason"))


def _words(causes: list[dict[str, Any]], name: str) -> str:
    return " ".join(dict.fromkeys(str(cause.get(name) or "") for cause in causes))


def next_step(said: Said, name: str, rebuild: str) -> str:
    """What an operator of the directory `name` does next; `rebuild` is the command that builds it."""
    step = next(step for step in STEPS if step.fits(said))
    return step.text.format(name=name, rebuild=rebuild, status=said.status, kind=said.kind)
