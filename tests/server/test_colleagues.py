"""Three trainers at once in real browsers, each on a server of their own: what one has, the others never meet."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, own_faults
from engines import BIN, ROOT, passable
from serveur import PASSWORD, Serveur
from test_accounts import room_of
from trainers import Trainer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ("nadia", "omar", "lea")
PATIENCE = 120_000


class Colleague(Trainer):
    """A trainer who comes in by the Hub."""

    def __init__(self, browser: Any, serveur: Serveur, name: str) -> None:
        self.serveur, self.account = serveur, serveur.account(name)
        self.context = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 900})
        super().__init__(self.context.new_page(), None)  # type: ignore[arg-type]
        self.page.set_default_timeout(PATIENCE)

    def come_in(self) -> None:
        """Log in; the Hub begins to start a server."""
        self.page.goto(self.serveur.address)
        self.page.get_by_label("Username").fill(self.account)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def lead(self) -> None:
        """Open the workbook of a session once the server is there."""
        self.page.wait_for_url(f"**/user/{self.account}/pasapas/")
        self.page.goto(f"{self.serveur.address}/user/{self.account}/voila/render/workbooks/seance.ipynb")
        self.cockpit.locator("h3:visible").first.wait_for()

    def owners_of(self, program: str) -> set[str]:
        """Return the accounts under which a program of this trainer's runs."""
        found = set()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                is_theirs = self.account.encode() in (process / "environ").read_bytes()
                if is_theirs and program.encode() in (process / "cmdline").read_bytes():
                    found.add(pwd.getpwuid(process.stat().st_uid).pw_name)
            except OSError:
                continue
        return found


@pytest.fixture
def colleagues(serveur: Serveur, browser: Any) -> Iterator[list[Colleague]]:
    """Three trainers, each in a browser of their own."""
    with passable(ROOT / "x", BIN / "python"):
        made = [Colleague(browser, serveur, name) for name in NAMES]
        yield made
        for one in made:
            one.context.close()


def test_three_trainers_at_once_each_open_their_own_session(serveur: Serveur, colleagues: list[Colleague]) -> None:
    for one in colleagues:
        one.come_in()
    for one in colleagues:
        one.lead()
    for one, name in zip(colleagues, NAMES, strict=True):
        one.create(f"Équipe de {name}")
    for one, name in zip(colleagues, NAMES, strict=True):
        # Another file's tests may have led a rehearsal on this server, by the same account.
        titles = [made["session"]["titre"] for made in room_of(serveur, name).sessions()]
        assert [title for title in titles if title.startswith("Équipe de")] == [f"Équipe de {name}"]
        assert one.owners_of("singleuser") == one.owners_of("ipykernel") == {one.account}
        home = Path(pwd.getpwnam(one.account).pw_dir)
        assert home.stat().st_mode & 0o777 == 0o700 and home.stat().st_uid != os.geteuid()
        assert list((home / ".noyaux").glob("*-ipc-*"))  # by TCP, another account could read what the kernel says

    nadia, omar, _ = colleagues
    theirs = omar.page.request.get(f"{serveur.address}/user/{nadia.account}/pasapas/")
    assert theirs.status in (403, 404) and "Équipe de nadia" not in theirs.text()

    # The wall opens from the cockpit: the Hub is asked, nothing is typed.
    made = room_of(serveur, "nadia").sessions()
    session = next(one for one in made if one["session"]["titre"] == "Équipe de nadia")
    nadia.page.goto(f"{serveur.address}/salle/projection/{session['id']}")
    nadia.page.get_by_text(session["code"]).first.wait_for()
    refused = omar.page.goto(f"{serveur.address}/salle/projection/{session['id']}")
    assert refused.status == 404 and session["code"] not in omar.page.content()

    # The page of one's sessions, with several: each field of one name stands in a group that names its session.
    nadia.page.goto(f"{serveur.address}/salle/seances")
    names = nadia.page.locator("form[action$=inviter] [role=group]").evaluate_all(
        "all => all.map((one) => document.getElementById(one.getAttribute('aria-labelledby')).textContent)"
    )
    assert "Équipe de nadia" in names
    assert axe_faults(nadia.page) == [] == own_faults(nadia.page)


def test_a_colleague_is_invited_from_the_cockpit_and_taken_back(serveur: Serveur, colleagues: list[Colleague]) -> None:
    nadia, omar, _ = colleagues
    for one in (nadia, omar):
        one.come_in()
        one.lead()
    nadia.create("Équipe à deux")
    session = next(
        one["id"] for one in room_of(serveur, "nadia").sessions() if one["session"]["titre"] == "Équipe à deux"
    )
    nadia.cockpit.locator("summary", has_text="Qui anime").click()
    nadia.says("Vous avez ouvert cette séance.")
    nadia.says("Personne d'autre ne l'anime.")
    nadia.press("Inviter")
    nadia.says("Écrivez le nom que cette personne tape pour entrer.")
    box = nadia.cockpit.get_by_label("Inviter quelqu'un à animer")
    box.fill("omar et léa")
    nadia.press("Inviter")
    nadia.says("Ce n'est pas un nom de compte")
    box.fill(omar.account)
    nadia.press("Inviter")
    nadia.says(f"Animent aussi : {omar.account}.")
    assert box.input_value() == ""
    assert axe_faults(nadia.page) == [] == own_faults(nadia.page)
    assert [one["person"] for one in room_of(serveur, "nadia").trainers(session)] == [nadia.account, omar.account]

    if not omar.cockpit.get_by_label("Comment l'appeler ?").is_visible():
        omar.press("Séances")
    omar.cockpit.locator("li", has_text="Équipe à deux").get_by_role("button").first.click()  # it came by itself
    omar.cockpit.locator("summary", has_text="Qui anime").click()
    omar.says(f"Séance ouverte par {nadia.account}.")
    omar.says("Seule la personne qui l'a ouverte")
    assert not omar.cockpit.get_by_label("Inviter quelqu'un à animer").is_visible()

    nadia.press(f"Retirer {omar.account}")
    nadia.says("Personne d'autre ne l'anime.")
    omar.cockpit.get_by_text("Équipe à deux").locator("visible=true").first.wait_for(state="detached")
