"""The note for the interview: what it says, what it never says, and two pages whatever is written in it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from published import published
from taken_home import DAY, FIVE, TROUBLE, carnet, fonts, kept_together, plain, read, session, tags, texts, wave, words

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.content import CONTENT, ContentError
from pasapas_widgets.exports.catalogue import SHEETS, Wanted, export
from pasapas_widgets.exports.interview.docx import note_docx, outcome_docx
from pasapas_widgets.exports.interview.ics import interview_ics
from pasapas_widgets.exports.interview.note import Note, interview_note
from pasapas_widgets.exports.interview.outcome import outcome_sheet
from pasapas_widgets.exports.interview.pdf import note_fit, note_pdf, outcome_is_whole, outcome_pdf
from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.carnet.grouptalk import Discussion, Feedback, Priority
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.carnet.interview import Interview, Lead, Outcome
from pasapas_widgets.model.carnet.pathway import Pathway, PathwayStep
from pasapas_widgets.model.carnet.territory import Contact, Territory
from pasapas_widgets.model.kit import interviewguide
from pasapas_widgets.model.kit.interviewguide import load_interview_guide

GUIDE = load_interview_guide()
IDS = tuple(one.id for one in GUIDE.sections)
SECRET = "ne-sort-jamais-7f3a"
AGREED = Outcome(first_steps="Choisir deux volontaires.", follow_up=dt.date(2027, 3, 11), private=SECRET)


def said(note: Note, section: str) -> str:
    (one,) = [one for one in note.sections if one.id == section]
    return plain(" ".join(point for group in one.known for point in (group.title, *group.points, group.rest)))


def everything(note: Note) -> str:
    return " ".join(f"{one.words} {said(note, one.id)}" for one in note.sections)


def met(**more: Any) -> Carnet:
    """Return a carnet whose interview took place, with what must never leave it."""
    meeting = Interview(
        day=dt.date(2026, 12, 3),
        answers={"maintenant": SECRET},
        sections={"qui": "Deux groupes de vie."},
        leads=(Lead(id="p1", title="Animer nos discussions", items=("L1-01",), action="a1"), Lead(id="p2", title=" ")),
        outcome=AGREED,
    )
    secret = Discussion(id="d9", day=DAY, items=("L1-01",), situation=SECRET, facts=(SECRET,))
    agreed = Discussion(id="d1", day=DAY, items=("L1-03",), facts=("Deux personnes pour trois maisons.",), agreed=True)
    return carnet(interview=meeting, discussions=(agreed, secret), **more)


def test_the_guide_is_whole() -> None:
    assert len(GUIDE.sections) == 10 and len(GUIDE.questions) == 6 and len(GUIDE.papers) == 7
    assert sum(step.minutes for step in GUIDE.steps) == GUIDE.minutes == 90
    assert [one.day(dt.date(2026, 12, 24)).isoformat() for one in GUIDE.before] == [
        "2026-12-03", "2026-12-10", "2026-12-17",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "reason"), [("minutes: 15", "minutes: 14", "89 min"), ("id: limites", "id: qui", "déjà pris")]
)
def test_a_wrong_guide_is_refused_in_french(
    old: str, new: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (CONTENT / "kit/interviewguide.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "interviewguide.yaml").write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(interviewguide, "CONTENT", tmp_path)
    load_interview_guide.cache_clear()
    try:
        with pytest.raises(ContentError, match=reason):
            load_interview_guide()
    finally:
        load_interview_guide.cache_clear()


def test_the_note_says_what_the_carnet_knows() -> None:
    note = interview_note(sample_carnet(), day=DAY)
    assert [one.id for one in note.sections] == list(IDS)
    assert "46 salariés" in said(note, "qui") and "MECS" in said(note, "qui")
    assert "numéro d'astreinte" in said(note, "travail")
    reading = said(note, "autodiagnostic")
    assert "22 feuilles" in reading and "14 gommettes" in reading
    (groups,) = [one.known for one in note.sections if one.id == "autodiagnostic"]
    sizes = {group.title: len(group.points) for group in groups}
    assert sizes["Points forts"] == 2 and sizes["À améliorer"] == 3
    tried = said(note, "essaye")
    assert "L'écrire avec un remplaçant a changé son contenu" in tried and "(en cours)" in tried
    assert "Une action a été présentée au CSE" in said(note, "dialogue")
    assert "Une fiche de prise de poste écrite" not in tried, "an invented feedback was not tried"
    assert note.sections[0].words.startswith("Deux groupes de vie")


def test_an_empty_carnet_has_nothing_made_up() -> None:
    note = interview_note(Carnet(), day=DAY)
    assert all(one.is_empty for one in note.sections)
    assert len(read(note_pdf(Carnet(), day=DAY)).pages) <= 2


def test_neither_a_mean_nor_a_score_is_said() -> None:
    found = met()
    told = everything(interview_note(found, day=DAY))
    for item in found.waves[0].results.items.values():
        if item.mean is not None and item.mean % 1:
            assert f"{item.mean:.1f}".replace(".", ",") not in told and f"{item.mean:.1f}" not in told
    assert not re.search(r"sur 100|\bnote de\b|classement", told)


def test_the_indicators_and_the_orientation_come_in_without_a_score() -> None:
    year = YearCounts(id="y1", year=2025, counts={"etp_vacants": 2.0, "etp_autorises": 40.0})
    note = interview_note(replace(sample_carnet(), years=(year,)), day=DAY)
    assert "5,0 % en 2025" in said(note, "chiffres") and "ETP au 31 décembre" in said(note, "chiffres")
    assert "Soigner les premières semaines et les remplacements (au vu de : énoncé n° 12, énoncé n° 13)" in plain(
        said(note, "attentes")
    )
    assert "sur 100" not in said(note, "attentes")


def test_what_is_withheld_is_said_and_never_guessed() -> None:
    results = wave().results.plain()
    shown = [one for one in results["items"].values() if one["moyenne"] is not None]
    before = said(interview_note(carnet(waves=(wave(),)), day=DAY), "autodiagnostic")
    for one in shown[:2]:
        one.update(
            n_notes=None, moyenne=None, classe=None, dispersion=None, distribution=None, signaux=[], motif="n < 5"
        )
    withheld = Wave(session=session(), results=published(results))
    told = said(interview_note(carnet(waves=(withheld,)), day=DAY), "autodiagnostic")
    count = len(results["items"]) - len(shown) + 2
    assert f"{count} énoncés ne sont pas montrés" in told and told != before
    results["n_feuilles"] = 4
    four = Wave(session=session(), results=published(results))
    few = said(interview_note(carnet(waves=(four,)), day=DAY), "autodiagnostic")
    assert "aucun chiffre n'est montré" in few and "4 feuilles" not in few
    nothing = Wave(session=session())
    none = said(interview_note(carnet(waves=(nothing,), priorities=()), day=DAY), "autodiagnostic")
    assert "Points forts" not in none and "aucun chiffre" in none


def test_a_small_group_that_answered_together_and_its_disagreement() -> None:
    note = interview_note(carnet(waves=(kept_together(),)), day=DAY)
    assert "répondu ensemble" in said(note, "autodiagnostic")
    assert "La nuit ne le voit pas ainsi" in said(note, "dialogue")


def test_the_path_and_the_territory_come_into_their_sections() -> None:
    step = PathwayStep(id="e1", service="S3", title="Formation", month="2027-01")
    found = carnet(
        pathway=Pathway(hours=1.5, avoided=(8, 7), steps=(step,)),
        territory=Territory(
            department="2A",
            contacts=(
                Contact(id="c1", actor="T-FT", link="regulier"), Contact(id="c2", label="Lycée voisin", wanted=True),
            ),
        ),
        feedback=(Feedback(id="r1", title="Le relais", day=DAY, changed="On se parle dix minutes."),),
    )  # fmt: skip
    note = interview_note(found, day=DAY)
    assert "1,5 heure par mois" in said(note, "limites") and "juillet et août" in said(note, "limites")
    assert "Lien régulier : France Travail" in said(note, "territoire")
    assert "À contacter : Lycée voisin" in said(note, "territoire")
    assert "Formation (vers janvier 2027)" in said(note, "attentes")
    assert "Corse-du-Sud (2A)" in said(note, "autorisation") and "se vérifie avec l'Aract" in said(note, "autorisation")
    assert "On se parle dix minutes" in said(note, "essaye")


def test_what_is_private_or_not_agreed_is_in_no_file() -> None:
    found = met()
    assert SECRET in found.to_json()
    assert SECRET not in everything(interview_note(found, day=DAY))
    for data in (note_pdf(found, day=DAY), outcome_pdf(found, day=DAY)):
        assert SECRET not in words(read(data)) and SECRET.encode() not in data
    for data in (note_docx(found, day=DAY), outcome_docx(found, day=DAY)):
        document = docx.Document(io.BytesIO(data))
        assert SECRET not in "\n".join(one.text for one in document.paragraphs)


@pytest.mark.parametrize(("format", "sheet"), [(format, sheet) for format, some in SHEETS.items() for sheet in some])
def test_nothing_that_is_taken_home_holds_it(format: str, sheet: str) -> None:
    wanted = Wanted(day=DAY, address="http://192.168.1.20:8866/s/", code="K7P4QX")
    data = export(met(), format, sheet, wanted=wanted)
    parts = [data]
    if format in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts += [file.read(name) for name in file.namelist()]
    assert not [part for part in parts if SECRET.encode() in part]
    if format == "pdf":
        assert SECRET not in words(read(data))


def test_the_days_around_the_interview() -> None:
    calendar = icalendar.Calendar.from_ical(interview_ics(met(), day=DAY))
    days = {str(event["summary"]): event.decoded("dtstart").isoformat() for event in calendar.walk("VEVENT")}
    assert sorted(days.values()) == ["2026-11-12", "2026-11-19", "2026-11-26", "2026-12-03", "2026-12-18", "2027-03-11"]
    assert days["Échange avec l'Aract ou un autre appui"] == "2026-12-03"
    later = icalendar.Calendar.from_ical(interview_ics(met(), day=dt.date(2027, 1, 1)))
    assert [one["uid"] for one in calendar.walk("VEVENT")] == [one["uid"] for one in later.walk("VEVENT")]
    assert not icalendar.Calendar.from_ical(interview_ics(Carnet(), day=DAY)).walk("VEVENT")


def test_the_pages_are_tagged_in_french_and_say_it_all() -> None:
    for data, title, pages in (
        (note_pdf(sample_carnet(), day=DAY), "Note pour un échange avec un appui", 2),
        (outcome_pdf(met(), day=DAY), "Feuille de sortie de l'échange avec un appui", 1),
    ):
        reader = read(data)
        root: Any = reader.trailer["/Root"]
        assert len(reader.pages) <= pages
        assert root["/Lang"] == "fr" and reader.metadata and reader.metadata.title == title
        assert all(fonts(reader).values())
        found = [tag for tag, _ in tags(reader)]
        assert found.count("/H1") == 1 and found.count("/H2") >= 6
    told = words(read(note_pdf(sample_carnet(), day=DAY)))
    places = [told.index(one.title) for one in GUIDE.sections]
    assert places == sorted(places) and "Deux groupes de vie de dix enfants" in told


def test_the_output_sheet_says_what_was_agreed() -> None:
    told = words(read(outcome_pdf(met(), day=DAY)))
    assert "Animer nos discussions – dans notre plan d'action" in told
    assert "Choisir deux volontaires." in told and "11 mars 2027" in told
    assert "18 décembre 2026 au plus tard" in told, "fifteen days after the interview"
    sheet = outcome_sheet(Carnet(), day=DAY)
    assert sheet.parts[0].points == ("À préciser.",) and "15 jours" in plain(sheet.parts[-1].points[0])


def test_word_documents_have_real_headings_and_cut_nothing() -> None:
    long = "Un mot de plus. " * 60
    found = sample_carnet()
    found = replace(found, interview=replace(found.interview, sections=dict.fromkeys(IDS, long)))
    document = docx.Document(io.BytesIO(note_docx(found, day=DAY)))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert [plain(one) for one in headings] == [plain(one.title) for one in GUIDE.sections]
    assert [one.text for one in document.paragraphs].count(long.strip()) + [
        one.text for one in document.paragraphs
    ].count(long) == len(IDS)
    sheet = docx.Document(io.BytesIO(outcome_docx(met(), day=DAY)))
    assert sheet.core_properties.author == "" and str(getattr(sheet.paragraphs[0].style, "name", "")) == "Title"


def filled(text: str) -> Carnet:
    """Return a carnet every text of which is the one given, as far as it may be long."""
    line, many = text[:200], 12
    return carnet(
        title=text[:80],
        actions=tuple(replace(one, title=line, decision=text[:1000], lesson=text[:1000], state="fait") for one in FIVE),
        priorities=tuple(Priority(id=f"p{n}", label=line, items=("L1-01",), chosen=True) for n in range(many)),
        discussions=tuple(
            Discussion(id=f"d{n}", day=DAY, situation=text[:1000], facts=(text[:1000],) * 6, agreed=True)
            for n in range(many)
        ),
        feedback=tuple(Feedback(id=f"r{n}", title=line, day=DAY, changed=text[:1000]) for n in range(many)),
        pathway=Pathway(steps=tuple(PathwayStep(id=f"e{n}", service="S1", title=line) for n in range(24))),
        territory=Territory(
            department="33",
            contacts=tuple(Contact(id=f"c{n}", label=line, owner=line, wanted=True, link="aucun") for n in range(60)),
        ),
        interview=Interview(
            sections=dict.fromkeys(IDS, text[:1000]),
            leads=tuple(Lead(id=f"l{n}", title=line) for n in range(3)),
            outcome=Outcome(first_steps=text[:1000]),
        ),
    )


def check_fits(found: Carnet) -> None:
    assert len(read(note_pdf(found, day=DAY)).pages) <= 2
    assert len(read(outcome_pdf(found, day=DAY)).pages) == 1


@pytest.mark.parametrize(
    "text", ["M" * 1000, "\n" * 999 + "x", "m\n" * 500, "Le relais du matin se fait debout. " * 30, *TROUBLE]
)
def test_the_fullest_carnet_holds_on_its_pages(text: str) -> None:
    check_fits(filled(text))


@settings(max_examples=12, deadline=None)
@given(st.one_of(texts, st.text(st.characters(exclude_categories=["Cs"]), min_size=300, max_size=1000)))
def test_any_text_holds_on_its_pages(text: str) -> None:
    check_fits(filled(text))


def test_what_does_not_fit_is_named() -> None:
    lines = "une ligne\n" * 99
    found = carnet(interview=Interview(sections={"qui": "Court.", "travail": lines, "limites": lines}))
    fit = note_fit(found, day=DAY)
    assert fit.cut == ("travail", "limites") and fit.shortened and fit.points == 8.1
    told = words(read(note_pdf(found, day=DAY)))
    assert told.count("la suite est dans le carnet") == 2 and "Court." in told
    assert not outcome_is_whole(filled("une ligne\n" * 99), day=DAY) and outcome_is_whole(met(), day=DAY)
    whole = note_fit(sample_carnet(), day=DAY)
    assert whole.cut == () and not whole.shortened and whole.points == 9.5
