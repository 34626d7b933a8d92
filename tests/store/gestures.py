"""Small gestures that the tests of the store share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pasapas_widgets.live.store import Listed, Message, Phase, Store
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import Session, delete_on

Q = load_questionnaire()
DAY = dt.date(2026, 11, 23)


def decided(**change: Any) -> Session:
    """What a trainer decides for a session."""
    usual = {"title": "Maison des Tilleuls", "questionnaire": Q.id, "version": Q.version, "day": DAY}
    return Session(**(usual | {"kept_until": delete_on(DAY, months=6)} | change))


def answering(store: Store, **change: Any) -> Listed:
    """A session in which people answer."""
    made = store.sessions.create(decided(**change))
    move(store, made.id, "reponses")
    return made


def move(store: Store, session: str, phase: Phase) -> None:
    store.sessions.move(session, phase, version=store.sessions.state(session).version)


def people(
    store: Store, session: str, number: int, *, level: int = 3, items: tuple[str, ...] = Q.item_ids
) -> list[str]:
    """Let people join and answer all items alike; return their secrets."""
    keys = [store.seats.join(session) for _ in range(number)]
    for key in keys:
        sent = [Message(session, key, seq, item, level) for seq, item in enumerate(items, start=1)]
        assert set(store.answers.record_many(sent)) == {"kept"}
    return keys


def sheet(**answers: Any) -> Sheet:
    """A sheet; ``L1_01=3`` stands for the statement L1-01."""
    given = {name.replace("_", "-"): value for name, value in answers.items()}
    return Sheet(questionnaire=Q.id, version=Q.version, answers=given)
