"""Real Elasticsearch servers for developers, CI and tests: `python -m tests.servers start`, `Node` and `Cluster`.

`install` has what a server is made of, `java` the JDK it runs on, `account` the user it runs as, `setup` its configuration,
`node` one server's life, `cluster` several that belong together, `secure` one with TLS and keys, `probe` what is asked of
them. All but `secure` needs the standard library only.
"""

from __future__ import annotations

from directory.errors import NearhelpError


class NoServer(NearhelpError):
    """No server can be had; the message says what to do about it."""

    title = "No Elasticsearch"
