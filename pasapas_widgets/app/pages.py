"""The pages without a kernel: index, accessibility, privacy, and the kind page that ends whatever goes wrong."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, FileSystemLoader
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, authenticated

from pasapas_widgets.app.guides import guide, guide_names
from pasapas_widgets.content import interface
from pasapas_widgets.content.declaration import load_audit, statement
from pasapas_widgets.design.tokens import design_style
from pasapas_widgets.design.typeface import SCREEN, screen_digest, typeface_style
from pasapas_widgets.model.kit.notices import NoticePart, load_notice
from pasapas_widgets.model.kit.webseries import load_viewing
from pasapas_widgets.places.binder import default_repository, launch_url
from pasapas_widgets.places.shipped import workbooks_dir
from pasapas_widgets.rules.aggregation import load_thresholds

__all__ = ["TEMPLATES", "AccessibilityPage", "FrenchPage", "HelpPage", "HomePage", "MissingPage", "PrivacyPage"]

TEMPLATES = Path(__file__).parent / "template"
"""The folder of our templates, page styles and page script."""

ANSWER = "01_autodiagnostic.ipynb"
"""The workbook that everybody answers in: the one link of the header beside the menu."""

RETRY_SECONDS = 60

OURS = "connect-src 'self'"
"""What a policy of ours says of the addresses that a page may reach."""

BINDER = {"idle_minutes": 10, "life_hours": 6, "quiet_minutes": 30, "ask_minutes": 4}
"""mybinder.org's two limits; how long a page in sight without a gesture still counts as somebody's; how often it asks.
The reasons are in docs/decisions/004-binder.md."""


@cache
def _styles(base: str) -> str:
    typeface = typeface_style(f"{base}pasapas/police/{screen_digest()}/{SCREEN.name}")
    return design_style() + typeface + (TEMPLATES / "page.css").read_text(encoding="utf-8")


def _menu(address: str, here: str, *, rooms: bool) -> list[dict[str, Any]]:
    """Return the groups of the menu: the workbooks that are there, the present one marked.

    Parameters
    ----------
    address
        Where workbooks are, from the server's root.
    here
        The file that the page shows.
    rooms
        Whether a room can be opened here.
    """
    there = {path.name for path in workbooks_dir().glob("*.ipynb")}
    groups = []
    for group in interface("app")["site"]["menu"]["groupes"]:
        links = [
            {"href": f"{address}{name}", "label": one["titre"], "current": name == here}
            for one in group["carnets"]
            if (name := f"{one['id']}.ipynb") in there and (rooms or not one.get("salle"))
        ]
        if links:
            groups.append({"title": group["titre"], "links": links})
    return groups


def _help(address: str, here: str) -> str:
    """Return the address of the guide that concerns a page.

    Parameters
    ----------
    address
        Where the help is, from the server's root.
    here
        The file of the workbook, ``"accueil"`` for the index; any other page leads to the list of guides.
    """
    return address + str(interface("app")["aide"]["pages"].get(Path(here).stem, ""))


def _fill(text: str) -> str:
    """Put the privacy thresholds into a sentence."""
    thresholds = load_thresholds()
    return text.format(moyenne=thresholds.mean, distribution=thresholds.distribution)


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["fill"] = _fill
    return environment


class FrenchPage(JupyterHandler):  # type: ignore[misc]
    """Base of every page that a person reads: the frame, our templates, errors said in French."""

    @property
    def content_security_policy(self) -> str:
        """What the page may load: where the app has the server to itself, no script at all."""
        return str(self.settings.get("pasapas_page_policy") or super().content_security_policy)

    def set_default_headers(self) -> None:
        """Name the address of the kernels' messages: for Safari before 15.4, «'self'» leaves WebSockets out."""
        super().set_default_headers()
        policy, host = self._headers.get("Content-Security-Policy", ""), self.request.headers.get("Host", "")
        if OURS in policy and re.fullmatch(r"[\w.\[\]:-]+", host):
            self.set_header("Content-Security-Policy", policy.replace(OURS, f"{OURS} ws://{host} wss://{host}"))

    def frame(self, *, title: str, here: str = "") -> dict[str, Any]:
        """Return what surrounds a page.

        Parameters
        ----------
        title
            The page's own title.
        here
            The file of the workbook that the page shows; ``"accueil"`` for the index.
        """
        texts = interface("app")
        workbooks = f"{self.base_url}voila/render/workbooks/"
        home = self.settings["pasapas_home"]
        binder = self._binder()
        return {
            "texts": texts,
            "title": texts["site"]["titre_page"].format(titre=title),
            "base": self.base_url,
            "home": home,
            "workbooks": workbooks,
            "at_home": here == "accueil",
            "in_help": here == "aide",
            "answer": {"href": workbooks + ANSWER, "current": here == ANSWER},
            "help": _help(f"{self.base_url}pasapas/aide/", here),
            "menu": _menu(workbooks, here, rooms=binder is None),
            "styles": _styles(self.base_url),
            "binder": binder,
        }

    def _binder(self) -> dict[str, Any] | None:
        """Return what public Binder's banner needs; ``None`` everywhere else, and for a stranger to this server."""
        launched = self.settings.get("pasapas_demonstration")
        if launched is None or not self.current_user:
            return None
        return {
            "texts": interface("binder"),
            "ask": f"{self.base_url}pasapas/presence/",
            "again": launched.again(self._place()),
            **BINDER,
        }

    def _place(self) -> str:
        """Return the page's address from the server's prefix."""
        return str(self.request.path).removeprefix(self.base_url)

    def get_login_url(self) -> str:
        """Return Jupyter's page that asks for a password; on public Binder there is none, so refuse at once."""
        if self.settings.get("pasapas_demonstration"):
            raise HTTPError(403)
        return str(super().get_login_url())

    def show(self, template: str, *, title: str, here: str = "", **values: Any) -> None:
        """Send one of our pages."""
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-cache")
        values["frame"] = self.frame(title=title, here=here)
        self.finish(_environment().get_template(template).render(values))

    def log_exception(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log a fault with its place in the code, and nothing of who asked: tornado's own line has the address."""
        if not isinstance(error, HTTPError):
            self.log.error("fault in a page", exc_info=(kind, error, trace))

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Say in French what happened and give a way out; the details stay in the server's log."""
        names = {403: "interdit", 404: "introuvable", 405: "interdit", 503: "complet"}
        message = interface("app")["messages"][names.get(status_code, "erreur")]
        retry = self.request.uri if status_code >= 500 else None
        launched = self.settings.get("pasapas_demonstration")
        if launched and status_code == 403 and not self.current_user:
            message, retry = interface("binder")["refus"], launched.again(self._place())
        if status_code == 503:
            self.set_header("Retry-After", str(RETRY_SECONDS))
        self.show("message.html.j2", title=message["titre"], message=message, retry=retry)


class HomePage(FrenchPage):
    """Where to begin, in one look."""

    @authenticated  # type: ignore[untyped-decorator]
    def get(self) -> None:
        """Send the index."""
        repository = default_repository()
        link = launch_url(repository) if repository and not self.settings.get("pasapas_demonstration") else None
        title, official = interface("app")["index"]["titre"], load_viewing().links
        self.show("home.html.j2", title=title, here="accueil", demonstration=link, official=official)


class AccessibilityPage(FrenchPage):
    """The accessibility statement."""

    @authenticated  # type: ignore[untyped-decorator]
    def get(self) -> None:
        """Send the statement, in the name of the body that deploys the app where the environment says which."""
        sections = statement(
            load_audit(),
            organisation=os.environ.get("PASAPAS_ORGANISME", "").strip(),
            contact=os.environ.get("PASAPAS_CONTACT", "").strip(),
        )
        title = interface("app")["accessibilite"]["titre"]
        self.show("accessibility.html.j2", title=title, sections=sections)


class PrivacyPage(FrenchPage):
    """What is kept, where, and who sees it; with ``?seance=CODE``, who is responsible for that session."""

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self) -> None:
        """Send the notice."""
        parts = await self._of_session(self.get_query_argument("seance", ""))
        title = interface("app")["confidentialite"]["titre"]
        self.show("privacy.html.j2", title=title, notice_title=load_notice().title, notice=parts)

    async def _of_session(self, code: str) -> tuple[NoticePart, ...]:
        """Return the notice of the session that has this code; the general one where there is none."""
        room = self.settings.get("pasapas_sessions")
        if room is not None and code:
            from pasapas_widgets.live.room.pages import notice_of
            from pasapas_widgets.live.store import RefusedError

            try:
                session = await room.finder.session(code)
                found = await room.ask(lambda store: store.sessions.get(session))
                return notice_of(found, shared=not room.doors.by_secret)
            except RefusedError:
                pass
        return load_notice().filled(least=load_thresholds().mean)


class HelpPage(FrenchPage):
    """The guides: their list, or one of them."""

    @authenticated  # type: ignore[untyped-decorator]
    def get(self, name: str) -> None:
        """Send the list of guides, or the guide of that name."""
        if not name:
            self.show("help.html.j2", title=interface("app")["aide"]["titre"], here="aide")
            return
        if name not in guide_names():
            raise HTTPError(404)
        found = guide(name)
        self.show("guide.html.j2", title=found.title, here="aide", guide=found)


class MissingPage(FrenchPage):
    """Any address that is not served."""

    async def prepare(self) -> None:
        """Answer that the page does not exist, whatever the method."""
        if self.request.method not in ("GET", "HEAD"):
            self.check_xsrf_cookie = lambda: None
        await super().prepare()
        raise HTTPError(404)
