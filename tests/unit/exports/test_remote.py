"""What a trainer copies into their own mail of a session at a distance: whole, plain, and nobody's address in it."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from pasapas_widgets.exports.session.remote import RemoteSession, remote_messages, remote_sheet
from pasapas_widgets.model.deadline import Deadline

SESSION = RemoteSession(
    title="Familles d'accueil {du} Sud",  # braces are letters too
    link="https://salle.exemple.fr/s/K7MQP?i=abcdefghijklmnop",
    until=Deadline(dt.datetime(2026, 12, 4, 18, 0), "America/Martinique"),
    kept_until=dt.date(2027, 6, 4),
    minutes=15,
    least=6,
    organisation="Les Tilleuls",
    contact="secrétariat, contact@tilleuls.fr",
)


@pytest.mark.parametrize("name", ["invitation", "relance", "dernier_jour"])
def test_each_text_says_all_that_one_needs_to_answer(name: str) -> None:
    told = remote_messages(SESSION)[name]
    text = told["texte"].replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        SESSION.title,
        SESSION.link,
        "vendredi 4 décembre à 18 h (heure de la Martinique)",
        "15 minutes environ",
        "moins de 6 personnes",
        "Les Tilleuls",
        "effacées le 4 juin 2027 au plus tard",
        SESSION.contact,
    ):
        assert words in text, words
    assert told["objet"] and "\n" not in told["objet"]
    assert text.startswith("Bonjour,\n\n") and "{" not in text.replace("{du}", "")


def test_the_reminder_goes_to_everybody_since_nobody_knows_who_has_answered() -> None:
    assert "Je ne sais pas qui a répondu" in remote_messages(SESSION)["relance"]["texte"]


def test_what_was_not_written_is_seen_to_be_missing() -> None:
    bare = replace(SESSION, organisation=" ", contact="")
    assert "À COMPLÉTER" in remote_messages(bare)["invitation"]["texte"]
    assert "À COMPLÉTER" in remote_sheet(bare)["question"]


def test_the_sheet_is_for_who_types_and_has_no_invitation_to_copy() -> None:
    told = str(remote_sheet(SESSION))
    assert SESSION.link not in told and "heure de la Martinique" in told
