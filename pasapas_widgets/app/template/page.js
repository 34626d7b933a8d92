// @ts-check
/* Waiting, and its bound. The page calls voila_finish when every cell has run, Voilà again when its theme is there. */
(() => {
  const page = /** @type {any} */ (window);
  const LONG = 20_000;
  const FEW = 5; // headings of a page that needs no list of its parts
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

  /** The headings that can be read now: not those of a part that is folded or not shown. @returns {HTMLElement[]} */
  const headings = () =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#rendered_cells :is(h2, h3)")]).filter(
      (one) => one.offsetParent && !one.closest("details:not([open]), dialog"),
    );

  /** Under the title, a list of links to the parts of a long page: made anew each time that it is unfolded. */
  const listContents = () => {
    const nav = part("pap-contents");
    const list = /** @type {HTMLElement} */ (nav.querySelector("ul"));
    const title = document.querySelector("#rendered_cells h1")?.closest(".jp-Cell");
    if (!title || headings().length <= FEW || document.querySelector(".pap-rail")) return;
    title.after(nav);
    nav.hidden = false;
    const link = (/** @type {HTMLElement} */ heading, /** @type {number} */ number) => {
      if (!heading.id) heading.id = `pap-part-${number}`;
      heading.tabIndex = -1;
      const item = document.createElement("li");
      const anchor = document.createElement("a");
      anchor.href = `#${heading.id}`;
      anchor.textContent = (heading.textContent ?? "").replace("¶", "");
      anchor.addEventListener("click", () => heading.focus());
      item.append(anchor);
      return item;
    };
    nav.querySelector("details")?.addEventListener("toggle", () => {
      /** @type {HTMLElement | null} */
      let inner = null;
      list.replaceChildren();
      headings().forEach((heading, number) => {
        const item = link(heading, number);
        if (heading.tagName === "H2" || !list.lastElementChild) {
          list.append(item);
          inner = null;
        } else {
          if (!inner) list.lastElementChild.append((inner = document.createElement("ul")));
          inner.append(item);
        }
      });
    });
  };

  const settle = () => {
    clearInterval(clock);
    watcher.disconnect();
    part("pap-wait").remove();
    document.body.append(/** @type {HTMLElement} */ (document.querySelector(".pap-footer")));
    listContents();
    document.body.classList.add("pap-ready");
    page.pap_staged?.();
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

  // Leaving the page stops its kernel. Voilà says so on beforeunload, which phones do not fire, and only once it is
  // loaded.
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
