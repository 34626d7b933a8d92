// @ts-check
/* The stages of a workbook: one is shown, the others wait as they are, their widgets mounted. The address says which,
   so that Back works. What is not shown is told by one style sheet, so that a part which a widget draws later follows
   it as well; paper shows all. */
(() => {
  const page = /** @type {any} */ (window);
  const hidden = document.head.appendChild(document.createElement("style"));
  let current = "";

  const all = (/** @type {string} */ selector) =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
  const rail = () => /** @type {HTMLAnchorElement[]} */ (all(".pap-rail a"));
  const ids = () => rail().map((link) => link.hash.slice(1));
  const addressed = () => decodeURIComponent(location.hash.slice(1));
  const words = (/** @type {string | undefined} */ text) =>
    (text ?? "").split(" ").filter((one) => ids().includes(one));

  /** The stage that holds a node: the one that is shown, where it is of several. @param {Element} node */
  function stageOf(node) {
    const own = words(/** @type {HTMLElement | null} */ (node.closest("[data-stage]"))?.dataset.stage);
    const some = own.length
      ? own
      : words(/** @type {HTMLElement | null} */ (node.closest("[data-stages]"))?.dataset.stages);
    return some.includes(current) ? current : some[0];
  }

  /** What a stage does not show: other sections, other parts of widgets, the words of a section's first stage.
   * @param {string} id */
  function rules(id) {
    const parts = ids().map((other) => `[data-stage~="${other}"]:not([data-stage~="${id}"])`);
    const later = `[data-stages~="${id}"]:not([data-stages^="${id} "], [data-stages="${id}"])`;
    return `@media screen { .pap-stages :is(
      .pap-stage:not([data-stages~="${id}"]), ${parts.join(", ")},
      ${later} > [cell-index]:first-child > .jp-MarkdownCell .jp-RenderedMarkdown > :not(h2)
    ) { display: none !important; } }`;
  }

  /** What leads to the stage before or after, at the foot of each. @param {string} name @param {HTMLElement} [link] */
  function paintStep(name, link) {
    const step = /** @type {HTMLAnchorElement | null} */ (document.querySelector(`.pap-steps-${name}`));
    if (!step) return;
    step.hidden = !link;
    if (!(link instanceof HTMLAnchorElement)) return;
    step.href = link.hash;
    /** @type {HTMLElement} */ (step.querySelector("span")).textContent = link.textContent;
  }

  function paint() {
    const links = rail();
    const at = links.findIndex((link) => link.hash === `#${current}`);
    for (const link of /** @type {HTMLAnchorElement[]} */ (all(".pap-rail a, .pap-steps-sheet a"))) {
      if (link.hash === `#${current}`) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    paintStep("previous", links[at - 1]);
    paintStep("next", links[at + 1]);
    const line = /** @type {HTMLElement | null} */ (document.querySelector(".pap-steps-line"));
    if (line)
      line.textContent = (line.dataset.words ?? "")
        .replace("{n}", String(at + 1))
        .replace("{tout}", String(links.length))
        .replace("{titre}", links[at].textContent ?? "");
  }

  /** @param {string} id */
  function show(id) {
    if (id !== current) {
      current = id;
      document.body.dataset.stageShown = id;
      hidden.textContent = rules(id);
    }
    paint();
  }

  /** Show a stage because a person asked for it: its heading takes the focus, and is in sight.
   * @param {string} id */
  function go(id) {
    const isHere = id === current && document.activeElement?.closest(".pap-stage");
    show(id);
    if (isHere) return;
    const section = /** @type {HTMLElement} */ (document.querySelector(`.pap-stage[data-stages~="${id}"]`));
    const within = [...(section?.querySelectorAll(`[data-stage~="${id}"]`) ?? []), section];
    const heading = /** @type {HTMLElement | undefined} */ (
      within
        .flatMap((one) => [...(one?.querySelectorAll("h2, h3, h4") ?? [])])
        .find((one) => one.getClientRects().length)
    );
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const { top, bottom } = heading.getBoundingClientRect();
    const bar = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    if (top < bar || bottom > innerHeight / 2) section.scrollIntoView({ block: "start" });
  }

  /** Open the stage of a node which a widget is about to lead to. @param {Element} node */
  function reveal(node) {
    const id = stageOf(node);
    if (!id || id === current) return;
    if (!addressed() || ids().includes(addressed())) history.pushState(null, "", `#${id}`);
    show(id);
  }

  /** Follow the address: a stage, or a place within one. */
  function follow() {
    const id = addressed();
    if (!ids().length) return;
    if (!id || ids().includes(id)) return go(id || ids()[0]);
    const target = document.getElementById(id);
    if (!target || !stageOf(target)) return;
    show(stageOf(target));
    target.scrollIntoView({ block: "start" });
  }

  /** On a narrow screen the words under a title are one press away, but for what is written strongly: the first thing
   * to do is on the first screen. @param {string} cells @param {string} label */
  function fold(cells, label) {
    for (const prose of all(`${cells} .jp-RenderedMarkdown`)) {
      const said = [...prose.querySelectorAll(":scope > p")].filter((one) => !one.querySelector("strong, a"));
      if (!said.length || !prose.querySelector("h1, h2") || prose.querySelector(".pap-why")) continue;
      const why = document.createElement("details");
      why.className = "pap-why";
      why.append(Object.assign(document.createElement("summary"), { textContent: label }));
      said[0].before(why);
      why.append(...said);
    }
  }
  function foldWords() {
    const { dataset } = document.body;
    if (!matchMedia("(max-width: 40rem)").matches) return;
    fold("#rendered_cells > [cell-index]", dataset.about ?? "");
    fold(".pap-stage > [cell-index]:first-child", dataset.why ?? "");
  }
  addEventListener("beforeprint", () => all(".pap-why").forEach((one) => one.setAttribute("open", "")));

  /** What stands above the line knows how high it is: one row, or more where letters are large. */
  const measure = new ResizeObserver(([{ target }]) =>
    document.documentElement.style.setProperty("--pap-steps", `${/** @type {HTMLElement} */ (target).offsetHeight}px`),
  );

  page.pap_stages = () => {
    foldWords();
    all(".pap-steps").forEach((one) => measure.observe(one));
    if (!current) show(ids().includes(addressed()) ? addressed() : ids()[0]);
    all(".pap-steps").forEach((one) => (one.hidden = false));
    paint();
  };
  /** Every cell has run: a place that the address names is there. */
  page.pap_staged = () => {
    if (addressed() && !ids().includes(addressed())) follow();
  };

  addEventListener("hashchange", follow);
  document.addEventListener("pasapas:show", (event) => reveal(/** @type {Element} */ (event.target)));
  document.addEventListener("click", (event) => {
    const pressed = /** @type {Element} */ (event.target);
    const sheet = /** @type {HTMLDialogElement | null} */ (document.querySelector(".pap-steps-sheet"));
    if (pressed.closest(".pap-steps-line")) sheet?.showModal();
    else if (pressed === sheet || pressed.closest(".pap-steps-sheet :is(a, button)")) sheet?.close();
    // A link to where the address is already changes nothing of it.
    const link = /** @type {HTMLAnchorElement | null} */ (pressed.closest("a[href^='#']"));
    if (link && link.hash === location.hash) setTimeout(follow);
  });
})();
