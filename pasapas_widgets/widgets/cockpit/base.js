// @ts-check
/**
 * What every part of the cockpit uses: texts, nodes, and the way to ask the kernel for something.
 *
 * The parts are modules of their own; pasapas_widgets/widgets/cockpit/cockpit.py joins them into the one module that the
 * anywidget contract asks for, by leaving out the lines that import another part.
 *
 * @typedef {Record<string, any>} Texts
 * @typedef {{ n: string, ok: boolean, fault?: string, given?: any }} Told
 * @typedef {{ get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *   on(name: string, run: () => void): void, off(name: string, run: () => void): void }} Model
 * @typedef {{ root: HTMLElement, paint(): void }} Part
 * @typedef {{ model: Model, texts: Texts, uid: string, ask(verb: string, values?: object): Promise<Told>,
 *   act(pressed: HTMLElement, verb: string, values?: object, done?: string): Promise<Told>,
 *   say(text: string): void, blame(text: string): void, at(): string,
 *   go(part: string, since?: string): void, root: HTMLElement }} Desk
 */

const PATIENCE = 8000; // milliseconds without an answer to «are you there» before the link is said to be cut
const BEAT = 10_000; // milliseconds between two of them: more than the patience

/** Fill the `{name}` places of a text. @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** Choose the wording that agrees with `n`. @param {{ un: string, plusieurs: string }} texts @param {number} n @param {Record<string, unknown>} [values] */
export const counted = (texts, n, values = {}) => fill(n < 2 ? texts.un : texts.plusieurs, { n, ...values });

/** JupyterLab leaves the keys alone on these: Enter, Space and letters are theirs. */
const CONTROLS = ["button", "select", "textarea", "input", "summary"];

/** Make an element; attributes that are false, null or undefined are left out. @param {string} tag
 * @param {Record<string, any>} [attributes] @param {(Node | string | null | undefined)[]} children @returns {HTMLElement} */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (CONTROLS.includes(tag)) node.setAttribute("data-lm-suppress-shortcuts", "");
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined)
      node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== undefined)));
  return node;
}

/** @param {string} label @param {(pressed: HTMLElement) => void} run @param {"main" | "quiet" | "danger"} [kind] @param {Record<string, any>} [more] */
export function button(label, run, kind = "quiet", more = {}) {
  const node = h("button", { type: "button", class: `pap-cockpit-button pap-cockpit-${kind}`, ...more }, label);
  node.addEventListener("click", () => node.getAttribute("aria-disabled") === "true" || run(node));
  return node;
}

/** A sentence that is left alone while it is the same, so that it is not spoken again.
 * @param {HTMLElement} node @param {string} text */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = !text;
}

/** Fill a list anew only where what it shows has changed: the keyboard keeps its place.
 * @param {HTMLElement} node @param {unknown} shown @param {() => (Node | string)[]} make */
export function redraw(node, shown, make) {
  const key = JSON.stringify(shown) ?? "";
  if (node.dataset.shown === key) return;
  const held = node.contains(document.activeElement)
    ? /** @type {HTMLElement} */ (document.activeElement).dataset.key
    : undefined;
  node.dataset.shown = key;
  node.replaceChildren(...make());
  if (held) /** @type {HTMLElement | null} */ (node.querySelector(`[data-key="${held}"]`))?.focus();
}

/** A control under its label, with help below. @param {string} label @param {HTMLElement} control @param {string} [help] */
export function field(label, control, help) {
  const id = control.id;
  if (help) control.setAttribute("aria-describedby", `${id}-help`);
  return h(
    "div",
    { class: "pap-cockpit-field" },
    h("label", { for: id }, label),
    control,
    help ? h("p", { id: `${id}-help`, class: "pap-cockpit-soft" }, help) : null,
  );
}

/** A box to tick beside its label. @param {string} id @param {string} label @param {Record<string, any>} [more] */
export function tick(id, label, more = {}) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id, ...more }));
  return { box, root: h("label", { class: "pap-cockpit-tick", for: id }, box, h("span", {}, label)) };
}

/** @param {string} title @param {(Node | string | null)[]} children */
export const block = (title, ...children) =>
  h("section", { class: "pap-cockpit-block" }, h("h4", {}, title), ...children);

/** One line that opens. @param {string} title @param {(Node | string | null)[]} children */
export const fold = (title, ...children) =>
  h("details", { class: "pap-cockpit-fold" }, h("summary", {}, title), ...children);

/** Words that are heard and not seen. @param {string} text */
export const unseen = (text) => h("span", { class: "pap-cockpit-unseen" }, text);

/** @param {string} iso a day, 2026-11-23 */
export const inWords = (iso) =>
  new Date(`${iso}T12:00:00`).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });

/** Hand a text over as a file. @param {string} text @param {string} type @param {string} name @param {HTMLElement} root */
export function download(text, type, name, root) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: url, download: name });
  root.append(link); // some browsers only follow a link that is in the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** What the browser keeps for one session: a draft, a list of numbers. @param {string} session @param {string} name */
export function shelf(session, name) {
  const key = `pasapas:cockpit:${session}:${name}`;
  return {
    get() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "null");
      } catch {
        return null;
      }
    },
    /** @param {unknown} value */
    set(value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // no storage here: the page still works until it is reloaded
      }
    },
  };
}

/**
 * Ask the kernel, and notice when it no longer answers.
 *
 * `asked` holds every request that has no answer yet, so that none is lost when several leave in one message; `told`
 * brings the answers one by one. A request that waits when the link is cut ends with a fault: nobody knows if it was done.
 * @param {Model} model @param {{ lost(): void, back(): void, cut: string, hello(): object }} link
 */
export function courier(model, link) {
  const name = Math.random().toString(36).slice(2, 10);
  /** @type {Map<string, { message: object, settle: (told: Told) => void }>} */
  const waiting = new Map();
  let count = 0;
  let cut = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;

  function send() {
    try {
      model.set(
        "asked",
        [...waiting.values()].map((one) => one.message),
      );
      model.save_changes();
    } catch {
      // a dead connection: the missing answer says so
    }
  }

  /** @param {string} verb @param {object} [values] @returns {Promise<Told>} */
  function ask(verb, values = {}) {
    const n = `${name}-${(count += 1)}`;
    return new Promise((settle) => {
      waiting.set(n, { message: { n, verb, ...values }, settle });
      send();
    });
  }

  function heard() {
    const told = /** @type {Told} */ (model.get("told"));
    const found = waiting.get(told.n);
    if (!found) return;
    waiting.delete(told.n);
    found.settle(told);
  }

  function lose() {
    if (!cut) link.lost();
    cut = true;
    const left = [...waiting];
    waiting.clear();
    for (const [n, { settle }] of left) settle({ n, ok: false, fault: link.cut });
  }

  async function beat() {
    clearTimeout(patience);
    patience = setTimeout(lose, PATIENCE);
    const told = await ask("here", link.hello());
    clearTimeout(patience);
    if (!told.ok || !cut) return;
    cut = false;
    link.back();
  }

  model.on("change:told", heard);
  const clock = setInterval(beat, BEAT);
  beat();
  return {
    ask,
    stop() {
      clearInterval(clock);
      clearTimeout(patience);
      model.off("change:told", heard);
    },
  };
}
