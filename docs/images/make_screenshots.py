"""Take the README's pictures from the running app: ``python docs/images/make_screenshots.py http://127.0.0.1:8866/``."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "data/samples/equipe_24.csv"


def main(address: str) -> None:
    draw = random.Random(3)
    with sync_playwright() as playwright:
        path = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 760})
        page.goto(f"{address}voila/render/01_autodiagnostic.ipynb")
        page.locator(".pap-radar").wait_for(timeout=60_000)
        for lever in ("L1", "L2", "L3", "L4"):
            for item in page.locator(f'.pap-questionnaire-item[data-item^="{lever}"]').all():
                item.locator("label").nth(draw.choice([0, 1, 1, 2, 2, 3])).click()
            page.locator(".pap-questionnaire-steps button.pap-button-main").click()
        page.locator(".pap-questionnaire nav button").first.click()
        radar = page.locator(".pap-radar").bounding_box()
        page.locator(".pap-questionnaire-item").first.scroll_into_view_if_needed()
        page.evaluate("() => document.querySelector('.pap-questionnaire-item').scrollIntoView({ block: 'start' })")
        page.screenshot(path=HERE / "questionnaire.png")
        assert radar
        page.locator(".pap-radar").screenshot(path=HERE / "radar.png")
        page.goto(f"{address}voila/render/02_resultats.ipynb")
        page.locator(".pap-opensheets input[type=file]").set_input_files(SAMPLE)
        heading = page.get_by_role("heading", name="Là où les regards diffèrent")
        heading.wait_for(timeout=60_000)
        heading.evaluate("(node) => node.scrollIntoView({ block: 'start' })")
        page.screenshot(path=HERE / "resultats.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
