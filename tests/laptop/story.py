"""What a person does with every workbook, and what the browser asked of other hosts meanwhile."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pypdf import PdfReader

__all__ = ["WORKBOOKS", "use_everything"]

WORKBOOKS = dict.fromkeys(
    (
        "00_accueil", "01_autodiagnostic", "02_resultats", "03_discussion", "04_priorites", "05_plan_action",
        "06_entretien", "07_territoire", "08_indicateurs", "09_recherche", "10_etendre", "11_se_former",
    )
) | {"01_autodiagnostic": "answer", "02_resultats": "read"}  # fmt: skip
"""Each workbook, and what is done there."""

WAIT = 180_000


def use_everything(browser: Any, address: str) -> dict[str, list[str]]:
    """Open the index, the other pages and each workbook, use them, and return what went wrong.

    Returns
    -------
    dict
        ``outside``: addresses asked of another host; ``failed``: own addresses that did not come; ``errors``: scripts'.
    """
    context = browser.new_context(accept_downloads=True, locale="fr-FR")
    context.set_default_timeout(WAIT)
    seen: dict[str, list[str]] = {"outside": [], "failed": [], "errors": []}
    home = urlsplit(address).netloc

    def look(request: Any) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in ("http", "https", "ws", "wss") and asked.netloc != home:
            seen["outside"].append(request.url)

    context.on("request", look)
    context.on("response", lambda reply: seen["failed"].append(reply.url) if reply.status >= 400 else None)
    page = context.new_page()
    page.on("pageerror", lambda error: seen["errors"].append(str(error)))
    page.on("websocket", lambda link: look(link))
    for path in ("", "pasapas/accessibilite", "pasapas/confidentialite"):
        page.goto(address + path)
        page.locator("h1").wait_for()
    for name, act in WORKBOOKS.items():
        page.goto(f"{address}voila/render/workbooks/{name}.ipynb")
        page.locator(".pap-ready").wait_for(state="attached")
        if act:
            {"answer": _answer, "read": _read}[act](page)
    context.close()
    return seen


def _answer(page: Any) -> None:
    """Answer a lever, see the radar, take the personal page."""
    page.locator(".pap-questionnaire").wait_for()
    for number in range(1, 9):
        page.locator(f'.pap-questionnaire-item[data-item="L1-0{number}"] label:has(input[value="4"])').click()
        page.locator(".pap-questionnaire-steps .pap-button-main").click()
    page.locator(".pap-radar td", has_text="Point fort").wait_for(state="attached")
    page.locator(".pap-questionnaire nav button", has_text="Mon bilan").click()
    with page.expect_download() as download:
        page.locator(".pap-questionnaire-sheet button", has_text="PDF").click()
    assert len(PdfReader(download.value.path()).pages) == 1


def _read(page: Any) -> None:
    """Open the sample of a team of 24 and read its results."""
    page.locator(".pap-opensheets select").first.select_option("equipe_24")
    page.locator(".pap-opensheets button", has_text="Ouvrir cet exemple").click()
    page.locator(".pap-rail").get_by_role("link", name="Ce dont on parle").click()
    page.locator(".pap-results details").first.wait_for()
    assert "24" in page.locator(".pap-results").inner_text()
