"""The cap on pages, the kernel that pages start, and channels that look again at their sockets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
import pytest
import zmq
import zmq.asyncio
from jupyter_client.channels import HBChannel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from own_loop import in_own_loop
from traitlets.config import Config

from pasapas_widgets.app.kernels import (
    LightKernelSpecs,
    NoRoomError,
    PageKernels,
    PatientChannel,
    PatientClient,
    inherited,
    memory_limit,
)


@asynccontextmanager
async def linked() -> AsyncIterator[tuple[PatientChannel, Session, zmq.asyncio.Socket]]:
    """Two ends of a socket: a channel that reads, and what writes to it."""
    context, session = zmq.asyncio.Context(), Session(key=b"secret")
    here, there = context.socket(zmq.DEALER), context.socket(zmq.DEALER)
    here.bind("inproc://here")
    there.connect("inproc://here")
    try:
        yield PatientChannel(here, session), session, there
    finally:
        context.destroy(linger=0)


def test_a_channel_gives_what_comes_late_and_gives_up_when_told() -> None:
    async def story() -> None:
        async with linked() as (channel, session, there):
            with pytest.raises(Empty):
                await channel.get_msg(timeout=0)
            with pytest.raises(Empty):
                await channel.get_msg(timeout=0.3)
            waiting = asyncio.create_task(channel.get_msg())
            await asyncio.sleep(0.6)
            assert not waiting.done()
            await there.send_multipart(session.serialize(session.msg("status", {"execution_state": "idle"})))
            message = await asyncio.wait_for(waiting, 20)
            assert message["content"] == {"execution_state": "idle"}

    in_own_loop(story())


def test_the_kernel_of_a_page_is_light_and_answers_the_patient_client(tmp_path: Path) -> None:
    code = "import sys; assert sys.modules['debugpy'] is None; assert not get_ipython().history_manager.enabled"

    async def story() -> dict[str, Any]:
        manager = AsyncKernelManager(kernel_name="whatever", kernel_spec_manager=LightKernelSpecs())
        manager.client_factory = PatientClient
        await manager.start_kernel(cwd=str(tmp_path))
        client = manager.client()
        assert isinstance(client, PatientClient)
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            reply: dict[str, Any] = await client.execute_interactive(code, timeout=60)
            assert not any(isinstance(thread, HBChannel) for thread in threading.enumerate())
            return reply
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    assert in_own_loop(story())["content"]["status"] == "ok"


def test_a_kernel_interrupted_while_it_starts_lives_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async def story() -> None:
        manager = AsyncKernelManager(kernel_name="whatever", kernel_spec_manager=LightKernelSpecs())
        await manager.start_kernel(cwd=str(tmp_path))
        try:
            await manager.interrupt_kernel()
            await asyncio.sleep(1)
            assert await manager.is_alive()
        finally:
            await manager.shutdown_kernel(now=True)

    in_own_loop(story())
    assert capfd.readouterr().err == ""


def test_a_kernel_starts_for_a_user_whose_name_has_accents(tmp_path: Path) -> None:
    """Windows puts the user's name into every folder: that of the connection's file, that of the settings."""
    folder = tmp_path / "Zoé Lefèvre-Ñuñez ½ œ"
    folder.mkdir()

    async def story() -> str:
        file = str(folder / "kernel-1.json")
        manager = AsyncKernelManager(kernel_spec_manager=LightKernelSpecs(), connection_file=file)
        manager.client_factory = PatientClient
        await manager.start_kernel(cwd=str(folder), env=inherited() | {"IPYTHONDIR": str(folder / "ipython")})
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            reply = await client.execute_interactive("import os; os.listdir()", timeout=60)
            return str(reply["content"]["status"])
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    assert in_own_loop(story()) == "ok"


def test_places_are_counted_before_kernels_start_and_given_back() -> None:
    async def story() -> None:
        pages = PageKernels(manager=AsyncMappingKernelManager(), config=Config(PageKernels={"limit": 2}))
        first, second = pages.reserve(), pages.reserve()
        assert first != second
        with pytest.raises(NoRoomError):
            pages.reserve()
        await pages.stop("unknown")
        assert len(pages) == 2
        await pages.stop(first)
        assert len(pages) == 1
        pages.reserve()
        await pages.stop_all()
        assert len(pages) == 0

    in_own_loop(story())


def test_the_cap_follows_the_memory_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory_limit() > 2**28
    for memory, cap in ((2**29, 4), (2 * 2**30, 31), (64 * 2**30, 60)):
        monkeypatch.setattr("pasapas_widgets.app.kernels.memory_limit", lambda memory=memory: memory)
        assert PageKernels(manager=AsyncMappingKernelManager()).limit == cap


@pytest.mark.parametrize("milliseconds", [0, 1, 5, 10, 20, 40, 80])
def test_a_page_left_while_its_kernel_starts_again_leaves_none(tmp_path: Path, milliseconds: int) -> None:
    """What starts again in the moment it is asked to stop was nobody's kernel, and stayed."""

    async def story() -> list[psutil.Process]:
        manager = AsyncMappingKernelManager(kernel_spec_manager=LightKernelSpecs(), connection_dir=str(tmp_path))
        pages = PageKernels(manager=manager)
        kernel_id = pages.reserve()
        kernel = await pages.start(kernel_id, name="python3", folder=tmp_path, env={})
        pages.watch(kernel_id)
        psutil.Process(kernel.provisioner.pid).kill()
        while await kernel.is_alive():
            await asyncio.sleep(0.01)
        noticed = asyncio.ensure_future(kernel._restarter.poll())
        await asyncio.sleep(milliseconds / 1000)
        await asyncio.gather(pages.stop(kernel_id), noticed)
        await asyncio.sleep(0.2)
        return [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]

    left = in_own_loop(story())
    for process in left:
        process.kill()
    assert left == []
