"""«Ouvrir des réponses» without a kernel: traits are set as the browser sets them."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_disclosure import reduced

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.files.sheets import SheetFileError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.aggregation import Publication, aggregate, load_thresholds
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets
from pasapas_widgets.widgets.opensheets.sessions import FROM_CODES, UNNAMED
from pasapas_widgets.widgets.radar.radar import Radar
from pasapas_widgets.widgets.results.results import Results


def sheet(number: int) -> Sheet:
    """A sheet that differs from every other number's."""
    ids = load_questionnaire().item_ids
    answers = {item: 1 + (number // 4 ** (place % 4)) % 4 for place, item in enumerate(ids)}
    return Sheet(questionnaire="pas-a-pas", version="1.0", answers=answers)


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


@pytest.fixture
def widget() -> OpenSheets:
    return OpenSheets()


def test_a_sample_is_opened_and_both_followers_show_it(widget: OpenSheets) -> None:
    results, radar = Results(widget), Radar.of(widget)
    hand_over(widget, "sample", id="equipe_24")
    assert faults(widget) == []
    assert [one["n"] for one in widget.loaded] == [24]
    assert widget.samples[0]["label"] == "Équipe de 24 personnes"
    assert widget.loaded[0]["name"] == "Équipe de 24 personnes (exemple inventé)"
    assert results.results == widget.results
    assert widget.results["n_feuilles"] == 24
    assert radar.layers[0]["n"] == 24


def test_every_sample_is_offered_by_its_title_and_can_be_opened_or_says_why(widget: OpenSheets) -> None:
    assert [one["id"] for one in widget.samples] == [path.stem for path in _samples()]
    for one in widget.samples:
        hand_over(widget, "sample", id=one["id"])
        assert bool(faults(widget)) == (one["id"] == "fautes")


def _samples() -> list[Any]:
    package = json.loads((samples_dir() / "datapackage.json").read_text(encoding="utf-8"))
    return [samples_dir() / resource["path"] for resource in package["resources"]]


def test_a_file_arrives_as_bytes_of_a_message(widget: OpenSheets) -> None:
    data = memoryview((samples_dir() / "petite_maison_7.csv").read_bytes())
    hand_over(widget, "file", name="mars.csv", data=data)
    assert (widget.total, widget.results["n_feuilles"]) == (7, 7)
    assert widget.loaded[0]["name"] == "mars.csv"
    assert widget.incoming == {}  # the raw answers are not kept in the state of the widget


def test_a_faulty_file_is_said_and_leaves_what_is_open_untouched(widget: OpenSheets) -> None:
    hand_over(widget, "file", name="mars.json", data=sheets_file(range(6)))
    before = (widget.results, widget.loaded, widget.total, widget.waiting, widget.entries)
    hand_over(widget, "file", name="faux.csv", data=b"seance,feuille,profil,item,reponse\na,1,,L1-01,9\n")
    assert len(faults(widget)) == 1
    assert "faux.csv" in faults(widget)[0]
    assert "ligne 2" in faults(widget)[0]
    assert (widget.results, widget.loaded, widget.total, widget.waiting, widget.entries) == before
    hand_over(widget, "codes", text=codes(range(20, 21)))
    assert faults(widget) == []


def test_files_chosen_together_keep_the_faults_of_each(widget: OpenSheets) -> None:
    hand_over(widget, "file", name="un.csv", data=b"PK\x03\x04")
    hand_over(widget, "file", name="deux.json", data=sheets_file(range(5)))
    hand_over(widget, "file", name="trois.csv", data=b"")
    assert [fault.split(".csv")[0] for fault in faults(widget, since=1)] == ["un", "trois"]
    assert widget.total == 5


def test_a_whole_chat_is_accepted_and_its_damaged_line_named(widget: OpenSheets) -> None:
    text = codes(range(6))
    wrong = encode(sheet(9))
    wrong = wrong[:-1] + ("0" if wrong[-1] != "0" else "2")
    hand_over(widget, "codes", text=f"{text}\nDom : {wrong}\n")
    assert (widget.total, widget.results["n_feuilles"]) == (6, 6)
    assert len(faults(widget)) == 1
    assert "Ligne 7" in faults(widget)[0]
    assert wrong in faults(widget)[0]


def test_a_text_without_a_code_is_said(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text="Bonjour à toutes et à tous")
    assert "Aucun code" in faults(widget)[0]
    assert widget.loaded == []


def test_a_sheet_met_twice_counts_once(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text=codes(range(6)))
    hand_over(widget, "codes", text=codes(range(3, 9)))
    assert widget.total == 9
    assert [one["doubles"] for one in widget.loaded] == [0, 3]


def test_a_sheet_with_other_answers_under_the_same_name_is_refused(widget: OpenSheets) -> None:
    head = "seance,feuille,profil,item,reponse\n"
    hand_over(widget, "file", name="a.csv", data=(head + "mars,1,,L1-01,3\n").encode())
    hand_over(widget, "file", name="b.csv", data=(head + "mars,1,,L1-01,2\n").encode())
    assert "b.csv" in faults(widget)[0]
    assert widget.total == 1


def test_results_change_by_steps_and_the_others_wait(widget: OpenSheets) -> None:
    step = load_thresholds().difference
    hand_over(widget, "codes", text=codes(range(step)))
    shown = widget.results
    assert shown["n_feuilles"] == step
    for number in range(step, 2 * step - 1):
        hand_over(widget, "codes", text=codes(range(number, number + 1)))
        assert widget.results == shown
        assert widget.waiting == number + 1 - step
    hand_over(widget, "codes", text=codes(range(2 * step - 1, 2 * step)))
    assert (widget.results["n_feuilles"], widget.waiting, widget.step) == (2 * step, 0, step)


def test_too_few_sheets_show_no_figure(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text=codes(range(4)))
    assert (widget.total, widget.waiting) == (4, 4)
    assert all(one["moyenne"] is None and one["part_nsp"] is None for one in widget.results["items"].values())


def test_waiting_sheets_can_be_taken_back(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text=codes(range(6)))
    shown = widget.results
    hand_over(widget, "codes", text=codes(range(6, 8)))
    hand_over(widget, "remove", id=2)
    assert (faults(widget), widget.total, widget.waiting, widget.results) == ([], 6, 0, shown)


def test_shown_sheets_are_taken_back_only_if_their_difference_is_safe(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text=codes(range(6)))
    hand_over(widget, "codes", text=codes(range(3, 11)))  # five new ones: the second step
    assert widget.results["n_feuilles"] == 11
    hand_over(widget, "remove", id=1)  # three sheets are in the first only: their answers would be a difference
    assert "impossible de retirer" in faults(widget)[0]
    assert (widget.total, len(widget.loaded)) == (11, 2)
    hand_over(widget, "remove", id=2)
    assert faults(widget) == []
    assert (widget.total, widget.results["n_feuilles"]) == (6, 6)


def test_taking_back_the_last_file_or_everything_empties_the_results(widget: OpenSheets) -> None:
    for task in ({"verb": "remove", "id": 1}, {"verb": "clear"}):
        hand_over(widget, "codes", text=codes(range(6)))
        hand_over(widget, **task)
        assert (widget.results, widget.loaded, widget.total, widget.waiting) == ({}, [], 0, 0)


def test_a_sample_gives_way_to_real_sheets_and_is_not_opened_over_them(widget: OpenSheets) -> None:
    hand_over(widget, "sample", id="equipe_24")
    hand_over(widget, "sample", id="petite_maison_7")
    assert (widget.total, widget.results["n_feuilles"]) == (7, 7)
    hand_over(widget, "codes", text=codes(range(6)))
    assert (widget.total, widget.results["n_feuilles"]) == (6, 6)
    hand_over(widget, "sample", id="equipe_24")
    assert "ne se mélange pas" in faults(widget)[0]
    assert widget.total == 6


def test_from_python_errors_are_raised(widget: OpenSheets) -> None:
    with pytest.raises(ValueError, match="choisir parmi equipe_24"):
        widget.open_sample("../equipe_24")
    with pytest.raises(SheetFileError, match=r"fautes\.csv"):
        widget.open_sample("fautes")


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


def test_two_sessions_are_read_one_at_a_time_the_last_beside_the_one_before(widget: OpenSheets) -> None:
    results, radar = Results(widget), Radar.of(widget)
    hand_over(widget, "sample", id="deux_vagues")
    waves = {
        wave: aggregate(one.sheet for one in widget.entries if one.session == wave) for wave in ("vague-1", "vague-2")
    }
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("vague-1", 24), ("vague-2", 22)]
    assert (widget.total, widget.read, widget.compared) == (46, "vague-2", "vague-1")
    assert widget.results == results.results == waves["vague-2"].plain()
    assert widget.earlier["results"] == waves["vague-1"].plain()
    assert "vague-2" in results.session and results.session == widget.session
    assert [(one["kind"], one["n"], one["label"]) for one in radar.layers] == [
        ("group", 22, widget.session),
        ("earlier", 24, widget.earlier["label"]),
    ]

    hand_over(widget, "read", id="vague-1")
    assert (widget.read, widget.compared, widget.earlier) == ("vague-1", None, {})
    assert results.results == waves["vague-1"].plain() and "vague-1" in results.session
    assert [(one["kind"], one["n"]) for one in radar.layers] == [("group", 24)]
    hand_over(widget, "compare", id="vague-2")
    assert [(one["kind"], one["n"]) for one in radar.layers] == [("group", 24), ("earlier", 22)]
    hand_over(widget, "read", id="vague-2")
    assert widget.compared == "vague-1", "a session is never compared with itself"
    hand_over(widget, "compare", id=None)
    assert (widget.compared, widget.earlier) == (None, {})


def test_who_follows_never_sees_one_session_named_beside_the_figures_of_another(widget: OpenSheets) -> None:
    seen = []
    widget.observe(lambda _: seen.append((widget.session, widget.results["n_feuilles"])), names=["session", "results"])
    hand_over(widget, "sample", id="deux_vagues")
    hand_over(widget, "read", id="vague-1")
    assert {("vague-1" in session, n) for session, n in seen} == {(False, 22), (True, 24)}


def test_one_session_alone_offers_no_choice_and_keeps_its_plain_words(widget: OpenSheets) -> None:
    radar = Radar.of(widget)
    open_sessions(widget, mars=range(6))
    assert (widget.sessions, widget.session, widget.earlier) == ([], "", {})
    assert [one["label"] for one in radar.layers] == [radar.texts["calques"]["group"]]


def test_each_session_waits_for_its_own_step(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6), juin=range(10, 17))
    june = widget.results
    open_sessions(widget, mars=range(6, 9))
    open_sessions(widget, juin=range(17, 19))
    assert (widget.read, widget.waiting, widget.results) == ("juin", 2, june)
    hand_over(widget, "read", id="mars")
    assert (widget.waiting, widget.results["n_feuilles"]) == (3, 6)
    open_sessions(widget, mars=range(9, 11))
    assert (widget.read, widget.waiting, widget.results["n_feuilles"]) == ("mars", 0, 11)


def test_codes_complete_the_only_session_and_stay_with_it_when_another_comes(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6))
    hand_over(widget, "codes", text=codes(range(10, 15)))
    assert (widget.sessions, widget.results["n_feuilles"]) == ([], 11)
    open_sessions(widget, juin=range(20, 27))
    # Showing «mars» without the codes would show the codes by difference.
    assert [(one["id"], one["n"], one["unnamed"]) for one in widget.sessions] == [("mars", 11, 5), ("juin", 7, 0)]
    assert (widget.read, widget.results["n_feuilles"]) == ("juin", 7)
    assert widget.earlier["results"]["n_feuilles"] == 11


def test_a_session_that_was_shown_with_codes_comes_back_with_them(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6))
    hand_over(widget, "codes", text=codes(range(10, 15)))
    open_sessions(widget, juin=range(20, 27))
    hand_over(widget, "remove", id=1)
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("juin", 7), (UNNAMED, 5)]
    open_sessions(widget, mars=range(6))
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("juin", 7), ("mars", 11)]


def test_sheets_without_a_session_stand_alone_beside_two_sessions(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6), juin=range(10, 17))
    open_sessions(widget, sans=range(20, 25))
    hand_over(widget, "codes", text=codes(range(30, 33)))
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("mars", 6), ("juin", 7), (UNNAMED, 8)]
    assert (widget.read, widget.compared) == ("juin", "mars")
    hand_over(widget, "read", id=UNNAMED)
    assert (widget.results["n_feuilles"], widget.waiting, widget.compared) == (5, 3, None)
    assert "mars" not in widget.session and widget.session


@pytest.mark.parametrize(("n", "left"), [(5, [("mars", 6), (UNNAMED, 5)]), (3, [])])
def test_codes_shown_apart_stay_apart_and_others_complete_the_session_that_is_left(
    widget: OpenSheets, n: int, left: list[tuple[str, int]]
) -> None:
    open_sessions(widget, mars=range(6))
    open_sessions(widget, juin=range(10, 17))
    hand_over(widget, "codes", text=codes(range(20, 20 + n)))
    # They were given while two sessions were open: nobody knows which one they complete.
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("mars", 6), ("juin", 7), (UNNAMED, n)]
    hand_over(widget, "remove", id=2)
    assert [(one["id"], one["n"]) for one in widget.sessions] == left
    assert (widget.results["n_feuilles"], widget.waiting) == (6, 0 if left else n)


def test_a_session_is_taken_back_and_the_other_stays_as_it_was(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6))
    open_sessions(widget, juin=range(10, 17))
    june = widget.results
    open_sessions(widget, mars=range(2, 11))  # five new ones
    hand_over(widget, "read", id="mars")
    hand_over(widget, "remove", id=1)  # two sheets are in the first only
    assert "impossible de retirer" in faults(widget)[0]
    hand_over(widget, "remove", id=3)
    assert (faults(widget), widget.results["n_feuilles"]) == ([], 6)
    hand_over(widget, "remove", id=1)
    assert (widget.sessions, widget.session, widget.results, widget.earlier) == ([], "", june, {})
    hand_over(widget, "clear")
    assert (widget.results, widget.loaded, widget.read, widget.compared) == ({}, [], "", None)


def test_a_session_of_a_file_named_like_the_codes_is_not_theirs(widget: OpenSheets) -> None:
    open_sessions(widget, codes=range(6), juin=range(10, 17))
    assert [one["id"] for one in widget.sessions] == ["codes", "juin"]


def test_a_session_that_is_not_open_cannot_be_read(widget: OpenSheets) -> None:
    hand_over(widget, "sample", id="deux_vagues")
    with pytest.raises(ValueError, match="vague-3"):
        widget.read_session("vague-3")
    assert widget.read == "vague-2"


def test_a_file_opened_after_everything_was_taken_back_is_no_sample(widget: OpenSheets) -> None:
    hand_over(widget, "sample", id="petite_maison_7")
    hand_over(widget, "clear")
    open_sessions(widget, mars=range(6))
    open_sessions(widget, juin=range(10, 17))
    assert widget.total == 13


ITEM = load_questionnaire().item_ids[0]
SESSIONS = ("mars", "juin", "sans")
OPENING = st.one_of(
    st.tuples(st.just("file"), st.dictionaries(st.sampled_from(SESSIONS[:2]), st.integers(2, 7), min_size=1)),
    st.tuples(st.sampled_from(["sans", "codes"]), st.integers(1, 6)),
)
CHOICE = st.tuples(st.sampled_from(["read", "compare"]), st.sampled_from([*SESSIONS[:2], UNNAMED]))
REMOVAL = st.tuples(st.just("remove"), st.integers(1, 6))


def do(widget: OpenSheets, gesture: str, what: Any, fresh: range) -> None:
    """Do one gesture; sheets that come are numbered from ``fresh``, so that each comes once."""
    if gesture in ("read", "compare"):
        if any(one["id"] == what for one in widget.sessions):
            hand_over(widget, gesture, id=what)
    elif gesture == "remove":
        if any(one["id"] == what for one in widget.loaded):
            hand_over(widget, "remove", id=what)
    elif gesture == "codes":
        hand_over(widget, "codes", text=codes(fresh[:what]))
    elif gesture == "sans":
        open_sessions(widget, sans=fresh[:what])
    else:
        open_sessions(widget, **{name: fresh[20 * i :][:n] for i, (name, n) in enumerate(what.items())})


def counted(publication: Publication) -> frozenset[tuple[str, str]]:
    """The sheets whose sum an item's mean tells, checked against the figure itself."""
    found = [
        entry
        for entry, label in zip(publication.entries, publication.answered[:, 0], strict=True)
        if label and ITEM in entry.sheet.answers
    ]
    shown = publication.results.items[ITEM]
    assert (shown.n_answers or 0) == len(found)
    if found:
        levels = [entry.sheet.answers[ITEM] for entry in found]
        assert shown.mean == pytest.approx((sum(levels) / len(levels) - 1) / 3 * 100)  # type: ignore[arg-type]
    return frozenset((entry.session, entry.sheet_id) for entry in found)


def played(gestures: list[tuple[str, Any]]) -> set[frozenset[tuple[str, str]]]:
    """Do the gestures, check after each what is shown, and return the sets of sheets whose sums were ever told."""
    widget, known = OpenSheets(), set()
    for turn, (gesture, what) in enumerate(gestures):
        do(widget, gesture, what, range(100 * turn, 100 * turn + 40))
        groups = widget._open.publications
        for name, publication in groups.items():
            of = {entry.session for entry in publication.entries} - {UNNAMED, FROM_CODES}
            assert of <= {name}, "a table counts one session, or the unnamed sheets with a single one"
            sheets = counted(publication)
            assert not sheets or people(sheets) >= load_thresholds().mean
            known.add(sheets)
        assert widget.results == (groups[widget.read].results.plain() if groups else {})
        assert bool(widget.earlier) == (widget.compared is not None)
        if widget.compared is not None:
            assert widget.earlier["results"] == groups[widget.compared].results.plain()
            assert widget.compared != widget.read
        assert sum(one["n"] for one in widget.sessions) in (0, widget.total)
    return known - {frozenset()}


def people(sheets: frozenset[tuple[str, str]]) -> int:
    """The fewest people that those sheets can be: those of the largest session."""
    return max(Counter(session for session, _ in sheets).values())


def isolated(known: set[frozenset[tuple[str, str]]]) -> frozenset[tuple[str, str]] | None:
    """Return sheets of one to four people whose answers some combination of the known sums depends on alone, or None.

    Sheets that are in the same known sets are reached together or not at all: the search is over those atoms.
    """
    told = sorted(known, key=sorted)
    atoms: dict[tuple[int, ...], list[tuple[str, str]]] = {}
    for sheet_key in sorted(frozenset().union(*told)):
        atoms.setdefault(tuple(int(sheet_key in one) for one in told), []).append(sheet_key)
    rows = [list(row) for row in zip(*atoms, strict=True)]
    rank = len(reduced(rows))
    members = list(atoms.values())
    small = [place for place, one in enumerate(members) if people(frozenset(one)) < 5]
    for size in range(1, len(small) + 1):
        for places in combinations(small, size):
            reached = frozenset(one for place in places for one in members[place])
            others = [[value for place, value in enumerate(row) if place not in places] for row in rows]
            if people(reached) < 5 and len(reduced(others)) < rank:
                return reached
    return None


def test_the_attack_finds_codes_shown_with_a_session_that_is_then_shown_alone() -> None:
    session, code = [("mars", str(n)) for n in range(6)], [(FROM_CODES, str(n)) for n in range(3)]
    assert isolated({frozenset(session + code), frozenset(session)}) == frozenset(code)
    assert isolated({frozenset(session + code), frozenset(("juin", str(n)) for n in range(6))}) is None


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(OPENING, OPENING, CHOICE), min_size=3, max_size=8))
def test_whatever_is_opened_and_chosen_no_session_is_melted_and_nobody_is_isolated(
    gestures: list[tuple[str, Any]],
) -> None:
    assert isolated(played(gestures)) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(OPENING, OPENING, CHOICE, REMOVAL), min_size=3, max_size=9))
def test_whatever_is_taken_back_no_session_is_melted(gestures: list[tuple[str, Any]]) -> None:
    played(gestures)
