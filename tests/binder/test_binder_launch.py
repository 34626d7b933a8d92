"""Binder, as participants meet it: built by its own steps, launched, used, left, stopped, launched again."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest
from axe_playwright_python.sync_playwright import Axe
from mybinder import REQUEST, Server
from ports import free_port
from replay import ROOT, Built, build, wanted_python

from pasapas_widgets.places.binder import launch_links, workbook_path
from pasapas_widgets.rules.scoring import load_rules

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Binder's steps are those of a Linux machine"),
]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 900}}
BOOK = workbook_path("01_autodiagnostic")
STILL = """() => {
    const [screenX, screenY] = window.hand; // what a browser says when the page moves under a mouse that lies still
    document.body.dispatchEvent(new PointerEvent("pointermove", { screenX, screenY, bubbles: true }));
    scrollBy(0, 5);
}"""
PAGES = ["pasapas/", "pasapas/confidentialite", "pasapas/nulle-part", BOOK, workbook_path("02_resultats")]


@pytest.fixture(scope="session")
def built() -> Built:
    """The environment that Binder would have, brought up to date."""
    if wanted_python() is None:
        reason = "no Python of the version of binder/runtime.txt that an unprivileged account can run"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    return build()


@pytest.fixture
def launch(built: Built, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Launch servers; at the end, stop them."""
    started: list[Server] = []

    def launched(name: str, *, port: int | None = None, **options: Any) -> Server:
        started.append(Server(built, tmp_path, name=name, port=port or free_port(), **options))
        return started[-1]

    yield launched
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def server(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with mybinder's own times."""
    one = Server(built, tmp_path_factory.mktemp("binder"), name="abcd", port=free_port())
    yield one
    one.stop()


@pytest.fixture
def profile(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open browser profiles; at the end, check that nothing was asked of another host and that no script failed."""
    contexts, outside, errors = [], [], []

    def opened(device: dict[str, Any] = LAPTOP) -> Any:
        context = browser.new_context(locale="fr-FR", accept_downloads=True, **device)
        contexts.append(context)
        context.on("request", lambda asked: outside.append(asked.url) if is_outside(asked.url) else None)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        return context

    yield opened
    for context in contexts:
        context.close()
    assert not outside
    assert not errors


def is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"


def until(true: Callable[[], object], *, seconds: float = 30) -> bool:
    """Look until ``true()`` holds, and tell whether it came to hold."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


def opened(page: Any, url: str) -> None:
    """Open a workbook to the end of its opening."""
    page.goto(url)
    page.locator("body.pap-ready").wait_for(timeout=180_000)


def choose(page: Any, item: str, value: str | int) -> None:
    while not page.locator(f'.pap-questionnaire-item[data-item="{item}"]').is_visible():
        page.locator(".pap-questionnaire-steps .pap-button-main").click()
    page.locator(f'.pap-questionnaire-item[data-item="{item}"] label:has(input[value="{value}"])').click()


def answered(page: Any) -> int:
    return int(page.locator(".pap-questionnaire-progress progress").get_attribute("value"))


def alert(page: Any) -> Any:
    return page.locator(".pap-binder-alerts [role=alert]")


def drop(page: Any, selector: str, name: str, text: str) -> None:
    """Drop a file on a part of the page, as a hand does."""
    make = "([name, text]) => { const d = new DataTransfer(); d.items.add(new File([text], name)); return d; }"
    held = page.evaluate_handle(make, [name, text])
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(selector, event, {"dataTransfer": held})


# ---------------------------------------- the build


def test_the_repository_is_there_before_it_is_installed_and_nothing_is_done_as_root(built: Built) -> None:
    lines = [line for line in built.dockerfile.splitlines() if re.match(r"USER |COPY .* src/ |RUN .*pip install", line)]
    copied = next(i for i, line in enumerate(lines) if line.startswith("COPY"))
    installed = next(i for i, line in enumerate(lines) if "pip install" in line)
    assert copied < installed
    assert lines[installed - 1] == "USER ${NB_USER}"
    assert "environment-2epy-2d3-2e11-2dlinux" in built.dockerfile


def test_the_base_image_keeps_its_versions_and_gets_what_is_pinned_only(built: Built) -> None:
    pins = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in pins if line and not line.startswith("#")]
    assert lines[-1] == "."
    wanted = dict(line.split("==") for line in lines[:-1])
    base = dict(re.findall(r"^(\S+)==(\S+)$", (built.folder / "base.txt").read_text(), re.MULTILINE))
    versions = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in built.versions().items()}
    assert (versions["jupyterlab"], versions["notebook"]) == ("4.4.9", "7.4.7")
    normal = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in base.items()}
    changed = {name: version for name, version in versions.items() if normal.get(name) not in (None, version)}
    assert changed == {}
    added = {name: version for name, version in versions.items() if name not in normal}
    del added["pasapas-widgets"]
    assert added == wanted, "binder/requirements.txt pins all that the base lacks, and nothing else"
    assert set(versions) & {"pytest", "playwright", "mypy", "ruff", "pyarrow", "seaborn"} == set()
    assert "No broken requirements" in built.run([str(built.prefix / "bin" / "pip"), "check"])


# ---------------------------------------- what is served, and to whom


@pytest.mark.parametrize("path", [*PAGES, "pasapas/presence/", "api/kernels", "api/contents", "lab"])
def test_without_the_token_nothing_is_opened(server: Server, path: str) -> None:
    before = len(server.kernels())
    status, _, body = server.ask(path, token=False)
    text = body.decode()
    if path in PAGES and path != "pasapas/nulle-part":
        assert status == 403
        assert "celle de quelqu&#39;un d&#39;autre" in text
        assert f"https://mybinder.org/{REQUEST}?urlpath={path.replace('/', '%2F')}" in text
    assert "pap-binder" not in text
    assert '"id"' not in text
    assert "jupyter-config-data" not in text or path == "lab"
    assert len(server.kernels()) == before


def test_pages_are_the_apps_own(server: Server) -> None:
    for path in PAGES:
        status, headers, _ = server.ask(path, **{"Accept-Encoding": "gzip"})
        assert status == (404 if path == "pasapas/nulle-part" else 200)
        assert headers["Content-Encoding"] == "gzip"
        text = server.ask(path)[2].decode()
        assert '<html lang="fr">' in text
        assert re.search(r"<title>[^<]+ – Carnets Pas à pas</title>", text)
        assert "Démonstration publique" in text
        assert f"https://mybinder.org/{REQUEST}" in text  # the way back
        page = lxml.html.document_fromstring(text)
        loaded = page.xpath("//@src | //link/@href | //@srcset | //@poster")
        assert [url for url in loaded if urlsplit(url).hostname] == []  # a link may lead out, nothing comes in


def test_elsewhere_nothing_is_said_of_binder(launch: Callable[..., Server]) -> None:
    server = launch("ailleurs", elsewhere=True)
    for path in ("pasapas/", BOOK):
        status, _, body = server.ask(path)
        shown = re.sub(r'<script type="application/json">.*?</script>', "", body.decode(), flags=re.DOTALL)
        assert status == 200 and "<h1" in shown
        assert "pap-binder" not in shown and "Démonstration publique" not in shown
    assert server.ask("pasapas/presence/")[0] == 404


# ---------------------------------------- every workbook, launched and used


def test_the_way_of_a_participant(server: Server, profile: Callable[..., Any]) -> None:
    page = profile(PHONE).new_page()
    opened(page, server.landing(launch_links("o/r")["01_autodiagnostic"]))
    banner = page.locator(".pap-binder")
    assert "réponses inventées seulement" in banner.inner_text()
    page.wait_for_function(r"/vers \d+\sh\s\d\d\./.test(document.querySelector('.pap-binder-end').textContent)")
    banner.locator("summary").click()
    assert "6 heures" in banner.inner_text()
    for item in ("L1-01", "L1-02", "L1-03", "L1-04", "L1-05"):
        choose(page, item, 4)
    assert answered(page) == 5
    assert load_rules().label_of(100) in page.locator(".pap-radar-sentence").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_way_of_a_trainer(server: Server, profile: Callable[..., Any]) -> None:
    page = profile().new_page()
    opened(page, server.landing(launch_links("o/r")["02_resultats"]))
    page.get_by_role("button", name="Ouvrir cet exemple").click()
    page.get_by_text("24 feuilles en tout").wait_for(timeout=30_000)
    page.locator(".pap-rail").get_by_role("link", name="Le radar").click()
    page.locator(".pap-radar svg").first.wait_for(timeout=30_000)
    assert "24" in page.locator(".pap-radar").inner_text()
    page.locator(".pap-rail").get_by_role("link", name="Ce dont on parle").click()
    page.locator(".pap-results").get_by_role("heading").first.wait_for(timeout=30_000)


@pytest.mark.parametrize("name", sorted(launch_links("o/r")))
def test_every_launch_address_opens(server: Server, profile: Callable[..., Any], name: str) -> None:
    page = profile().new_page()
    opened(page, server.landing(launch_links("o/r")[name]))
    assert page.locator("h1").count() == 1
    assert page.locator(".pap-notice-title:visible").count() == 0
    assert page.locator(".pap-binder").is_visible()


# ---------------------------------------- what Binder takes away


def test_who_thinks_keeps_the_kernel_and_who_leaves_does_not(
    launch: Callable[..., Server], profile: Callable[..., Any]
) -> None:
    server = launch("veille", kernel_seconds=4)
    page = profile().new_page()
    page.clock.install()
    opened(page, server.url(BOOK))
    choose(page, "L1-01", 3)
    page.evaluate("addEventListener('pointermove', (event) => (window.hand = [event.screenX, event.screenY]))")
    end = time.monotonic() + 10  # two and a half times the life of an idle kernel
    while time.monotonic() < end:
        page.mouse.move(100 + time.monotonic() % 50, 300)  # a person reads; nothing is sent to the kernel
        page.clock.fast_forward("04:05")
        page.wait_for_timeout(500)
        assert len(server.kernels()) == 1
    assert alert(page).inner_text() == ""

    for _ in range(9):  # nobody: half an hour, then the page only asks whether somebody is there
        page.clock.fast_forward("04:00")
        page.evaluate(STILL)
        page.wait_for_timeout(150)
    page.get_by_text("Vous êtes toujours là").wait_for()
    assert until(lambda: server.kernels() == []), f"a page that was left kept its kernel: {server.kernels()}"

    page.mouse.move(200, 400)
    page.get_by_text("mise en veille, faute d'activité").wait_for()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("link", name="Recharger la page").click()
    page.locator("body.pap-ready").wait_for(timeout=180_000)
    assert answered(page) == 1
    assert len(server.kernels()) == 1


def test_a_hidden_page_asks_nothing(server: Server, profile: Callable[..., Any]) -> None:
    page = profile().new_page()
    page.clock.install()
    opened(page, server.url(BOOK))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "presence" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => window.away ?? true, configurable: true})")
    for _ in range(5):
        page.clock.fast_forward("04:05")
        page.wait_for_timeout(100)
    assert asked == []
    page.evaluate("() => { window.away = false; document.dispatchEvent(new Event('visibilitychange')); }")
    assert until(lambda: page.wait_for_timeout(100) or len(asked) == 1, seconds=5)


def test_the_end_of_the_six_hours_is_said_in_time(server: Server, profile: Callable[..., Any]) -> None:
    state = json.loads(server.ask("pasapas/presence/")[2])
    assert state["alive"] is True
    assert 5 * 3600 < state["left"] <= 6 * 3600
    page = profile().new_page()
    late = {"alive": True, "left": 900}  # a server that is nearly six hours old cannot be had here
    page.route("**/pasapas/presence/*", lambda route: route.fulfill(json=late))
    page.goto(server.url("pasapas/"))
    page.get_by_text("Cette démonstration s'arrête vers").wait_for()
    page.get_by_role("button", name="J'ai compris").click()
    page.wait_for_timeout(500)
    assert alert(page).inner_text() == ""


def test_launched_again_on_another_address(launch: Callable[..., Server], profile: Callable[..., Any]) -> None:
    first = launch("premiere")
    context = profile(PHONE)
    page = context.new_page()
    opened(page, first.url(BOOK))
    page.locator(".pap-questionnaire nav button", has_text="Mon bilan").click()
    page.locator(".pap-questionnaire-profile label").first.click()
    page.locator(".pap-questionnaire nav button", has_text="Discuter du travail").click()
    for item, value in (("L1-01", 3), ("L1-02", "NSP"), ("L1-03", 1)):
        choose(page, item, value)
    kept = page.evaluate("JSON.stringify(localStorage)")
    stored = json.loads(next(iter(json.loads(kept).values())))
    assert stored["profil"] is None, "what a stranger's page can read says who the person is"
    assert stored["expires"] <= time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86_400))

    first.stop()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("La démonstration ne répond plus").wait_for(timeout=20_000)
    again = page.get_by_role("link", name="Nouvelle démonstration")
    assert again.get_attribute("href") == f"https://mybinder.org/{REQUEST}?urlpath={BOOK.replace('/', '%2F')}"
    assert again.get_attribute("target") == "_blank"
    with page.expect_download() as waiting:  # without a server, the sheet can still be taken away
        page.get_by_role("button", name="Mon bilan").click()
        page.get_by_role("button", name="Télécharger ma feuille").click()
    sheet = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert json.loads(sheet)["reponses"] == {"L1-01": 3, "L1-02": "NSP", "L1-03": 1}

    second = launch("seconde", port=urlsplit(first.address).port)
    back = context.new_page()  # the same computer of mybinder.org: same origin, another address
    opened(back, second.landing(again.get_attribute("href")))
    assert answered(back) == 3
    assert "Nous avons retrouvé" in back.locator(".pap-questionnaire").inner_text()

    third = launch("troisieme")
    far = context.new_page()  # another computer: nothing there, the sheet brings the answers
    opened(far, third.url(BOOK))
    assert answered(far) == 0
    for name, text in (("photo.json", "\ufffd\ufffd"), ("autre.json", '{"questionnaire": "x", "reponses": {}}')):
        drop(far, ".pap-questionnaire", name, text)
        far.locator(".pap-questionnaire [role=alert]:visible").wait_for()
        assert answered(far) == 0
    drop(far, ".pap-questionnaire", "feuille-pas-a-pas.json", sheet)
    until(lambda: far.wait_for_timeout(100) or answered(far) == 3, seconds=5)
    assert answered(far) == 3
    assert far.locator(".pap-questionnaire-profile input").first.is_checked()
    drop(far, "h1", "feuille-pas-a-pas.json", "{}")  # beside the questionnaire: nothing happens, the page stays
    assert answered(far) == 3
