// @ts-check
/* Waiting, and its bound. The page calls voila_finish when every cell has run, Voilà again when its theme is there. */
(() => {
  const page = /** @type {any} */ (window);
  const LONG = 20_000;
  const PENDING = 'script[type="application/vnd.voila.cell-output+json"]';
  const began = Date.now();
  let sent = false;

  const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  /** Whether Voilà has taken every output of the document, and how many of its widgets are still to be drawn. */
  const taken = () => sent && page.themeLoaded && !document.querySelector(PENDING);
  const undrawn = () =>
    [...document.querySelectorAll("#rendered_cells .lm-Panel.jp-OutputArea-output")].filter(
      (panel) => !panel.firstElementChild?.hasChildNodes(),
    ).length;

  const settle = () => {
    clearInterval(clock);
    watcher.disconnect();
    part("pap-wait").remove();
    document.body.append(/** @type {HTMLElement} */ (document.querySelector(".pap-footer")));
    document.body.classList.add("pap-ready");
  };

  const late = () => {
    if (document.body.classList.contains("pap-ready")) return;
    clearInterval(clock);
    watcher.disconnect();
    part("pap-wait")?.remove();
    part("pap-late").hidden = false;
  };

  const look = () => {
    if (taken() && !undrawn()) settle();
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.documentElement, { childList: true, subtree: true });

  const clock = setInterval(() => {
    const spent = Date.now() - began;
    const wait = part("pap-wait");
    if (!wait) return;
    if (spent > LONG) /** @type {HTMLElement} */ (wait.querySelector(".pap-wait-long")).hidden = false;
    if (spent > Number(wait.dataset.bound) * 1000) (taken() ? settle : late)();
    else look();
  }, 500);

  page.voila_process = () => {};
  page.voila_heartbeat = () => {};
  page.voila_finish = () => {
    sent = true;
    page.cellLoaded = true;
    look();
  };
  page.pap_late = late;

  // Leaving the page stops its kernel. Voilà says so on beforeunload, which phones do not fire, and only once it is loaded.
  addEventListener("pagehide", () => {
    const config = document.getElementById("jupyter-config-data");
    if (!config) return;
    const { baseUrl, kernelId } = JSON.parse(config.textContent ?? "");
    navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`);
  });

  // A file dropped beside what takes it would replace the page.
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => {
      const { target, dataTransfer } = /** @type {DragEvent} */ (event);
      const isField = target instanceof HTMLInputElement && target.type === "file";
      if (!isField && dataTransfer?.types.includes("Files")) event.preventDefault();
    });
  }

  // A page brought back by the browser's Back button has lost its kernel: open it anew.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
