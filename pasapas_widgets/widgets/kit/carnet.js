// @ts-check
/**
 * What the widgets of a carnet share: nodes, changes applied to what is shown, and the post that carries them to Python.
 *
 * A change is numbered, leaves at once, and stays in this browser until Python says that it is on disk. What a page
 * could not hand over is offered again when the carnet is next opened. Python joins these modules into one
 * (widgets/kit/carnet.py), leaving out the lines that import another.
 *
 * @typedef {Record<string, any>} Texts
 * @typedef {Record<string, any>} Plain
 * @typedef {{ op: "set" | "add" | "remove", path: string[], value?: any }} Change
 * @typedef {{ seq: number, verb: string, changes?: Change[], group?: string, [more: string]: any }} Message
 * @typedef {{ get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *   on(name: string, run: () => void): void, off(name: string, run: () => void): void }} Model
 * @typedef {ReturnType<typeof openPost>} Post
 */

export { keepLineBreaks } from "../../front/linebreaks.js";

const PATIENCE = 5000; // milliseconds without an answer before the person is told
const TYPING = 300; // milliseconds without a key before what was typed leaves
const LIVE = 15_000; // milliseconds during which what another page of this browser holds is still its own
const KEPT_DAYS = 7;
const PREFIX = "pasapas-carnet:";

/** Fill the `{name}` places of a text. @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** Choose the wording that agrees with `n`. @param {{ un: string, plusieurs: string }} texts @param {number} n @param {Record<string, unknown>} [values] */
export const counted = (texts, n, values = {}) => fill(n < 2 ? texts.un : texts.plusieurs, { n, ...values });

/** Round a score as it is shown: halves up, as Python does. @param {number} score */
export const rounded = (score) => Math.floor(score + 0.5 + 1e-9);

/** @param {string} iso a day, 2026-11-23 */
export const dayInWords = (iso) =>
  new Date(`${iso}T12:00:00`).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });

/** @param {string} iso a day */
export const shortDay = (iso) =>
  new Date(`${iso}T12:00:00`).toLocaleDateString("fr-FR", { day: "numeric", month: "short", year: "numeric" });

// ---------------------------------------- changes; the twin of pasapas_widgets/rules/changes.py

/**
 * Make one change in plain JSON, the original left as it was; throw where its place is not there.
 * @param {Plain} plain @param {Change} change @returns {Plain}
 */
export function patched(plain, change) {
  const root = { ...plain };
  /** @type {any} */
  let here = root;
  for (const step of change.path.slice(0, -1)) {
    const at = Array.isArray(here) ? here.findIndex((one) => one?.id === step) : step;
    const inner = here[at];
    if (typeof inner !== "object" || inner === null) throw new Error(`nothing at ${change.path}`);
    here = here[at] = Array.isArray(inner) ? [...inner] : { ...inner };
  }
  const last = change.path[change.path.length - 1];
  if (Array.isArray(here)) throw new Error(`a list has no ${last}`);
  if (change.op === "set") {
    here[last] = change.value;
    return root;
  }
  const members = here[last] ?? [];
  const isMember = typeof change.value === "object" && change.value !== null;
  if (!Array.isArray(members) || (change.op === "add" && !isMember)) throw new Error(`no list at ${change.path}`);
  const id = isMember ? change.value.id : change.value;
  if (change.op === "remove") here[last] = members.filter((one) => one.id !== id);
  else if (!members.some((one) => one.id === id)) here[last] = [...members, change.value];
  return root;
}

/** What is at a path; undefined where there is nothing. @param {any} plain @param {string[]} path @returns {any} */
export function reached(plain, path) {
  return path.reduce(
    (here, step) => (Array.isArray(here) ? here.find((one) => one?.id === step) : here?.[step]),
    plain,
  );
}

/** Whether a change would change nothing any more. @param {Plain} plain @param {Change} change */
export function isMade(plain, change) {
  const here = reached(plain, change.path);
  if (change.op === "set") return JSON.stringify(here) === JSON.stringify(change.value);
  const id = typeof change.value === "object" ? change.value?.id : change.value;
  return (here ?? []).some((/** @type {Plain} */ one) => one.id === id) === (change.op === "add");
}

/** An identifier that no part of any carnet has: a calendar keeps events of several carnets apart by it. @param {string} first */
export function newId(first) {
  const bytes = crypto.getRandomValues(new Uint8Array(9)); // 72 bits; also there where the page is not served securely
  return `${first}-${[...bytes].map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}

// ---------------------------------------- what this browser keeps

/** @param {Model} model @returns {Storage | null} */
function shelf(model) {
  try {
    return model.get("state").navigateur === "session" ? sessionStorage : localStorage;
  } catch {
    return null; // this browser keeps nothing
  }
}

/** @param {Storage | null} store @param {string} key @param {unknown} value null to forget @returns {boolean} */
function shelve(store, key, value) {
  try {
    if (value === null) store?.removeItem(key);
    else store?.setItem(key, JSON.stringify(value));
    return store !== null;
  } catch {
    return false;
  }
}

/** @param {Storage | null} store @param {string} key @returns {any} */
function shelved(store, key) {
  try {
    return JSON.parse(store?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Take what earlier pages of this browser held for a carnet and could not hand over, those out of date forgotten.
 * @param {Storage | null} store @param {string} id @param {string} name @param {string} before the page load before this one
 * @param {string} own the present one @returns {{ keys: string[], changes: Change[] }} */
function leftBehind(store, id, name, before, own) {
  const keys = [];
  const changes = [];
  for (const key of store ? Object.keys(store).filter((one) => one.startsWith(PREFIX)) : []) {
    const held = shelved(store, key);
    const age = Date.now() - (held?.stamp ?? 0);
    if (age > KEPT_DAYS * 86_400_000) shelve(store, key, null);
    const [, whose, view, load] = key.split(":");
    if (whose !== id || view !== name || load === own || !Array.isArray(held?.changes)) continue;
    if (load !== before && age < LIVE) continue;
    keys.push(key);
    changes.push(...held.changes);
  }
  return { keys, changes };
}

// ---------------------------------------- the post

/** @type {WeakMap<Model, Post>} */
const posts = new WeakMap();

/** The one post of a model, whatever the number of its views. @param {Model} model @param {string} name */
export function post(model, name) {
  const found = posts.get(model) ?? openPost(model, name);
  posts.set(model, found);
  return found;
}

/** @param {Model} model @param {string} name the view's own, so that what it keeps is found again */
function openPost(model, name) {
  const load = Math.random().toString(36).slice(2, 10);
  const store = shelf(model);
  const before = (() => {
    try {
      return sessionStorage.getItem(`${PREFIX}load:${name}`) ?? "";
    } catch {
      return "";
    }
  })();
  try {
    sessionStorage.setItem(`${PREFIX}load:${name}`, load);
  } catch {
    // nothing is kept here, nothing will be offered
  }
  const incoming = model.get("incoming")?.messages ?? [];
  let last = Math.max(
    model.get("seen"),
    model.get("ack"),
    ...incoming.map((/** @type {Message} */ one) => one.seq ?? 0),
  );
  /** @type {Message[]} */
  let queue = [];
  /** @type {Map<string, { timer: ReturnType<typeof setTimeout>, run: () => void }>} */
  const typing = new Map();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** @type {Map<string, number>} */
  const elsewhere = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;
  let late = false;
  let sent = 0;
  let key = "";
  /** @type {Plain[]} */
  let faults = [];
  let told = new Set(model.get("refusals").map((/** @type {Plain} */ one) => one.seq));
  let left = leftBehind(store, model.get("state").id, name, before, load);
  let opened = model.get("state").id;

  const unseen = () => queue.filter((one) => one.seq > model.get("seen"));

  function keep() {
    const own = `${PREFIX}${model.get("state").id}:${name}:${load}`;
    if (key && key !== own) shelve(store, key, null);
    key = own;
    const changes = queue.flatMap((one) => one.changes ?? []);
    return shelve(store, key, changes.length ? { stamp: Date.now(), changes } : null);
  }

  function flush() {
    try {
      model.set("incoming", { messages: unseen(), sent: (sent += 1) }); // the same again would not leave without a number
      model.save_changes();
    } catch {
      // a dead connection: the missing answer says so
    }
  }

  function watch() {
    clearTimeout(patience);
    if (!unseen().length) return;
    patience = setTimeout(() => {
      late = true;
      keep();
      flush(); // it may only have been away; what comes twice is taken once
      watch();
      tell();
    }, PATIENCE);
  }

  function tell() {
    document.dispatchEvent(
      new CustomEvent("pasapas:carnet", { detail: { from: load, waiting: queue.length + typing.size } }),
    );
    listeners.forEach((run) => run());
  }

  /** @param {string} verb @param {Record<string, any>} [values] */
  function send(verb, values = {}) {
    last = Math.max(last, model.get("seen")) + 1;
    faults = [];
    queue.push({ seq: last, verb, ...values });
    keep();
    flush();
    watch();
    tell();
    return last;
  }

  function heard() {
    const [seen, ack] = [model.get("seen"), model.get("ack")];
    const refused = model.get("refusals").filter((/** @type {Plain} */ one) => !told.has(one.seq));
    refused.forEach((/** @type {Plain} */ one) => told.add(one.seq));
    // What was refused is said with the words that were typed: nobody has to find them again.
    if (refused.length)
      faults = refused.map((/** @type {Plain} */ one) => ({
        ...one,
        changes: queue.find((sent) => sent.seq === one.seq)?.changes ?? [],
      }));
    const gone = refused.map((/** @type {Plain} */ one) => one.seq);
    const waits = queue.length;
    queue = queue.filter((one) => one.seq > (one.verb === "change" ? ack : seen) && !gone.includes(one.seq));
    if (queue.length !== waits || key) keep();
    if (!unseen().length) {
      late = false;
      clearTimeout(patience);
    }
    const id = model.get("state").id;
    if (id !== opened) {
      opened = id;
      left = leftBehind(store, id, name, "", load);
    }
    tell();
  }

  /** Let what was typed leave now. */
  function settle() {
    const runs = [...typing.values()];
    typing.clear();
    runs.forEach(({ timer, run }) => {
      clearTimeout(timer);
      run();
    });
  }

  function look() {
    if (document.visibilityState === "hidden") settle();
    else if (!queue.length && !typing.size) send("look");
  }

  const others = (/** @type {Event} */ event) => {
    const { from, waiting } = /** @type {CustomEvent} */ (event).detail;
    if (from === load || elsewhere.get(from) === waiting) return;
    elsewhere.set(from, waiting);
    listeners.forEach((run) => run());
  };
  const traits = ["seen", "ack", "carnet", "state", "refusals"].map((trait) => `change:${trait}`);
  traits.forEach((event) => model.on(event, heard));
  document.addEventListener("pasapas:carnet", others);
  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
  addEventListener("pagehide", settle);

  function close() {
    settle();
    clearTimeout(patience);
    posts.delete(model);
    traits.forEach((event) => model.off(event, heard));
    document.removeEventListener("pasapas:carnet", others);
    document.removeEventListener("visibilitychange", look);
    removeEventListener("focus", look);
    removeEventListener("pagehide", settle);
    document.dispatchEvent(new CustomEvent("pasapas:carnet", { detail: { from: load, waiting: 0 } }));
  }

  return {
    send,
    settle,
    /** @param {Change[]} changes @param {string} [group] changes of one group that follow each other are undone together */
    change: (changes, group = "") => send("change", { changes, group }),
    /** Change what is being typed, once the keys are quiet. @param {string[]} path @param {any} value @param {string} group */
    type(path, value, group) {
      const place = JSON.stringify(path);
      clearTimeout(typing.get(place)?.timer);
      const run = () => send("change", { changes: [{ op: "set", path, value }], group });
      const timer = setTimeout(() => {
        typing.delete(place);
        run();
      }, TYPING);
      typing.set(place, { timer, run });
      tell();
    },
    /** The carnet with what has not been taken yet. @returns {Plain} */
    carnet() {
      return unseen()
        .flatMap((one) => one.changes ?? [])
        .reduce((plain, one) => {
          try {
            return patched(plain, one);
          } catch {
            return plain;
          }
        }, model.get("carnet"));
    },
    get waiting() {
      return queue.length + typing.size + [...elsewhere.values()].reduce((sum, n) => sum + n, 0);
    },
    get late() {
      return late;
    },
    get faults() {
      return faults;
    },
    /** What an earlier page could not hand over and the carnet lacks. @returns {Change[]} */
    get left() {
      const plain = model.get("carnet");
      return left.changes.filter((one) => !isMade(plain, one));
    },
    forget() {
      left.keys.forEach((one) => shelve(store, one, null));
      left = { keys: [], changes: [] };
      tell();
    },
    /** @param {() => void} run @returns {() => void} stop listening; with its last view the post closes */
    listen(run) {
      listeners.add(run);
      return () => {
        listeners.delete(run);
        if (!listeners.size) close();
      };
    },
  };
}

// ---------------------------------------- nodes

/** JupyterLab leaves the keys alone on these: Enter, Space and letters are theirs. */
const CONTROLS = ["button", "select", "textarea", "input", "summary", "a"];

/** Make an element; attributes that are false, null or undefined are left out. @param {string} tag
 * @param {Record<string, any>} [attributes] @param {(Node | string | null | undefined)[]} children @returns {any} */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (CONTROLS.includes(tag)) node.setAttribute("data-lm-suppress-shortcuts", "");
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined)
      node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== undefined)));
  return node;
}

/** @param {string} label @param {() => void} run @param {string} [kind] main, quiet or danger @param {Record<string, any>} [more] */
export function button(label, run, kind = "quiet", more = {}) {
  const node = h("button", { type: "button", class: `pap-kit-button pap-kit-${kind}`, ...more }, label);
  node.addEventListener("click", () => node.getAttribute("aria-disabled") === "true" || run());
  return node;
}

/** Hand bytes over as a file. @param {BlobPart} data @param {string} type @param {string} name @param {HTMLElement} root */
export function handOver(data, type, name, root) {
  const url = URL.createObjectURL(new Blob([data], { type }));
  const link = h("a", { href: url, download: name, hidden: true });
  root.append(link); // some browsers only follow a link that is in the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Words that are heard and not seen. @param {string} text */
export const unheard = (text) => h("span", { class: "pap-kit-unseen" }, text);

/** Leave a text alone while it is the same, so that it is not spoken again. @param {HTMLElement} node @param {string} text */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = !text;
}

/** Fill a node anew only where what it shows has changed; the keyboard keeps its place.
 * @param {HTMLElement} node @param {unknown} shown @param {() => (Node | string | null)[]} make */
export function redraw(node, shown, make) {
  const now = JSON.stringify(shown) ?? "";
  if (node.dataset.shown === now) return;
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const held = active && node.contains(active) ? active.dataset.key : undefined;
  const open = [...node.querySelectorAll("details[open]")].map((one) => /** @type {HTMLElement} */ (one).dataset.key);
  node.dataset.shown = now;
  node.replaceChildren(.../** @type {Node[]} */ (make().filter((one) => one !== null)));
  for (const one of /** @type {NodeListOf<HTMLDetailsElement>} */ (node.querySelectorAll("details"))) {
    if (one.dataset.key && open.includes(one.dataset.key)) one.open = true;
  }
  if (held) /** @type {HTMLElement | null} */ (node.querySelector(`[data-key="${CSS.escape(held)}"]`))?.focus();
}

/** A control under its label, with help below. @param {string} label @param {HTMLElement} control @param {string} [help] */
export function field(label, control, help) {
  const note = h("p", { id: `${control.id}-help`, class: "pap-kit-soft" }, help ?? "");
  const advice = h("p", { id: `${control.id}-advice`, class: "pap-kit-advice", hidden: true });
  control.setAttribute("aria-describedby", [help ? note.id : "", advice.id].join(" ").trim());
  return h(
    "div",
    { class: "pap-kit-field" },
    h("label", { for: control.id }, label),
    help ? note : null,
    control,
    advice,
  );
}

/** Follow a pointer that drags something; where it is let go, `drop` gets what lies under it. Keyboard and screen readers
 * use the native controls beside it. @param {HTMLElement} handle @param {(under: Element | null) => void} over @param {(under: Element | null) => void} drop */
export function draggable(handle, over, drop) {
  let start = /** @type {PointerEvent | null} */ (null);
  let moved = false;
  const under = (/** @type {PointerEvent} */ event) => document.elementFromPoint(event.clientX, event.clientY);
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = event;
    moved = false;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
    if (!moved && Math.hypot(x, y) < 6) return;
    moved = true;
    handle.style.transform = `translate(${x}px, ${y}px)`;
    handle.toggleAttribute("data-dragged", true);
    over(under(event));
  });
  const end = (/** @type {PointerEvent} */ event) => {
    if (!start) return;
    start = null;
    handle.style.transform = "";
    handle.toggleAttribute("data-dragged", false);
    over(null);
    if (moved && event.type === "pointerup") drop(under(event));
  };
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
  // The click that ends a drag is no click.
  handle.addEventListener(
    "click",
    (event) => moved && (event.stopImmediatePropagation(), event.preventDefault()),
    true,
  );
}

// ---------------------------------------- the bar: saved or not, undo, what was left, what went wrong

/** @param {Model} model */
export const common = (model) =>
  /** @type {Texts} */ (Object.keys(model.get("base")).length ? model.get("base") : model.get("texts"));

/** Say a change to a person. @param {Change} change @param {Texts} t */
export function changeInWords(change, t) {
  const last = change.path[change.path.length - 1];
  const name = t.champs[last] ?? last;
  if (change.op !== "set")
    return fill(t.restes[change.op], { partie: name, valeur: change.value?.titre ?? change.value?.intitule ?? "" });
  return fill(t.restes.set, { champ: name, valeur: valueInWords(change.value, t) });
}

/** @param {any} value @param {Texts} t @returns {string} */
export function valueInWords(value, t) {
  if (value === null || value === undefined || value === "") return t.vide;
  if (Array.isArray(value)) return value.length ? value.map((one) => valueInWords(one, t)).join(", ") : t.vide;
  if (typeof value === "object") return value.titre || value.intitule || value.id || t.rempli;
  if (typeof value === "boolean") return value ? t.oui : t.non;
  return /^\d{4}-\d\d-\d\d$/.test(value) ? dayInWords(value) : String(value);
}

/** @param {Model} model @param {Post} carrier */
export function bar(model, carrier) {
  const t = common(model);
  const saved = h("span", { class: "pap-kit-saved" });
  const undo = button(t.annuler, () => carrier.send("undo"), "quiet", { "data-key": "undo" });
  const redo = button(t.refaire, () => carrier.send("redo"), "quiet", { "data-key": "redo" });
  const alert = h("div", { role: "alert", class: "pap-kit-alert" });
  const retry = button(t.etat.reessayer, () => carrier.send("save"), "quiet");
  const left = h("div", { class: "pap-kit-notice", hidden: true });
  const root = h("div", { class: "pap-kit-bar" }, h("div", { class: "pap-kit-line" }, saved, undo, redo), left, alert);

  function paintLeft() {
    const some = carrier.left;
    left.hidden = !some.length;
    redraw(left, some, () => [
      h("p", {}, h("strong", {}, counted(t.restes.titre, some.length))),
      h("ul", {}, ...some.slice(0, 8).map((one) => h("li", {}, changeInWords(one, t)))),
      h(
        "div",
        { class: "pap-kit-line" },
        button(
          t.restes.reprendre,
          () => {
            carrier.change(some);
            carrier.forget();
          },
          "main",
        ),
        button(t.restes.oublier, () => carrier.forget(), "quiet"),
      ),
    ]);
  }

  function paint() {
    const state = model.get("state");
    const kind = !state.ouvert
      ? "ferme"
      : carrier.late
        ? "coupe"
        : state.conflit
          ? "conflit"
          : state.faute
            ? "echec"
            : carrier.waiting || !state.enregistre
              ? "en_cours"
              : state.exemple
                ? "exemple"
                : "enregistre";
    put(saved, t.etat[kind]);
    saved.dataset.kind = kind;
    // A button keeps the focus when it has nothing left to do: it is told so, not taken away.
    undo.setAttribute("aria-disabled", String(!state.annuler));
    redo.setAttribute("aria-disabled", String(!state.refaire));
    const said = [
      ...carrier.faults.flatMap((one) => [
        one.phrase,
        ...one.changes.map((/** @type {Change} */ change) => changeInWords(change, t)),
      ]),
      ...(state.faute ? [state.faute] : []),
      ...(carrier.late ? [t.etat.coupe_que_faire] : []),
      ...(state.conflit ? [t.etat.conflit_que_faire] : []),
    ];
    redraw(alert, said, () => [...said.map((one) => h("p", {}, one)), state.faute ? retry : null]);
    paintLeft();
  }
  return { root, paint };
}
