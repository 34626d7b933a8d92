"""The pages of the room, as pure functions: the code to type, the phone, the projector, the poster; what paper says.

Each returns one HTML text with no script and no style inside: the room's policy takes them from this server only. What
a page needs to know is in it as JSON; scripts and styles are :func:`assets`, under an address that changes with them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date
from pasapas_widgets.live.room.pagefiles import asset_url, assets, rendered
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.kit.notices import NoticePart, load_notice
from pasapas_widgets.model.questionnaire.owntexts import otherwise, texts_for, variant_wordings, wordings_of
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pasapas_widgets.exports.session.paper import PaperSession
    from pasapas_widgets.live.store import Listed

__all__ = [
    "asset_url",
    "assets",
    "join_page",
    "letter_page",
    "message_page",
    "notice_of",
    "paper_of",
    "phone_page",
    "poster_page",
    "projector_page",
]


T = TypeVar("T")


def join_page(*, fault: str = "", base: str = "/") -> str:
    """Return the page where a code is typed; ``fault`` is a sentence about the code typed before."""
    texts = interface("roompages")["code"]
    return rendered("join", title=texts["titre"], base=base, texts=texts, fault=fault, styles=["room.css"])


def message_page(title: str, text: str, *, base: str = "/") -> str:
    """Return a page that says one thing and leads back to where a code is typed."""
    texts = interface("roompages")["message"]
    return rendered("message", title=title, base=base, texts=texts, text=text, styles=["room.css"])


def phone_page(
    *,
    listed: Listed,
    questionnaire: Questionnaire,
    keep_until: dt.date,
    today: dt.date,
    shared: bool = False,
    base: str = "/",
) -> str:
    """Return the page of a person's phone: the same for everyone of the session, without any answer in it.

    Parameters
    ----------
    listed
        The session, whose code makes the address of the page.
    questionnaire
        What is answered there.
    keep_until
        The day on which the session is erased.
    today
        This computer's day: a phone's own clock is not asked what is over.
    shared
        Whether it is a server's, and not a trainer's own computer: what is said of the place changes.
    base
        The server's prefix.
    """
    from pasapas_widgets.live.codes import invitation
    from pasapas_widgets.live.store.comments import LONGEST

    texts = _placed(interface("roompages")["telephone"], shared=shared)
    session = listed.session
    own_choice = session.variant is None and bool(questionnaire.variants)
    data = {
        "code": listed.code,
        "place": f"{base}s/{listed.code}/",
        "invitation": invitation(listed.id),
        "rehearsal": listed.rehearsal,
        "remote": listed.until is not None,
        "title": session.title,
        "until": keep_until.isoformat(),
        "today": today.isoformat(),
        "until_words": long_date(keep_until),
        "notice": [[one.title, one.text] for one in notice_of(listed, shared=shared)],
        "brief": load_notice().in_brief(least=_least(listed), organisation=listed.told.organisation),
        "threshold": _least(listed),
        "research": session.research,
        "variant": session.variant,
        "questionnaire": _for_phone(questionnaire, session.variant),
        "wordings": variant_wordings(questionnaire) if own_choice else {},
        "services": wordings_of(questionnaire) if own_choice else [],
        "rules": msgspec.to_builtins(rules_of(questionnaire)),
        "evaluation": _evaluation(),
        "longest": LONGEST,
        "texts": texts | {"questionnaire": _placed(_phone_texts(questionnaire), shared=shared)},
        "later": asset_url("results.css", base=base),
        "exercise": asset_url("exercise.css", base=base),
        "otherwise": _otherwise(questionnaire),
    }
    return rendered(
        "phone",
        title=session.title,
        base=base,
        texts=texts,
        data=data,
        session=session,
        rehearsal=_rehearsal(listed),
        privacy=f"?seance={listed.code}",
        styles=["phone.css"],
        scripts=["phone.js"],
    )


def projector_page(
    *,
    listed: Listed,
    questionnaire: Questionnaire,
    address: str,
    qr: str,
    urls: Mapping[str, str],
    base: str = "/",
) -> str:
    """Return the second window, which shows only what the room may see.

    Parameters
    ----------
    listed, questionnaire
        The session and what is answered there.
    address
        That of the phone page. What people type is shorter: the server alone, which then asks for the code.
    qr
        The address of the phone page as an SVG picture.
    urls
        ``state``: the long poll, asked with ``?tag=``, whose document may hold ``counts`` (``joined``, ``finished``,
        ``voters``); ``results``, ``vote`` and ``card``: the phones' documents of the same names, without anything
        personal; ``wifi``: takes a form and gives an SVG picture back.
    """
    texts, phone = interface("roompages")["ecran"], interface("roompages")["telephone"]
    data = {
        "urls": dict(urls),
        "questionnaire": questionnaire.for_browser(listed.session.variant),
        "rules": msgspec.to_builtins(rules_of(questionnaire)),
        "texts": texts | {"resultat": phone["vote"]["resultat"], "apportees": phone["resultats"]["apportees"]},
        "until": long_date(listed.session.kept_until),
        "otherwise": _otherwise(questionnaire),
    }
    return rendered(
        "projector",
        title=f"{texts['titre']} – {listed.session.title}",
        base=base,
        texts=texts,
        data=data,
        session=listed.session,
        rehearsal=_rehearsal(listed),
        code=listed.code,
        address=address,
        typed=_typed(address),
        qr=qr,
        wifi=urls["wifi"],
        styles=["exercise.css", "results.css", "projector.css"],
        scripts=["projector.js"],
    )


def _otherwise(q: Questionnaire) -> dict[str, Any]:
    """Return what ``texts.js`` says of the self-diagnosis and has to be said otherwise of a questionnaire."""
    return {section: words for section in ("radar", "results") if (words := otherwise(section, q))}


def poster_page(*, listed: Listed, address: str, qr: str, wifi: str, shared: bool = False, base: str = "/") -> str:
    """Return the poster for the door: one A4 sheet with the address, the code and the pictures to photograph."""
    texts = interface("roompages")
    return rendered(
        "poster",
        title=f"{texts['affiche']['titre']} – {listed.session.title}",
        base=base,
        texts=texts["affiche"],
        wifi_texts=texts["ecran"]["wifi"],
        notice=notice_of(listed, shared=shared),
        notice_title=load_notice().title,
        session=listed.session,
        rehearsal=_rehearsal(listed),
        code=listed.code,
        address=address,
        typed=_typed(address),
        qr=qr,
        wifi=wifi,
        data={"texts": {"wifi": texts["ecran"]["wifi"]}},
        styles=["poster.css"],
        scripts=["print.js", "wifi.js"],
    )


def letter_page(*, listed: Listed, questionnaire: Questionnaire, address: str, base: str = "/") -> str:
    """Return the sheet for who has no mail: one A4 sheet with the address and the code, to type at home."""
    from pasapas_widgets.exports.session.remote import RemoteSession, remote_sheet

    if listed.until is None:
        raise ValueError("a session in a room has a poster")
    session = RemoteSession(
        title=listed.session.title,
        link=address,
        until=listed.until,
        kept_until=listed.session.kept_until,
        minutes=questionnaire.minutes,
        least=_least(listed),
        organisation=listed.told.organisation,
        contact=listed.told.contact,
    )
    texts = remote_sheet(session)
    return rendered(
        "letter",
        title=f"{texts['titre']} – {listed.session.title}",
        base=base,
        texts=texts | {"imprimer": interface("roompages")["affiche"]["imprimer"]},
        session=listed.session,
        code=listed.code,
        typed=f"{_typed(address)}/s/",
        data={},
        styles=["poster.css"],
        scripts=["print.js"],
    )


def _rehearsal(listed: Listed) -> str:
    """Return the band that every page of a rehearsal has, and nothing for people's."""
    return str(interface("room")["repetition"]["bandeau"]) if listed.rehearsal else ""


def _typed(address: str) -> str:
    """Return what people type to reach the page that asks for the code.

    >>> _typed("http://192.168.1.20:8866/s/K7MQP")
    'http://192.168.1.20:8866'
    """
    return address.rpartition("/s/")[0] or address


def paper_of(listed: Listed, *, shared: bool = False) -> PaperSession:
    """Return what the questionnaire on paper says of a session (:func:`exports.session.paper.paper_pdf`)."""
    from pasapas_widgets.exports.session.paper import PaperSession

    return PaperSession(
        title=listed.session.title,
        notice=[(part.title, part.text) for part in notice_of(listed, shared=shared)],
        research=listed.session.research,
        warning=_rehearsal(listed),
    )


def _least(listed: Listed) -> int:
    """Return how many people a figure of this session needs."""
    return listed.session.thresholds.get("moyenne", load_thresholds().mean)


def notice_of(listed: Listed, *, shared: bool = False) -> tuple[NoticePart, ...]:
    """Return the notice to the participants of a session, filled in with what its trainer wrote.

    ``shared`` tells whether a server keeps the answers, and not the trainer's own computer.
    """
    parts = load_notice().filled(
        least=_least(listed),
        organisation=listed.told.organisation,
        contact=listed.told.contact,
        until=listed.session.kept_until,
        research=listed.session.research,
    )
    return tuple(replace(part, text=_placed(part.text, shared=shared)) for part in parts)


def _placed(told: T, *, shared: bool) -> T:
    """Return texts that say where answers are kept: on a server's pages, not «on the trainer's computer»."""
    if not shared:
        return told
    if isinstance(told, str):
        said: Any = told
        for elsewhere, here in interface("serveur")["participants"]["mots"]:
            said = said.replace(elsewhere, here)
    elif isinstance(told, dict):
        said = {name: _placed(one, shared=shared) for name, one in told.items()}
    else:
        said = [_placed(one, shared=shared) for one in told] if isinstance(told, list) else told
    placed: T = said
    return placed


def _for_phone(q: Questionnaire, variant: str | None) -> dict[str, Any]:
    """Return the questionnaire without what no page of the room reads: every byte counts on a poor network."""
    plain = q.for_browser(variant)
    for item in plain["items"]:
        for unread in ("effet", "profils_prioritaires"):
            item.pop(unread, None)
    return plain


def _phone_texts(q: Questionnaire) -> dict[str, Any]:
    """Return the questionnaire's texts without what a phone of the room never shows."""
    told = texts_for("questionnaire", q)
    unread = ("modules", "fautes", "lien", "refus") if q.source else ("modules", "fautes", "lien", "refus", "source")
    kept = {name: one for name, one in told.items() if name not in unread}
    privacy = told["confidentialite"]
    here = {name: privacy[name] for name in ("titre", "rien_demande", "seuil", "suppression")}
    return kept | {"confidentialite": here | {"lieu": {"salle": privacy["lieu"]["salle"]}}}


def _evaluation() -> dict[str, Any]:
    """Return the questions of the evaluation (readysessions.yaml): those that take a mark, and the text's."""
    *marked, free = (re.sub(r" \([^)]*\)$", "", one) for one in shipped_kit().ground_rules.evaluation)
    return {"marks": {f"EV-{number}": question for number, question in enumerate(marked, start=1)}, "text": free}
