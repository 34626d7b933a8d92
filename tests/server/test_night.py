"""The nights of a server: what is due is erased, a backup comes back on a new server, what was erased stays erased."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from engines import BIN
from gestures import answering, people
from serveur import DEPLOY, Serveur

from pasapas_widgets.app.hub.checks import findings, variables
from pasapas_widgets.app.hub.night import ERASED, NightError, backups, night, restore
from pasapas_widgets.live.store import open_store

NIGHT = dt.datetime(2026, 11, 29, 2, 30)


def pasapas(serveur: Serveur, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``pasapas serveur`` as who administers the machine does."""
    env = {**os.environ, **serveur.variables, **variables}
    return subprocess.run(
        [BIN / "pasapas", "serveur", *arguments], env=env, capture_output=True, text=True, check=False
    )


def test_a_backup_comes_back_and_what_was_erased_since_does_not(serveur: Serveur, tmp_path: Path) -> None:
    address, folder = serveur.cluster.new_database(), tmp_path / "sauvegardes"
    with open_store(address) as store:
        kept, gone = answering(store).id, answering(store).id
        keys = people(store, kept, 6)
        people(store, gone, 6)
        store.trainers.entrust(kept, "nadia")
    first = night(address, folder, days=7, now=NIGHT)
    assert (first.erased, first.kept, first.removed) == (0, 1, 0)
    assert folder.stat().st_mode & 0o777 == 0o700 and first.backup.stat().st_mode & 0o777 == 0o600
    with open_store(address) as store:
        store.erasure.erase(gone)
    night(address, folder, days=7, now=NIGHT + dt.timedelta(days=1))
    assert (folder / ERASED).read_text(encoding="ascii").split() == [gone]
    new = serveur.cluster.new_database()
    done = restore(first.backup, new)
    assert (done.sessions, done.erased) == (1, 1)
    with open_store(new) as store:
        assert [one.id for one in store.sessions.all("nadia")] == [kept]
        assert all(len(store.answers.own(kept, key).sheet.answers) == 32 for key in keys)
        assert store.publications.publish(kept).results["n_feuilles"] == 6
    with pytest.raises(NightError, match="contient déjà"):
        restore(first.backup, new)


def test_a_night_erases_what_is_due_and_keeps_a_week(serveur: Serveur, tmp_path: Path) -> None:
    address = serveur.cluster.new_database()
    with open_store(address) as store:
        due, later = answering(store, kept_until=dt.date(2026, 12, 3)).id, answering(store).id
    told = [night(address, tmp_path, days=7, now=NIGHT + dt.timedelta(days=day)) for day in range(10)]
    assert [one.erased for one in told] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert told[-1].kept == 8 and sum(one.removed for one in told) == 2
    (tmp_path / "autre.dump").write_bytes(b"")  # somebody else's: never removed
    assert len(backups(tmp_path)) == 8
    new = serveur.cluster.new_database()
    assert restore(backups(tmp_path)[0], new).erased == 1  # made before it was due
    with open_store(new) as store:
        assert [one.id for one in store.sessions.all()] == [later] != [due]


def test_what_cannot_be_backed_up_is_said(serveur: Serveur, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = serveur.cluster.new_database()
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with pytest.raises(NightError, match="dossier des sauvegardes"):
        night(address, tmp_path / "fichier", days=7)
    with pytest.raises(NightError, match="n'existe pas"):
        restore(tmp_path / "rien.dump", address)
    (tmp_path / "pasapas-2026-11-29T023000.dump").write_bytes(b"n'est pas une sauvegarde")
    with pytest.raises(NightError, match="pg_restore"):
        restore(tmp_path / "pasapas-2026-11-29T023000.dump", serveur.cluster.new_database())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NightError, match="postgresql-client"):
        night(address, tmp_path / "nuits", days=7)
    assert backups(tmp_path / "nuits") == []


def test_the_commands_of_who_administers(serveur: Serveur, tmp_path: Path) -> None:
    address, folder = serveur.cluster.new_database(), tmp_path / "sauvegardes"
    around = {"PASAPAS_STORE": address, "PASAPAS_SAUVEGARDES": str(folder)}
    with open_store(address) as store:
        session = answering(store, title="Un titre à nous").id
        people(store, session, 4)
    told = pasapas(serveur, "seances", **around).stdout
    assert session in told and "moins de cinq" in told and "aucun" in told and "titre" not in told
    assert "nadia" in pasapas(serveur, "confier", session, "Nadia", **around).stdout
    done = pasapas(serveur, "nuit", **around)
    assert (done.returncode, done.stderr) == (0, "") and "Sauvegardes gardées : 1" in done.stdout.replace("\u00a0", " ")
    new = {**around, "PASAPAS_STORE": serveur.cluster.new_database()}
    assert pasapas(serveur, "restaurer", str(backups(folder)[0]), **new).returncode == 0
    assert "nadia" in pasapas(serveur, "seances", **new).stdout
    refused = pasapas(serveur, "restaurer", str(folder / "rien"), **new)
    assert refused.returncode == 1 and refused.stderr.count("\n") == 1


def wrong(said: dict[str, str], serveur: Serveur) -> list[str]:
    """Return the sentences of what is not well."""
    return [
        one.sentence.replace("\u00a0", " ") for one in findings(said, certificate=serveur.certificate) if not one.well
    ]


def test_what_is_missing_is_said_one_sentence_each(serveur: Serveur, tmp_path: Path) -> None:
    assert pasapas(serveur, "nuit").returncode == 0
    said = serveur.variables
    assert wrong(said, serveur) == []
    with psycopg.connect(serveur.cluster.new_database(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET log_statement = 'all'")
        connection.execute("SELECT pg_reload_conf()")
        loud = wrong(said | {"PASAPAS_STORE": serveur.cluster.new_database()}, serveur)
        connection.execute("ALTER SYSTEM RESET log_statement")
        connection.execute("SELECT pg_reload_conf()")
    assert len(loud) == 2 and "(log_statement)" in loud[0] and "administre PostgreSQL" in loud[1]
    open_token = tmp_path / "jeton"
    open_token.write_text("x" * 40, encoding="ascii")
    open_token.chmod(0o644)
    worse: dict[str, Any] = {
        "PASAPAS_NOM": "http://carnets.exemple.fr", "PASAPAS_JETON_SALLE": str(open_token), "PASAPAS_ADMINS": "",
        "PASAPAS_GROUPE": "personne-ici", "PASAPAS_STORE": "postgresql:///rien?host=/nulle-part",
        "PASAPAS_PORTS": "1", "PASAPAS_SAUVEGARDES": str(tmp_path / "rien"), "PASAPAS_ORGANISME": "",
    }  # fmt: skip
    told = wrong(said | worse, serveur)
    for words in ("PASAPAS_NOM", "PASAPAS_ORGANISME", "jeton de la salle", "PASAPAS_ADMINS", "groupe personne-ici",
                  "La base PASAPAS_STORE", "moins de deux processus", "au port 1 ", "/s/ ne répond pas",
                  "/hub/ ne répond pas", "Le dossier", "pas de sauvegarde"):  # fmt: skip
        assert sum(words in one for one in told) == 1, (words, told)
    assert all(one.endswith((".", "postgresql.conf.")) and ":" in one for one in told)
    oidc = wrong(said | {"PASAPAS_COMPTES": "oidc"}, serveur)
    assert any("PASAPAS_OIDC_AUTORISER, PASAPAS_OIDC_JETON" in one for one in oidc) and any(
        "ADMIS" in one for one in oidc
    )


def test_the_command_that_checks_says_it_and_its_status(serveur: Serveur, tmp_path: Path) -> None:
    pasapas(serveur, "nuit")
    told = pasapas(serveur, "verifier", "--autorite", str(serveur.certificate))
    assert told.returncode == 0 and "✓ La base répond." in told.stdout and "✗" not in told.stdout
    assert told.stdout.endswith("Tout ce qui a été regardé est bien.\n")
    told = pasapas(serveur, "verifier", PASAPAS_ADMINS="")
    assert told.returncode == 1 and "✗ PASAPAS_ADMINS est vide" in told.stdout


def test_the_variables_of_the_file_are_those_that_are_read() -> None:
    said = variables(DEPLOY / "serveur.env")
    assert said["PASAPAS_COMPTES"] == "locaux" and said["PASAPAS_PORTS"] == "9061 9062"
    assert not [name for name in said if name.startswith("PASAPAS_OIDC")]
