// @ts-check
/**
 * Public Binder stops what nobody uses, with the page open too. This page tells its server that a person is there:
 * one small request every few minutes, only while the page is in sight and somebody touched it in the last half hour.
 * A page that was left, or that is hidden, asks nothing: Binder stops it as it stops any other.
 * Every answer also says whether the kernel lives and how long the server has left; no answer, that it has stopped.
 */
(() => {
  const MINUTE = 60_000;
  const RETRY = 15_000; // milliseconds before asking again a server that does not answer
  const ENDING = 20; // minutes before the end of the server when the page begins to say so
  // Not scroll, which the layout may cause
  const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

  const banner = /** @type {HTMLElement} */ (document.querySelector(".pap-binder"));
  const alerts = /** @type {HTMLElement} */ (document.querySelector(".pap-binder-alerts"));
  const place = /** @type {HTMLElement} */ (alerts.querySelector("[role=alert]"));
  const end = /** @type {HTMLElement} */ (banner.querySelector(".pap-binder-end"));
  const { ask = "", quiet = "", every = "" } = banner.dataset;
  const quietAfter = Number(quiet) * MINUTE;
  const askEvery = Number(every) * MINUTE;

  let sign = Date.now(); // the last sign of a person
  let asked = 0; // the last request, 0 when none is useful any more
  let failures = 0;
  let pointer = "";
  let shown = "";
  let warned = false; // the end of the server was read
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;

  /** Show one alert, or none; what is shown already is not announced again.
   * @param {string} name @param {Record<string, string>} [values] */
  const show = (name, values = {}) => {
    if (name === shown) return;
    shown = name;
    const template = /** @type {HTMLTemplateElement|null} */ (alerts.querySelector(`[data-alert="${name}"]`));
    place.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
    for (const node of place.querySelectorAll("p:first-child")) {
      node.textContent = String(node.textContent).replace(/\{(\w+)\}/g, (hole, key) => values[key] ?? hole);
    }
  };

  const kernel = () => {
    const config = document.getElementById("jupyter-config-data")?.textContent;
    return config ? String(JSON.parse(config).kernelId ?? "") : "";
  };

  /** @param {number} left seconds before the server ends */
  const tellEnd = (left) => {
    const at = new Date(Date.now() + left * 1000);
    const heure = `${at.getHours()}\u00a0h\u00a0${String(at.getMinutes()).padStart(2, "0")}`;
    end.textContent = String(end.dataset.text).replace("{heure}", heure);
    if (left < ENDING * 60 && !warned) show("ending", { heure });
    else if (shown !== "ending") show("");
  };

  const look = async () => {
    clearTimeout(timer);
    asked = Date.now();
    let state;
    try {
      const reply = await fetch(ask + kernel(), { redirect: "manual", cache: "no-store" });
      state = reply.ok ? await reply.json() : null;
    } catch {
      state = null;
    }
    failures = state ? 0 : failures + 1;
    if (state && !state.alive) show("asleep");
    else if (state) tellEnd(state.left);
    else if (failures > 1) show("stopped");
    if (shown !== "asleep") timer = setTimeout(tick, state ? askEvery : failures > 1 ? RETRY : 1000);
  };

  const tick = () => {
    clearTimeout(timer);
    if (document.hidden || shown === "asleep") return; // coming back to the page looks again
    if (Date.now() - sign < quietAfter) look();
    else if (failures === 0) show("quiet");
  };

  /** A person is there. After a silence, ask at once: the page may have been stopped meanwhile.
   * @param {Event} event */
  const present = (event) => {
    if (event instanceof PointerEvent && event.type === "pointermove") {
      const where = `${event.screenX} ${event.screenY}`;
      if (where === pointer) return; // the page moved under a mouse that lies still
      pointer = where;
    }
    sign = Date.now();
    if (shown === "asleep" || document.hidden) return;
    if (shown === "quiet") show("");
    if (failures === 0 && sign - asked > askEvery) look();
  };

  for (const name of SIGNS) addEventListener(name, present, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => {
    sign = Date.now();
    if (!document.hidden && shown !== "asleep") look();
  });
  addEventListener("online", look);
  place.addEventListener("click", (event) => {
    if (!(event.target instanceof HTMLButtonElement)) return;
    warned ||= shown === "ending";
    show("");
    look();
  });
  addEventListener("DOMContentLoaded", look);
})();
