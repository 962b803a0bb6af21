"""Which addresses are connected to: public ones, whatever a name server says and when."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.addresses import CheckedBackend, Reach, refuse_literal_outside
from scrapers.client import Client
from scrapers.client_errors import FetchError, HostDown, OffLimits
from scrapers.limits import Limits
from scrapers.portal import Request
from tests.scrapers.site import Say, Site, client, policy

pytestmark = pytest.mark.anyio
PUBLIC, REPLAY, BOTH = Reach(), Reach(public=False, loopback=True), Reach(loopback=True)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "192.0.2.7",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:0:a00:1::5601:101",
    ],
)
def test_no_reach_includes_an_address_that_is_not_public(address: str) -> None:
    for reach in (PUBLIC, REPLAY, BOTH):
        assert not reach.includes(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_loopback_only_where_it_is_asked_for(address: str) -> None:
    found = ipaddress.ip_address(address)
    assert [reach.includes(found) for reach in (PUBLIC, REPLAY, BOTH)] == [False, True, True]


@pytest.mark.parametrize("address", ["103.21.244.1", "8.8.8.8", "2606:4700::1", "64:ff9b::808:808"])
def test_public_addresses_but_not_from_a_replay(address: str) -> None:
    found = ipaddress.ip_address(address)
    assert [reach.includes(found) for reach in (PUBLIC, REPLAY, BOTH)] == [True, False, True]


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_ever_included(address: Any) -> None:
    if BOTH.includes(address) and not address.is_loopback:
        assert not (address.is_private or address.is_link_local or address.is_multicast) or (
            isinstance(address, ipaddress.IPv6Address)
            and (address.ipv4_mapped or address.sixtofour or address.teredo)
        )


@pytest.mark.parametrize("host", ["10.0.0.1", "167772161", "0xa.1", "012.0.0.1", "::1", "fe80::1"])
def test_a_host_written_as_a_private_address_is_refused_without_asking(host: str) -> None:
    with pytest.raises(OffLimits, match="Nothing was sent"):
        refuse_literal_outside(host, PUBLIC)


def test_a_name_and_a_public_address_pass_the_first_look() -> None:
    for host in ("kalibrr.com", "8.8.8.8", "2606:4700::1"):
        refuse_literal_outside(host, PUBLIC)


async def test_a_name_that_leads_to_this_machine_is_refused_when_connecting() -> None:
    async with Site(jobs=Say()) as site, Client(contact="a@b.example", policy=policy()) as c:
        address = f"http://localhost:{site.port}"
        allowed = Limits(frozenset({f"localhost:{site.port}"}), 1000.0)
        with pytest.raises(OffLimits, match=r"leads to (127\.0\.0\.1|::1)"):
            await c.fetch(Request(f"{address}/jobs"), allowed)
    assert site.heard == []


def answers(*addresses: str) -> list[Any]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]


async def test_one_private_address_among_public_ones_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers("8.8.8.8", "10.0.0.1"))
    with pytest.raises(OffLimits, match=r"10\.0\.0\.1"):
        await CheckedBackend(PUBLIC).connect_tcp("rebind.example", 80, 1.0)


async def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the second look would lead elsewhere, so there must be none."""
    asked: list[str] = []

    def resolve(host: str, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        return answers("127.0.0.1") if len(asked) == 1 else answers("10.0.0.1")

    async with Site() as site:
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        stream = await CheckedBackend(REPLAY).connect_tcp("rebind.example", site.port, 1.0)
        peer = stream.get_extra_info("server_addr")
        await stream.aclose()
    assert (asked, peer) == (["rebind.example"], ("127.0.0.1", site.port))


async def test_the_next_address_is_tried_where_the_first_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with Site() as site:
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda *_, **__: answers("127.0.0.2", "127.0.0.1")
        )
        stream = await CheckedBackend(REPLAY).connect_tcp("two.example", site.port, 1.0)
        assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
        await stream.aclose()


async def test_a_name_server_that_says_nothing_is_a_host_that_is_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> list[Any]:
        raise socket.gaierror("Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    async with client() as c:
        with pytest.raises(HostDown, match="Temporary failure in name resolution"):
            await c.fetch(Request("http://a.example/"), Limits(frozenset({"a.example"}), 1000.0))


async def test_names_under_localhost_lead_to_the_replay_portals_and_only_there() -> None:
    async with Site(jobs=Say(b"replay")) as site:
        host = f"kalibrr.localhost:{site.port}"
        allowed = Limits(frozenset({host}), 1000.0)
        async with client() as c:
            answer = await c.fetch(Request(f"http://{host}/jobs"), allowed)
        assert answer.body == b"replay"
        assert site.calls("/jobs")[0].headers["host"] == host
        async with Client(contact="a@b.example", policy=policy()) as c:
            with pytest.raises(FetchError):
                await c.fetch(Request(f"http://{host}/jobs"), allowed)
    assert len(site.calls("/jobs")) == 1


async def test_no_file_of_this_machine_is_connected_to() -> None:
    with pytest.raises(OffLimits):
        await CheckedBackend(BOTH).connect_unix_socket("/run/docker.sock")
