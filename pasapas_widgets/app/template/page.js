// @ts-check
/* Waiting, and its bound. The page calls voila_finish when every cell has run, Voilà again when its theme is there. */
(() => {
  const page = /** @type {any} */ (window);
  const LONG = 20_000;
  const STILL = 2000; // after which nothing moves any more
  const FEW = 5; // headings of a page that needs no list of its parts
  const PENDING = 'script[type="application/vnd.voila.cell-output+json"]';
  /** What Voilà's bundle says of each part that is older in it than in the widget managers beside it. */
  const OLDER = /^(Unsatisfied|No satisfying) version .+ of shared (singleton )?module @(jupyter|lumino)/;
  const began = Date.now();
  let sent = false;
  let failed = false;

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

  const all = (/** @type {string} */ selector) =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

  /** Say in sight, once, that the page goes on without its kernel; without a name, no longer.
   * @param {string} [name] slow, late or full */
  const without = (name) => {
    const place = part("pap-without");
    const template = /** @type {HTMLTemplateElement | null} */ (document.querySelector(`[data-without="${name}"]`));
    place?.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  };
  document.addEventListener("click", (event) => {
    const pressed = /** @type {HTMLElement} */ (event.target);
    if (!pressed.closest("#pap-without button")) return;
    without();
    part("rendered_cells").focus({ preventScroll: true });
  });
  /** Are there views drawn without the kernel, or about to be? */
  const isEarly = () =>
    document.querySelector(".pap-early > .pap") !== null ||
    (document.querySelector(".pap-early") !== null && part("pap-early") !== null);

  /** The waiting card stands where the first part that is to come will be, of those that are shown; where all that is
   * shown can be used already, there is none, whose going would move the page. */
  const placeWait = () => {
    const wait = part("pap-wait");
    const [place] = all("[data-awaited]:not(.pap-bar, :has(> .pap-early))").filter((one) => one.offsetParent);
    if (place && wait.parentElement !== place) place.append(wait);
    wait.hidden = !place && isEarly();
  };

  /** After a cell that failed, nothing runs: what follows it in the notebook is not shown. */
  const cut = () => {
    const [first] = all("[data-awaited]");
    if (!first || isEarly()) return;
    const after = Number(first.getAttribute("cell-index"));
    for (const cell of all("[cell-index]")) if (Number(cell.getAttribute("cell-index")) >= after) cell.remove();
  };

  const foot = () => document.body.append(/** @type {HTMLElement} */ (document.querySelector(".pap-footer")));

  /** While Voilà's script moves the cells the page is a little shorter, then longer: a place at its end would be lost,
   * and one that the browser corrects by itself would be corrected twice (moved.js). @param {string} height */
  const still = (height) => {
    document.body.style.minHeight = height;
    document.body.style.setProperty("overflow-anchor", height && "none");
  };

  const settle = () => {
    clearInterval(clock);
    watcher.disconnect();
    part("pap-wait").remove();
    if (!isEarly()) without();
    foot();
    listContents();
    document.body.classList.add("pap-ready");
    page.pap_staged?.();
    setTimeout(() => still(""), STILL);
  };

  const late = (/** @type {string} */ name = "late") => {
    if (document.body.classList.contains("pap-ready")) return;
    clearInterval(clock);
    watcher.disconnect();
    part("pap-wait")?.remove();
    if (!isEarly()) part("pap-late").hidden = false;
    else without(name);
  };

  const look = () => {
    if (taken() && !undrawn()) settle();
  };
  const watcher = new MutationObserver((changes) => {
    page.pap_stay(changes);
    look();
  });
  watcher.observe(document.documentElement, { childList: true, subtree: true });

  const clock = setInterval(() => {
    const spent = Date.now() - began;
    const wait = part("pap-wait");
    if (!wait) return;
    placeWait();
    const long = /** @type {HTMLElement} */ (wait.querySelector(".pap-wait-long"));
    if (spent > LONG && long.hidden) {
      long.hidden = false;
      if (isEarly()) without("slow");
    }
    if (spent <= Number(wait.dataset.bound) * 1000) look();
    else if (taken()) settle();
    else late();
  }, 500);

  // These notices are known and concern nobody who reads a console: what is told there is a fault.
  const told = page.console;
  const { warn } = told;
  told.warn = (/** @type {any[]} */ ...said) => OLDER.test(String(said[0])) || warn(...said);

  page.voila_process = () => {};
  page.voila_heartbeat = () => {};
  /** While the cells run, the browser puts into its cache the scripts that the page will ask for; after what is to
   * be used at once, on a poor network. */
  page.pap_ahead = () => {
    const list = part("pap-ahead");
    for (const address of JSON.parse(list?.textContent ?? "[]"))
      fetch(address, /** @type {RequestInit} */ ({ priority: "low" })).catch(() => {});
    list?.remove();
  };
  page.pap_framed = () => {
    placeWait();
    if (!part("pap-early") || document.querySelector(".pap-early > .pap")) page.pap_ahead();
    addEventListener("hashchange", () => setTimeout(() => part("pap-wait") && placeWait()));
    addEventListener("beforeprint", foot); // on paper, nothing but its place puts it last
  };
  /** A cell has run: what it shows goes to its place. One that failed leaves the early view as it is.
   * @param {number} number */
  page.pap_cell = (number) => {
    const place = /** @type {HTMLElement} */ (document.querySelector(`[cell-index="${number}"]`));
    const made = /** @type {HTMLElement} */ (document.querySelector(`[data-cell="${number}"]`));
    if (made.querySelector(".pap-notice") && place.querySelector(".pap-early") && isEarly()) failed = true;
    else place.append(...made.children);
    place.removeAttribute("data-awaited");
    made.nextElementSibling?.remove();
    made.remove();
  };
  page.voila_finish = () => {
    sent = true;
    cut();
    if (failed) late();
    if (isEarly()) still(`${document.documentElement.scrollHeight}px`);
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
