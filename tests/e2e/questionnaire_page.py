"""The questionnaire on a page of its own, with a model that keeps what it is given, and gestures on it."""

from __future__ import annotations

from typing import Any

from pasapas_widgets.model.questionnaire.loading import load_questionnaire

KEY = "pasapas:autodiagnostic:pas-a-pas:1.1"


def model(page: Any, name: str) -> Any:
    return page.evaluate("name => model.get(name)", name)


def kept_names(page: Any) -> list[str]:
    """Return the names of what the browser keeps, but for that of the list, which the fixture has chosen."""
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return [name for name in names if name != "pasapas-vue:vue"]


def plain(text: str) -> str:
    """Return a text with ordinary spaces where it has no-break ones."""
    return text.replace("\u00a0", " ")


def answer(page: Any, item: str, label: str) -> None:
    page.locator(f"[data-item={item}]").get_by_label(label, exact=True).check()


def answer_lever(page: Any, lever: str, label: str) -> None:
    for item in load_questionnaire().items:
        if item.lever == lever:
            answer(page, item.id, label)


def to_end(page: Any) -> None:
    page.get_by_role("button", name="Mon bilan").click()
