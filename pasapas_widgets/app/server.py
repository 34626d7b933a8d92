"""The app of its own: one server on this computer, nothing served but what the pages need."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import shutil
import socket
import sys
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from traitlets.config import Config
from voila.app import Voila, _kernel_id_regex

from pasapas_widgets.app.channels import ChannelsHandler, ReadOnlyKernelHandler
from pasapas_widgets.app.choices import ALONE, RoomChoices
from pasapas_widgets.app.early import prepare
from pasapas_widgets.app.instance import RUN_PREFIX, Instance, InstanceHandler, first_instance, port_of_before
from pasapas_widgets.app.kernels import LightKernelSpecs, PageKernels
from pasapas_widgets.app.pages import HomePage, MissingPage
from pasapas_widgets.app.ports import ADDRESS, DEFAULT_PORT, free_port, is_free
from pasapas_widgets.app.routes import CELL_SECONDS, page_settings, routes, voila_configuration
from pasapas_widgets.app.startup import (
    StartError,
    is_it,
    more_files,
    room_lines,
    same_questionnaire,
    show,
    start_lines,
)
from pasapas_widgets.app.stops import on_stop
from pasapas_widgets.app.visitor import Visitor
from pasapas_widgets.content import interface
from pasapas_widgets.live.room.doors import GuardedApplication
from pasapas_widgets.live.room.routes import room_routes
from pasapas_widgets.live.room.upkeep import keep_up
from pasapas_widgets.model.questionnaire.loading import CHOSEN
from pasapas_widgets.places.folders import data_dir
from pasapas_widgets.places.shipped import workbooks_dir

__all__ = ["PasapasApp", "StartError", "serve"]

SOCKET_PATH_BYTES = 100
"""The longest path of a socket file that every system takes."""

ROOM_IDLE_SECONDS = 10 * 3600
"""Life of a kernel whose page is open and still, in a room: a cockpit that nobody touches during the longest day (eight
hours and its pauses) must be there when it is needed; only the trainer's few pages hold kernels there."""

IDLE_SECONDS, BODY_SECONDS = 120, 60
"""How long a silent connection is kept, and how long a request may take to arrive."""
PORT_SECONDS, LOOK_SECONDS = 20.0, 0.25
"""How long the port of a server that was killed is waited for, and how often it is looked at."""
BACKLOG = 1024
"""Connections that may wait to be taken: a whole room that scans the code at once."""

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""What a workbook may load: nothing from another host."""

PAGE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""What a page without a kernel may load: it has no script, and its style stands in it."""


NO_NEWS = ("ping timeout", "login cookie")
"""What Jupyter warns of, in English: a browser that has gone; its own cookie, unused here, from another server."""


class PasapasApp(Voila):  # type: ignore[misc]
    """Voilà's own application with our addresses, our kernels and our limits."""

    name = "pasapas"
    before: int | None = None
    """The port of a run that was killed, where its phones go on looking."""

    def load_config_file(self, *_names: Any, **_paths: Any) -> None:
        """Read ``pasapas.json`` or ``pasapas.py`` of the Jupyter configuration folders; no other, none of the cwd."""
        super().load_config_file("pasapas", path=jupyter_config_path())

    def setup_template_dirs(self) -> None:
        """Take our settings of Voilà; the templates are found by ``routes``."""
        self.voila_configuration = voila_configuration(self)
        self.voila_configuration.kernel_spec_manager_class = LightKernelSpecs

    def prepare(self, choices: RoomChoices = ALONE) -> None:
        """Build the web application: this computer's alone, or a room's.

        Raises
        ------
        StartError
            The workbooks are not there.
        FolderError
            The data folder cannot be written.
        """
        folder = workbooks_dir()
        if not folder.is_dir():
            raise StartError(interface("app")["demarrage"]["carnets_absents"].format(dossier=folder))
        self.root_dir = str(folder)
        self.key: list[str] = []
        self.choices = choices
        self.room = choices.room()
        os.environ["IPYTHONDIR"] = str(data_dir() / "ipython")
        self.connection_dir = tempfile.mkdtemp(prefix=RUN_PREFIX)
        self.update_config(_kernel_settings(self.connection_dir))
        self.identity_provider_class = Visitor
        settings = self.init_settings()
        self.kernels = PageKernels(manager=self.kernel_manager, parent=self)
        if choices.network:
            self.kernels.idle_seconds = ROOM_IDLE_SECONDS
        self.room_variables: dict[str, str] = {}
        settings |= page_settings(home=self.base_url, kernels=self.kernels)
        settings |= {
            "allow_remote_access": choices.network,
            "compress_response": True,
            "default_handler_class": MissingPage,
            "headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"},
            "log_function": lambda _handler: None,
            "pasapas_doors": self.room.doors,
            "pasapas_page_policy": PAGE_POLICY,
            "pasapas_room": self.room_variables,
            "pasapas_sessions": self.room,
        }
        self.app = GuardedApplication(self.init_handlers(), **settings)

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Return our addresses, and of Jupyter's own only the two that a page needs."""
        kernel = f"{self.base_url}api/kernels/{_kernel_id_regex}"
        return [
            *room_routes(self.room),
            (self.base_url, HomePage),
            (f"{self.base_url}pasapas/instance/(.+)", InstanceHandler, {"key": self.key}),
            (kernel, ReadOnlyKernelHandler),
            (f"{kernel}/channels", ChannelsHandler),
            *routes(base_url=self.base_url, configuration=self.voila_configuration, config=self.config, packaged=True),
        ]

    def listen(self, asked: int | None) -> None:
        """Open the port asked for or none; where none is asked for, the usual one or the next that is free.

        Raises
        ------
        StartError
            The port is taken or forbidden.
        """
        texts = interface("app")["demarrage"]
        addresses = self.choices.listened
        self.port = asked or free_port(addresses=(*addresses, ADDRESS))
        self.http_server = HTTPServer(self.app, idle_connection_timeout=IDLE_SECONDS, body_timeout=BODY_SECONDS)
        try:
            for address in addresses:
                self.http_server.add_sockets(bind_sockets(self.port, address, socket.AF_INET, backlog=BACKLOG))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                sentence = interface("room")["demarrage"]["adresse_absente"]
                raise StartError(sentence.format(adresse=self.choices.address)) from error
            taken = error.errno == errno.EADDRINUSE
            sentence = texts["port_pris"] if taken else texts["port_interdit"]
            raise StartError(sentence.format(port=self.port, autre=self.port + 1)) from error
        self.home = f"http://{ADDRESS}:{self.port}"
        self.choices.place(self.room, self.port)
        self.room_variables |= {"PASAPAS_SALLE_URL": self.home, "PASAPAS_SALLE_JETON": self.room.doors.kernel_token}

    async def run(self, *, port: int | None, open_browser: bool) -> None:
        """Serve until asked to stop, then stop every kernel."""
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        on_stop(lambda: loop.call_soon_threadsafe(stopping.set))
        folder = data_dir()
        other = first_instance(folder)
        self.choices.check(other)
        if is_it(other, port):  # one that was quicker than us
            show(other, open_browser=open_browser)
            return
        if self.choices.network:
            await self.room.store()
        more_files()
        if other is None and self.before is not None and port in (None, self.before):
            await self.regain(self.before, stopping)
            port = self.before if self.is_free(self.before) else port
        if stopping.is_set():
            return
        self.listen(port)
        entrance = self.choices.entrance(self.room, self.home)
        here = self.instance()
        self.key.append(here.key)
        if other is None:
            here.write(folder)
        elif other.url:  # the sessions are the first one's: pages of this one use its room
            self.room_variables |= {"PASAPAS_SALLE_URL": other.url, "PASAPAS_SALLE_JETON": other.token}
        self.app.settings["pasapas_culler"].start()
        upkeep = asyncio.create_task(keep_up(self.room)) if other is None else None
        prepare()
        print(*self.lines(entrance, moved=port is None and self.port != DEFAULT_PORT), sep="\n", flush=True)
        if open_browser:
            IOLoop.current().run_in_executor(None, webbrowser.open, entrance)
        while not stopping.is_set():  # Windows notices Ctrl-C only when the loop wakes
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), 1)
        here.forget(folder)
        if upkeep is not None:
            upkeep.cancel()
        self.http_server.stop()
        self.app.settings["pasapas_culler"].stop()

    def is_free(self, port: int) -> bool:
        """Tell whether the app may listen on that port, at all the addresses it needs."""
        return all(is_free(port, address) for address in {*self.choices.listened, ADDRESS})

    async def regain(self, port: int, stopping: asyncio.Event) -> None:
        """Wait for the port of a run that was killed: what is left of it, or the system, may hold it for a while.

        Raises
        ------
        StartError
            A room's is not given back in time. Alone, another port does as well.
        """
        texts, clock = interface("room")["demarrage"], asyncio.get_running_loop().time
        if self.is_free(port):
            return
        print(texts["port_attendu"].format(port=port, secondes=round(PORT_SECONDS)), flush=True)
        end = clock() + PORT_SECONDS
        while not self.is_free(port) and not stopping.is_set() and clock() < end:
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), LOOK_SECONDS)
        if self.choices.network and clock() >= end:
            raise StartError(texts["port_garde"].format(port=port))

    def instance(self) -> Instance:
        """Return the record of this run, for a second start and for kernels of this user."""
        token = self.room.doors.kernel_token
        entrance = f"{self.home}/" + (f"?jeton={token}" if self.choices.network else "")
        return Instance.here(
            port=self.port,
            run_folder=self.connection_dir,
            url=self.home,
            token=token,
            entrance=entrance,
            questionnaire=os.environ.get(CHOSEN, ""),
        )

    def lines(self, entrance: str, *, moved: bool) -> list[str]:
        """Return what the window says."""
        if not self.choices.network:
            return start_lines(entrance, moved=moved)
        chosen = bool(self.choices.address or self.choices.public)
        return room_lines(self.room, entrance=entrance, chosen=chosen, moved=moved)

    async def close(self) -> None:
        """End the pages that are opening, stop every kernel, remove what was only for this run."""
        pages = list(self.app.settings["pasapas_openings"])
        await asyncio.gather(*(page.give_up() for page in pages))
        await self.kernels.stop_all()
        await self.kernel_manager.shutdown_all(now=True)
        await self.room.close()
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def _kernel_settings(connection_dir: str) -> Config:
    """Return the settings of kernels and of the execution of cells."""
    config = Config()
    config.VoilaExecutor.timeout = CELL_SECONDS
    config.VoilaExporter.language_code = "fr"
    longest = Path(connection_dir) / f"kernel-{'0' * 36}-ipc-5"
    if sys.platform != "win32" and len(os.fsencode(longest)) <= SOCKET_PATH_BYTES:
        config.KernelManager.transport = "ipc"
    return config


def serve(*, port: int | None, open_browser: bool, choices: RoomChoices = ALONE, before: int | None = None) -> int:
    """Run the app until Ctrl-C or SIGTERM and return the exit status; show it instead where it already runs.

    Parameters
    ----------
    port
        The port to open, that one or none; ``None`` for the usual one or the next that is free.
    open_browser
        Whether to show the app in the browser.
    choices
        This computer alone, or a room.
    before
        The port of a run that was killed, where the caller has looked for one already: one that hangs is slow to ask.

    Raises
    ------
    StartError
        The port is taken, the workbooks are missing, or a room is asked for where the app runs: one French sentence.
    StoreError
        A room's store cannot be opened: one French sentence.
    FolderError
        The data folder cannot be written: one French sentence.
    """
    logging.getLogger("tornado.general").setLevel(logging.ERROR)  # a socket closed while it was read is no news

    running = None
    if before is None:
        before, running = port_of_before(data_dir()), first_instance(data_dir())
    choices.check(running)
    same_questionnaire(running)
    if is_it(running, port):
        show(running, open_browser=open_browser)
        return 0

    async def main() -> None:
        app = PasapasApp(log_level=logging.WARNING)
        app.log.addFilter(lambda record: not any(words in str(record.msg) for words in NO_NEWS))
        app.initialize([])
        app.prepare(choices)
        app.before = before
        try:
            await app.run(port=port, open_browser=open_browser)
        finally:
            await app.close()

    # Sockets of kernels need the selector loop, which Windows does not use of itself.
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop if sys.platform == "win32" else None) as runner:
        runner.run(main())
    return 0
