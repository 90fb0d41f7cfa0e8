"""Web addresses and mailboxes: what may be published of them."""

from __future__ import annotations

import pytest

from ingest.clean.links import email, private, url


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("www.girlscoutsfl.org", "http://www.girlscoutsfl.org"),
        ("example.com/a?b=c#d", "http://example.com/a?b=c#d"),
        ("HTTPS://Example.com/A", "https://example.com/A"),
        ("http:/example.com", "http://example.com"),
        ("http//example.com", "http://example.com"),
        ("https://user:secret@example.com/x", "https://example.com/x"),
        ("https://example.com:443/x", "https://example.com/x"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("https://example.com/a b", ""),
        ("https://example.com/\"onclick=\"x", "https://example.com/%22onclick=%22x"),
        ("https://españa.example.com/", "https://xn--espaa-rta.example.com/"),
        ("http://", ""),
        ("https://", ""),
        ("http://127.0.0.1/locations/x", ""),
        ("http://localhost:8000/", ""),
        ("http://192.168.1.20/", ""),
        ("http://10.0.0.1", ""),
        ("http://[::1]/", ""),
        ("http://169.254.169.254/latest", ""),
        ("http://intranet/", ""),
        ("http://printer.local/", ""),
        ("javascript:alert(1)", ""),
        ("mailto:info@example.com", ""),
        ("ftp://example.com/x", ""),
        ("data:text/html,x", ""),
        ("see our page", ""),
        ("N/A", ""),
        ("info@example.com", ""),
        ("http://a.example.com or http://b.example.com", "http://a.example.com"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_public_web_addresses_stay(raw: str, kept: str) -> None:
    assert url(raw).value == kept


def test_what_is_dropped_is_told_without_quoting_it() -> None:
    for raw in ("http://127.0.0.1/secret", "javascript:secret", "http://secret", "http://"):
        (note,) = url(raw).notes
        assert "secret" not in note
    assert url("https://user:secret@example.com").notes == ("credentials were taken out of a web address",)
    assert url("").notes == ()


def test_hosts_of_this_machine_and_private_networks() -> None:
    assert all(private(host) for host in ("localhost", "127.0.0.1", "10.1.2.3", "::1", "fd00::1", "router", "a.internal"))
    assert not any(private(host) for host in ("example.com", "8.8.8.8"))


@pytest.mark.parametrize(
    ("raw", "owner"),
    [
        ("info@example.org", ""),
        ("Intake@example.org", ""),
        ("mailto:help@example.org?subject=x", ""),
        ("north.office@example.org", ""),
        ("youthservices@example.org", ""),
        ("friendsplace@gmail.com", "Friends Place Inc."),
        ("foodbank12@example.org", ""),
        ("girlscouts@girlscoutsfl.org", ""),
        ("gsctf@aol.com", "Girl Scouts Council Tropical Florida"),
    ],
)
def test_mailboxes_of_desks_stay(raw: str, owner: str) -> None:
    assert email(raw, owner).value == raw.removeprefix("mailto:").split("?")[0]


@pytest.mark.parametrize("raw", ["mary.jones@example.org", "mjones@example.org", "jane@gmail.com", "j.p.smith@agency.gov"])
def test_mailboxes_of_persons_are_dropped_unless_the_source_publishes_them(raw: str) -> None:
    assert email(raw, "Hope House").value == ""
    assert email(raw, "Hope House").notes == ("a person's e-mail address was dropped",)
    assert email(raw, public=True).value == raw


@pytest.mark.parametrize("raw", ["no address", "@example.org", "info@", "info@host", "a b@example.org"])
def test_what_is_no_mailbox_is_dropped(raw: str) -> None:
    assert email(raw, public=True).value == ""
