"""Sheets, codes and files as a page hands them over to the widget that opens them."""

from __future__ import annotations

import json
from typing import Any

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets


def sheet(number: int) -> Sheet:
    """A sheet that differs from every other number's."""
    ids = load_questionnaire().item_ids
    answers = {item: 1 + (number // 4 ** (place % 4)) % 4 for place, item in enumerate(ids)}
    return Sheet(questionnaire="pas-a-pas", version="1.1", answers=answers)


def sheets_file(numbers: range) -> bytes:
    return json.dumps([json.loads(sheet(number).to_json()) for number in numbers]).encode()


def codes(numbers: range) -> str:
    return "\n".join(f"Camille : voici mon code {encode(sheet(number))} merci" for number in numbers)


def hand_over(widget: OpenSheets, verb: str, **task: Any) -> None:
    """Do what the browser does: set the trait, as the front end's message would."""
    seq = widget.ack + 1
    widget.set_state({"incoming": {"messages": [{"seq": seq, "verb": verb, **task}]}})
    assert widget.ack == widget.seen == seq


def faults(widget: OpenSheets, since: int | None = None) -> list[str]:
    """Return what was refused of the last message, or of those from a number on."""
    first = widget.seen if since is None else since
    return [one["phrase"] for one in widget.refusals if one["seq"] >= first]


def session_file(**sessions: range) -> bytes:
    """A table of those sheets of each session; the session ``sans`` has no name (and then stands alone in its file)."""
    lines = ["seance,feuille,profil,item,reponse"]
    for session, numbers in sessions.items():
        for number in numbers:
            for item, level in sheet(number).answers.items():
                lines.append(f"{'' if session == 'sans' else session},{number},,{item},{level}")
    return "\n".join(lines).encode()


def open_sessions(widget: OpenSheets, **sessions: range) -> None:
    hand_over(widget, "file", name=f"{'-'.join(sessions)}.csv", data=session_file(**sessions))
    assert faults(widget) == []
