"""The main stories as somebody lives them who hears the page and uses its keyboard."""

from __future__ import annotations

from salle import Q, Seen
from spoken import Listener

__all__ = ["page_story", "phone_story"]


def page_story(page: Listener) -> None:
    """The one-file page: two statements, what one's answers say, a code that is none, all erased."""
    page.page("La page, de haut en bas")
    page.focus(".pap-questionnaire-item input")
    page.after("le premier énoncé")
    page.press("Space", "Tab", "Tab", "Enter")
    page.part("L'énoncé suivant", "group", "2. ")
    page.press("Tab", "ArrowDown", "Tab")
    page.focus(".pap-questionnaire nav li:last-child button")
    page.press("Enter")
    page.part("Le bilan", "region", "Mon bilan")
    page.focus(".pap-questionnaire-end .pap-button-danger")
    page.press("Enter")
    page.part("La question avant d'effacer", "dialog")
    page.press("Escape", "Enter", "Tab", "Enter")


def phone_story(page: Listener, seen: Seen) -> None:
    """A phone in the room, from the wait to the end: what the room does is told where nobody has pressed anything."""
    page.page("Le téléphone attend")
    seen.move("reponses")
    page.until("#pap-phone[data-phase=reponses]")
    page.after("l'animatrice ouvre les réponses")
    page.focus(".pap-questionnaire-item input")
    page.press("Space")
    page.until(".pap-room-line", "1 réponse enregistrée")
    page.after("la réponse est arrivée")
    page.part("Pendant les réponses", "main")
    for number in range(11):
        seen.phone().answers({item: 2 + (number + index) % 2 for index, item in enumerate(Q.item_ids)})
    seen.move("pause")
    page.until(".pap-room-line", "Pause")
    page.after("l'animatrice fait une pause")
    seen.move("cloture")
    page.until(".pap-room-line", "Dernière minute")
    page.after("dernière minute")
    seen.salle.room.publish(seen.id)
    seen.move("resultats")
    page.until("#pap-phone[data-phase=resultats] h2", "Vous et le groupe")
    page.after("les résultats sont publiés")
    page.part("Vous et le groupe", "main")
    page.focus(".pap-room-turns button:last-child")
    page.press("Enter")
    page.part("Ce que le groupe dit", "main")
    seen.salle.room.open_vote(seen.id, ["L1-03", "L2-04", "Un temps le mardi"], dots=2)
    seen.move("vote")
    page.until("#pap-phone[data-phase=vote] fieldset")
    page.after("le vote s'ouvre")
    page.part("Le vote", "main")
    page.focus(".pap-room-ballot input")
    page.press("Space")
    seen.salle.room.close_vote(seen.id)
    page.until("#pap-phone", "Ce vote est fermé")
    page.after("le vote se ferme")
    seen.move("evaluation")
    page.until("#pap-phone[data-phase=evaluation] fieldset")
    page.after("l'évaluation s'ouvre")
    page.part("L'évaluation", "main")
    seen.move("fin")
    page.until("#pap-phone[data-phase=fin]")
    page.after("c'est la fin")
    page.part("La fin", "main")
