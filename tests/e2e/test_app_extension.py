"""The same pages inside a Jupyter server, under a prefix and a token, beside a researcher's own kernels."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from app_server import Answer, until
from ports import free_port

PORT, OTHER_PORT, TOKEN = free_port(), free_port(), "essai"
BOOK = "voila/render/workbooks/01_autodiagnostic.ipynb"

WAITING = """
import time
from pathlib import Path
while not Path("lu").exists():
    time.sleep(0.05)
"""
"""A cell that ends once the page's reader has made a file beside the notebook."""


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}/user/a.b/"


class Stay(HTTPRedirectHandler):
    """Follow no redirection."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def ask(path: str, *, method: str = "GET", token: str = TOKEN, data: bytes | None = None, port: int = PORT) -> Answer:
    request = Request(address(port) + path, method=method, data=data, headers={"Authorization": f"token {token}"})
    try:
        with build_opener(Stay).open(request, timeout=60) as reply:
            return Answer(reply.status, dict(reply.headers), reply.read().decode())
    except HTTPError as error:
        return Answer(error.code, dict(error.headers), error.read().decode())


def answers(port: int) -> bool:
    try:
        return ask("api", port=port).status == 200
    except URLError:
        return False


def kernel_ids(port: int = PORT) -> set[str]:
    return {one["id"] for one in json.loads(ask("api/kernels", port=port).text)}


def kernel_of(page: Answer) -> str:
    assert page.status == 200
    assert page.text.rstrip().endswith("<!-- pasapas:fin -->")
    found = re.search(r'"kernelId": "([\w-]+)"', page.text)
    assert found
    return found[1]


def release(kernel_id: str) -> None:
    assert ask(f"voila/api/shutdown/{kernel_id}", method="POST", data=b"_xsrf=").status == 204


def notebook(path: Path, *codes: str) -> None:
    """Write a researcher's own notebook, of one cell or more."""
    cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    cells = [{**cell, "id": f"cell-{number}", "source": code} for number, code in enumerate(codes)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole), encoding="utf-8")


@contextmanager
def jupyter(folder: Path, *, port: int, pages: dict[str, int]) -> Iterator[Path]:
    """A Jupyter server with the extension as the wheel enables it, that looks often whether a kernel has died; gives
    the folder of its notebooks.
    """
    shipped = Path(__file__).parents[2] / "pasapas_widgets/app/jupyter_server_config.json"
    (folder / "config/jupyter_server_config.d").mkdir(parents=True)
    shutil.copy(shipped, folder / "config/jupyter_server_config.d/pasapas_widgets.json")
    settings = {"ServerApp": {"base_url": "/user/a.b/", "port": port, "port_retries": 0, "open_browser": False}}
    settings |= {"IdentityProvider": {"token": TOKEN}, "PageKernels": pages, "KernelRestarter": {"time_to_dead": 0.2}}
    (folder / "config/jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "root").mkdir()
    notebook(folder / "root" / "mien.ipynb", "1 + 1")
    prose = json.loads((folder / "root" / "mien.ipynb").read_text(encoding="utf-8"))
    prose["cells"] = [{"cell_type": "markdown", "id": "une", "metadata": {}, "source": "# Une lettre"}]
    (folder / "root" / "lettre.ipynb").write_text(json.dumps(prose), encoding="utf-8")
    notebook(folder / "root" / "lent.ipynb", "import time; time.sleep(600)")
    notebook(folder / "root" / "attente.ipynb", "6 * 7", "12345 * 10001", WAITING)
    notebook(folder / "root" / "faux.ipynb", "1 / 0")
    notebook(folder / "root" / "mort.ipynb", "import os; os._exit(1)")
    command = [sys.executable, "-m", "jupyter_server", "--allow-root"]
    env = os.environ | {"JUPYTER_CONFIG_DIR": str(folder / "config")}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=env, cwd=folder / "root", stdout=log, stderr=log)
    try:
        assert until(lambda: answers(port), seconds=60), (folder / "log").read_text()
        yield folder / "root"
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module", autouse=True)
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server with room for two pages; the folder of its notebooks."""
    with jupyter(tmp_path_factory.mktemp("jupyter"), port=PORT, pages={"limit": 2}) as folder:
        yield folder


def test_index_and_pages_are_ours() -> None:
    index = ask("pasapas/")
    assert index.status == 200
    assert "Par où commencer" in index.text
    assert f'href="/user/a.b/{BOOK}"' in index.text
    assert ask("pasapas/confidentialite").status == 200
    assert "Cette page n&#39;existe pas" in ask("pasapas/rien").text
    assert "Cette page n&#39;existe pas" in ask("voila/render/rien.ipynb").text
    for path in ("voila", "voila/tree", "pasapas"):
        assert ask(path).headers["Location"] == "/user/a.b/pasapas/"


def test_strangers_are_asked_to_log_in() -> None:
    for path in ("pasapas/", BOOK):
        assert ask(path, token="faux").headers["Location"].startswith("/user/a.b/login")


def test_a_researcher_s_own_notebook_has_the_same_frame() -> None:
    page = ask("voila/render/mien.ipynb")
    assert '<html lang="fr">' in page.text
    assert "cdn" not in page.text
    release(kernel_of(page))


def test_a_notebook_without_code_starts_no_kernel() -> None:
    before = kernel_ids()
    page = ask("voila/render/lettre.ipynb")
    assert page.text.rstrip().endswith("<!-- pasapas:fin -->")
    assert "<script" not in page.text and "Une lettre" in page.text
    assert kernel_ids() == before


def test_what_a_cell_shows_does_not_wait_for_the_next_one(server: Path) -> None:
    asked = Request(address(PORT) + "voila/render/attente.ipynb", headers={"Authorization": f"token {TOKEN}"})
    page = b""
    try:
        with build_opener(Stay).open(asked, timeout=30) as reply:
            while b"123462345" not in page:
                page += reply.read1(4096)
            (server / "lu").touch()
            page += reply.read()
    finally:
        (server / "lu").touch()
    release(kernel_of(Answer(200, {}, page.decode())))


@pytest.mark.parametrize("name", ["faux", "mort"])
def test_a_cell_that_fails_is_told_kindly(name: str) -> None:
    page = ask(f"voila/render/{name}.ipynb")
    assert "Cette partie n&#39;a pas pu s&#39;afficher" in page.text
    for english in ("ZeroDivisionError", "Traceback", "There was an error", "An exception occurred"):
        assert english not in page.text
    release(kernel_of(page))


def test_a_cell_without_end_gives_the_page_an_end(tmp_path: Path) -> None:
    with jupyter(tmp_path, port=OTHER_PORT, pages={"page_seconds": 8}):
        page = ask("voila/render/lent.ipynb", port=OTHER_PORT)
        assert "window.pap_late()" in page.text
        assert "<!-- pasapas:fin -->" not in page.text
        assert until(lambda: not kernel_ids(OTHER_PORT))


def test_the_cap_counts_pages_and_leaves_other_kernels_alone() -> None:
    own = json.loads(ask("api/kernels", method="POST", data=b"{}").text)["id"]
    pages = [kernel_of(ask(BOOK)), kernel_of(ask(BOOK))]
    assert kernel_ids() == {own, *pages}
    full = ask(BOOK)
    assert full.status == 503
    assert "Toutes les places sont prises" in full.text
    for one in (*pages, own):
        release(one)
    assert until(lambda: kernel_ids() == {own})
    release(kernel_of(ask(BOOK)))
    assert ask(f"api/kernels/{own}", method="DELETE").status == 204


@pytest.mark.browser
def test_a_browser_opens_the_workbook_and_leaves_no_kernel(browser: Any) -> None:
    before = kernel_ids()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address(PORT)}{BOOK}?token={TOKEN}")
    page.locator(".pap-ready .pap").first.wait_for(timeout=60_000)
    assert len(kernel_ids()) == len(before) + 1
    page.reload()
    page.locator(".pap-ready .pap").first.wait_for(timeout=60_000)
    page.close(run_before_unload=True)
    assert until(lambda: kernel_ids() == before)
    context.close()
