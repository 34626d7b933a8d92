"""Synthetic people and their phones: the same for the same seed, and a wire that behaves as a browser's."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from own_loop import in_own_loop

from pasapas_widgets.cli import main
from pasapas_widgets.content import interface
from pasapas_widgets.live.rehearsal import MOST_PARTICIPANTS, RehearsalError, rehearse
from pasapas_widgets.live.rehearsal.people import TEAM, Draw, team_of
from pasapas_widgets.live.rehearsal.phone import Phone
from pasapas_widgets.live.rehearsal.wire import Address, Link, LinkError, Traffic, Wire
from pasapas_widgets.model.questionnaire.loading import load_questionnaire

Served = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def talking_to(server: Served, talk: Callable[[Address], Awaitable[Any]]) -> Any:
    """Run a small server and return what ``talk`` found there."""
    opened = await asyncio.start_server(server, "127.0.0.1", 0)
    try:
        port = opened.sockets[0].getsockname()[1]
        return await talk(Address.of(f"http://127.0.0.1:{port}"))
    finally:
        opened.close()  # from Python 3.12 on, leaving «async with» would wait for who never closes


def wire(address: Address, *, link: Link | None = None, traffic: Traffic | None = None) -> Wire:
    given: dict[str, Any] = {"link": link} if link else {}
    return Wire(address, headers={}, draw=Draw("essai"), traffic=traffic or Traffic(), **given)


def test_a_team_keeps_its_proportions_whatever_its_size() -> None:
    whole = sum(count for *_, count in TEAM)
    team = team_of(10 * whole, seed=3)
    for _, profile, count in TEAM:
        same = sum(wanted for _, other, wanted in TEAM if other == profile)
        assert sum(person.profile == profile for person in team) == 10 * same, (profile, count)
    assert len(team_of(1, seed=3)) == 1


def test_the_same_seed_gives_the_same_answers_and_another_one_others() -> None:
    def given(seed: int) -> list[dict[str, Any]]:
        team = team_of(12, seed=seed)
        return [dict(person.answers(Draw(f"{seed} {place}"))) for place, person in enumerate(team)]

    assert given(1) == given(1) != given(2)
    q = load_questionnaire()
    for answers in given(1):
        assert set(answers) <= set(q.item_ids) and len(answers) > 25
        assert set(answers.values()) <= {1, 2, 3, 4, "NSP", "NC"}


def test_what_they_write_says_that_nobody_said_it() -> None:
    texts = interface("rehearsal")
    assert all(one.startswith("(Participant inventé)") for one in texts["commentaires"])
    assert len(texts["commentaires"]) == len(set(texts["commentaires"])) >= 5


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("http://192.168.1.20:8866/", "192.168.1.20:8866"),
        ("192.168.1.20:8866", "192.168.1.20:8866"),
        ("https://salle.exemple.fr/s", "salle.exemple.fr"),
        ("http://[::1]:9000", "[::1]:9000"),
        ("http://192.168.1.20:8866/S/K7MQP/.", "192.168.1.20:8866"),
        ("«\u202fHttp://192.168.1.20:8866/s/\u200b\u202f».", "192.168.1.20:8866"),
    ],
)
def test_addresses_as_people_type_them(url: str, named: str) -> None:
    address = Address.of(url)
    assert (address.named, address.prefix) == (named, "")


@pytest.mark.parametrize("url", ["", "ftp://a", "http://", "http://a:seize", "file:///etc"])
def test_what_is_no_address_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(RehearsalError, match="pas une adresse"):
        rehearse(url, "K7MQP")


def test_nobody_behind_the_address_is_said_in_one_sentence() -> None:
    with pytest.raises(RehearsalError, match=r"Aucun serveur ne répond à l.adresse 127\.0\.0\.1:9"):
        rehearse("http://127.0.0.1:9", "K7MQP", participants=2)


@pytest.mark.parametrize("number", [0, -3, MOST_PARTICIPANTS + 1])
def test_too_few_or_too_many_are_refused(number: int) -> None:
    with pytest.raises(RehearsalError, match="de 1 à 1000"):
        rehearse("http://127.0.0.1:9", "K7MQP", participants=number)


@pytest.mark.parametrize(
    "options",
    [["--participants", "0"], ["--participants", "1001"], ["--participants", "dix"], ["--seed", "x"],
     ["--session", "K7MQP"], ["--adresse", "http://127.0.0.1:9"]],
)  # fmt: skip
def test_a_command_written_wrong_ends_with_2(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["repetition", *options])
    assert ended.value.code == 2
    assert "pasapas repetition" in capsys.readouterr().err


def test_a_command_that_finds_nobody_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repetition", "--adresse", "http://127.0.0.1:9", "--session", "K7MQP"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "Aucun serveur" in said.err


def test_a_kernel_that_rehearses_stays_small() -> None:
    heavy = ("numpy", "matplotlib", "pandas", "tornado", "sqlalchemy", "requests", "voila", "ipywidgets")
    code = f"import sys, pasapas_widgets.live.rehearsal; print([m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_one_connection_carries_many_requests_and_is_opened_again_when_dropped() -> None:
    async def three_then_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(3):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()

    async def talk(address: Address) -> Traffic:
        traffic = Traffic()
        one = wire(address, traffic=traffic)
        for _ in range(9):
            assert (await one.ask("GET", "/")).json() == {}
        one.close()
        return traffic

    traffic = in_own_loop(talking_to(three_then_close, talk))
    assert traffic.connections == 3 and traffic.sent > traffic.received > 9 * 20


def test_a_body_in_chunks_and_a_reply_without_body() -> None:
    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n5;x\r\n": 1}\r\n0\r\n\r\n')
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    async def talk(address: Address) -> tuple[Any, int, Any]:
        one = wire(address)
        first, second = await one.ask("GET", "/"), await one.ask("GET", "/")
        one.close()
        return first.json(), second.status, second.json()

    assert in_own_loop(talking_to(served, talk)) == ({"a": 1}, 204, {})


@pytest.mark.parametrize(
    "said",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", b"SSH-2.0\r\n\r\n",
     b"HTTP/1.1 200 OK\r\n" + b"x" * 100_000,
     b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"],
)  # fmt: skip
def test_whatever_else_answers_there_is_one_kind_of_error(said: bytes) -> None:
    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    async def talk(address: Address) -> None:
        with pytest.raises(LinkError):
            await wire(address).ask("GET", "/", patience=5)

    in_own_loop(talking_to(served, talk))


def test_a_captive_portal_is_no_reply() -> None:
    async def portal(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n<html>hello>")
        writer.close()

    async def talk(address: Address) -> None:
        with pytest.raises(LinkError):
            (await wire(address).ask("GET", "/")).json()

    in_own_loop(talking_to(portal, talk))


def test_a_bad_link_loses_requests_before_and_after_the_server_has_heard_them() -> None:
    heard = 0

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal heard
        while await reader.readuntil(b"\r\n\r\n"):
            heard += 1
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    async def talk(address: Address) -> tuple[int, int]:
        before = await lost_of(address, Link(lost_before=1, noticed=0))
        assert heard == 0
        return before, await lost_of(address, Link(lost_after=1, noticed=0))

    async def lost_of(address: Address, link: Link) -> int:
        one, lost = wire(address, link=link), 0
        for _ in range(5):
            try:
                await one.ask("GET", "/")
            except LinkError:
                lost += 1
        one.close()
        return lost

    assert in_own_loop(talking_to(served, talk)) == (5, 5)
    assert heard == 5


def test_a_phone_ignores_a_state_that_is_older_than_its_own() -> None:
    async def story() -> str:
        phone = Phone(Address.of("127.0.0.1:9"), "K7MQP", draw=Draw("x"))
        phone.take({"version": 4, "phase": "vote", "tag": "b"})
        phone.take({"version": 3, "phase": "reponses", "tag": "a"})
        return str(phone.state["phase"])

    assert in_own_loop(story()) == "vote"
