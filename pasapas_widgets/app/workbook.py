"""The page of a workbook: its frame at once, then a kernel, then its cells, and never without an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from nbformat import NotebookNode
from tornado.web import HTTPError, authenticated
from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from pasapas_widgets.app.channels import Brief
from pasapas_widgets.app.early import early_parts, framed, is_shipped, placed, scripts_ahead
from pasapas_widgets.app.kernels import NoRoomError, PageKernels, inherited
from pasapas_widgets.app.pages import RETRY_SECONDS, FrenchPage
from pasapas_widgets.app.stages import stages_opened
from pasapas_widgets.places.shipped import workbooks_dir

__all__ = ["KernelReleaseHandler", "WorkbookPage"]

FLUSH_SECONDS = 0.3
GIVE_UP_SECONDS = 5
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "anywidget", "@voila-dashboards/widgets-manager8"]
"""What a page loads of the JupyterLab extensions installed beside us."""

TOLD = "MissingPartError"
"""The error whose text is for the reader (research/__init__.py): what is not installed here, and how to add it."""

LATE = "<script>window.pap_late();</script></body></html>"


class _Compiled(BytecodeCache):
    """The templates as compiled for an earlier page: each page has an environment of its own, which begins anew."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same source, if anything was."""
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what was compiled."""
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


class _Executor(VoilaExecutor):  # type: ignore[misc]
    """Voilà's executor, which hides why a cell failed, but for a sentence that was written for the reader."""

    def strip_code_cell_errors(self, cell: Any) -> Any:
        told = any(one.get("ename") == TOLD for one in cell.get("outputs", ()))
        return cell if told else super().strip_code_cell_errors(cell)


class _Renderer(NotebookRenderer):  # type: ignore[misc]
    """Voilà's renderer, which writes the frame of all cells first; the kernel starts once that has left."""

    async def _jinja_kernel_start(self, nb: Any, kernel_id: str, kernel_future: Any) -> str:
        self.launch = kernel_future
        return kernel_id

    async def _jinja_cell_generator(self, nb: Any, kernel_id: str) -> AsyncIterator[Any]:
        for cell in framed(nb.cells):
            yield cell
        code = {place: cell for place, cell in enumerate(nb.cells, 1) if cell.cell_type == "code"}
        if not kernel_id:
            return
        ran = NotebookNode({**nb, "cells": list(code.values())})  # type: ignore[no-untyped-call]
        await self._start_kernel(ran)
        async for cell in placed(super()._jinja_cell_generator(ran, kernel_id), code):
            yield cell
            await self.request_handler.flush()  # what is written is read while the next cell runs

    async def _start_kernel(self, nb: Any) -> None:
        kernel = await self.launch(nb.metadata.kernelspec.name)
        self.executor = _Executor(
            nb, km=kernel, config=self.traitlet_config, show_tracebacks=self.voila_configuration.show_tracebacks
        )
        self.executor.kc = await self.executor.async_start_new_kernel_client()

    @property
    def needs_kernel(self) -> bool:
        """Whether the notebook has a cell of code."""
        return any(cell.cell_type == "code" for cell in self.notebook.cells)

    async def release(self) -> None:
        """Close the client's sockets, however far the page went; the kernel itself goes on."""
        executor = getattr(self, "executor", None)
        if executor is not None and executor.kc is not None:
            await ensure_async(executor.kc.stop_channels())


class WorkbookPage(FrenchPage):
    """Open a workbook: ours, or a notebook of the server's own folder."""

    @property
    def content_security_policy(self) -> str:
        """What widgets need."""
        return str(super(FrenchPage, self).content_security_policy)

    def initialize(self, *, voila_configuration: Any, template_paths: list[str], config: Any, packaged: bool) -> None:
        """Remember what rendering needs.

        Parameters
        ----------
        voila_configuration, config
            The settings, Voilà's and the whole ones.
        template_paths
            Our template folder, then Voilà's and nbconvert's.
        packaged
            Whether nothing but our own workbooks is served.
        """
        self.voila_configuration = voila_configuration
        self.template_paths = template_paths
        self.traitlet_config = config
        self.packaged = packaged
        self.kernels: PageKernels = self.settings["pasapas_kernels"]
        self.opening: asyncio.Task[None] | None = None
        self.given_up = False
        self.left = False

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self, path: str) -> None:
        """Open the notebook at ``path``; end in a kind page when there is no room or no time."""
        contents, path = await self._find(path)
        renderer = await self._renderer(contents, path)
        folder = Path(contents.root_dir) / Path(path).parent
        kernel_id = self._reserve(renderer)
        self.opening = asyncio.create_task(self._open(renderer, folder, kernel_id))
        self.settings["pasapas_openings"].add(self)
        await asyncio.wait([self.opening], timeout=self.kernels.page_seconds)
        if not self.opening.done():
            await self.give_up()
        self.settings["pasapas_openings"].discard(self)
        opened = self.opening.done() and not self.opening.cancelled() and self.opening.exception() is None
        if not opened:
            await self.kernels.stop(kernel_id)
            self._end()

    def _reserve(self, renderer: _Renderer) -> str:
        """Return the id of the kernel to start; none without code, nor where the page can do without one for now."""
        if not renderer.needs_kernel:
            return ""
        try:
            return self.kernels.reserve()
        except NoRoomError:
            if renderer.resources["frame"]["early"] is None:
                raise HTTPError(503, "as many pages are open as the cap allows") from None
        self.set_status(503)
        self.set_header("Retry-After", str(RETRY_SECONDS))
        renderer.resources["frame"]["is_full"] = True
        return ""

    def _end(self) -> None:
        """End a page that could not be opened: an error page if nothing has left yet, else a message in the page."""
        if self.left:
            return
        if not self._headers_written:
            raise HTTPError(500)
        self.finish(LATE)

    async def give_up(self) -> None:
        """Stop preparing the page. nbclient swallows a cancellation, so the flag is read before each piece is sent."""
        if self.opening and not self.opening.done():
            self.given_up = True
            self.opening.cancel()
            await asyncio.wait([self.opening], timeout=GIVE_UP_SECONDS)

    def on_connection_close(self) -> None:
        """Stop preparing a page whose reader has left."""
        super().on_connection_close()
        self.left = self.given_up = True
        if self.opening:
            self.opening.cancel()

    async def _find(self, path: str) -> tuple[Any, str]:
        """Return the contents manager that has the notebook, and its path there."""
        if not path.endswith(".ipynb"):
            raise HTTPError(404)
        if not self.packaged and await ensure_async(self.contents_manager.file_exists(path)):
            return self.contents_manager, path
        ours = LargeFileManager(root_dir=str(workbooks_dir()))
        path = path.removeprefix("workbooks/")
        if "/" in path or not ours.file_exists(path):
            raise HTTPError(404)
        return ours, path

    async def _open(self, renderer: _Renderer, folder: Path, kernel_id: str) -> None:
        """Send the page piece by piece."""
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")

        async def start(name: str) -> Any:
            await self.flush()
            return await self.kernels.start(kernel_id, name=name, folder=folder, env=self._environment(kernel_id))

        flushed = monotonic()
        try:
            async for html, _resources in renderer.generate_content_generator(kernel_id, start):
                if self.given_up:
                    raise asyncio.CancelledError
                self.write(html)
                if monotonic() - flushed > FLUSH_SECONDS:
                    await self.flush()
                    flushed = monotonic()
        finally:
            await renderer.release()
        self.kernels.watch(kernel_id)
        await self.finish()

    async def _renderer(self, contents: Any, path: str) -> _Renderer:
        """Return Voilà's renderer of the notebook, set on our template."""
        page = {
            "base_url": self.base_url,
            "settings": self.settings,
            "log": self.log,
            "voila_configuration": self.voila_configuration,
        }
        page_config = get_page_config(**page) | {
            "fullStaticUrl": f"{self.base_url}{self.settings['pasapas_static']}",
            "fullMathjaxUrl": None,  # neither is set: Voilà draws formulas with the MathJax that it brings along
            "mathjaxConfig": None,
        }
        renderer = _Renderer(
            request_handler=self,
            voila_configuration=self.voila_configuration,
            traitlet_config=self.traitlet_config,
            notebook_path=path,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=contents,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=page_config,
        )
        await renderer.initialize()
        if is_shipped(Path(path).name, renderer.notebook.cells):  # without a formula: 217 kB less
            renderer.page_config["fullMathjaxUrl"] = f"{self.base_url}pasapas/noformulas.js"
        renderer.exporter.environment.bytecode_cache = COMPILED
        renderer.exporter.template_file = "workbook.html.j2"
        title = renderer.notebook.metadata.get("title", Path(path).stem)
        frame = self.frame(title=title, here=path)
        renderer.resources["frame"] = frame | {
            "needs_kernel": renderer.needs_kernel,
            "page_seconds": self.kernels.page_seconds,
            "idle_seconds": self.kernels.idle_seconds,
            "stages": stages_opened(renderer.notebook.cells),
            "early": early_parts(self.base_url, renderer.notebook.cells),
            "is_full": False,
            "again": self.request.uri,
            "target": "rendered_cells",
            "ahead": self._ahead() if renderer.needs_kernel else [],
            "told": TOLD,
            "tracebacks": self.voila_configuration.show_tracebacks,
        }
        return renderer

    def _ahead(self) -> list[str]:
        """Return the addresses of the scripts that a browser may fetch while the cells run."""
        prefixes = {"statics": self.settings["pasapas_static"], "labextensions": "voila/labextensions"}
        return [f"{self.base_url}{prefixes[kind]}/{name}" for kind, names in scripts_ahead().items() for name in names]

    def _environment(self, kernel_id: str) -> dict[str, str]:
        """Return the kernel's environment: the server's, the way to the room, and what Voilà promises to notebooks."""
        return {
            "OPENBLAS_NUM_THREADS": "1",  # several pages share the processors; small matrices only keep threads waiting
            **inherited(),
            **self.settings.get("pasapas_room", {}),
            "VOILA_KERNEL_ID": kernel_id,
            "VOILA_BASE_URL": self.base_url,
            "VOILA_REQUEST_URL": self.request.full_url(),
            "QUERY_STRING": self.request.query,
        }


class KernelReleaseHandler(Brief):
    """The message that a browser sends when it leaves a page: its kernel stops.

    The browser cannot add the anti-forgery token to it (Voilà issue 1458), which left a kernel behind at each reload.
    None is asked here: who knows the unguessable id of a page's kernel is that page.
    """

    def check_xsrf_cookie(self) -> None:
        """Ask for no token."""

    async def post(self, kernel_id: str) -> None:
        """Stop the kernel if a page of ours started it; say nothing of any other."""
        await self.settings["pasapas_kernels"].stop(kernel_id)
        self.set_status(204)
