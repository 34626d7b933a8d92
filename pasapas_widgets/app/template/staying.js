// @ts-check
/**
 * A page that is read is still: while it is in sight it says so to its server, which keeps it. Out of sight it says
 * nothing, and is stopped in the end; before that, it says that it will be, in its text and in the title of its tab,
 * and one press keeps it. Coming back to it is enough.
 */
(() => {
  const place = /** @type {HTMLElement} */ (document.getElementById("pap-staying"));
  const idle = Number(place.dataset.idle) * 1000; // milliseconds without a sign before the server stops the page
  const every = Math.min(5 * 60_000, idle / 4);
  const notice = Math.min(10 * 60_000, idle / 2); // before the end: longer than the minute a hidden page may wait
  let seen = Date.now(); // the last sign that the server has taken
  let shown = "";

  /** @param {string} name soon, over, or "" for none */
  const show = (name) => {
    if (name === shown) return;
    shown = name;
    const template = /** @type {HTMLTemplateElement | null} */ (document.querySelector(`[data-staying="${name}"]`));
    place.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
    const words = place.querySelector("p")?.textContent ?? "";
    document.title = document.title.replace(/^\(!\) /, "").replace(/^/, words ? "(!) " : "");
  };

  const kernel = () => {
    const config = document.getElementById("jupyter-config-data")?.textContent;
    return config ? String(JSON.parse(config).kernelId ?? "") : "";
  };

  const sign = async () => {
    try {
      const reply = await fetch(place.dataset.ask + kernel(), { redirect: "manual", cache: "no-store" });
      if (!reply.ok) return;
      if (!(await reply.json()).alive) return show("over");
      seen = Date.now();
      show("");
    } catch {
      // without the network, nobody knows: the parts of the page say that it is away
    }
  };

  const look = () => {
    if (shown === "over" || !kernel()) return;
    if (!document.hidden) {
      if (Date.now() - seen >= every || shown) sign();
    } else if (Date.now() - seen > idle - notice) show("soon");
  };

  document.addEventListener("visibilitychange", () => shown !== "over" && kernel() && sign());
  place.addEventListener("click", (event) => {
    if (!(event.target instanceof HTMLButtonElement)) return;
    sign();
    /** @type {HTMLElement | null} */ (document.querySelector("#rendered_cells"))?.focus({ preventScroll: true });
  });
  setInterval(look, Math.min(30_000, every / 2));
})();
