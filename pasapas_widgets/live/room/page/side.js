// @ts-check
/** What stands beside the phases: more time, a word for the room, the change of phone. */

import { Refused } from "./net.js";
import { h, say } from "../../../front/dom.js";
import { counted, fill } from "../../../front/words.js";
import { button, folded } from "./parts.js";

/**
 * A text to send, kept while it is written, also through a reload.
 * @param {{t: any, store: import("./seat.js").Kept, name: string, most: number, send: (text: string) => void}} means
 */
export function textForm({ t, store, name, most, send }) {
  const field = h("textarea", { id: `pap-${name}`, rows: 4, maxlength: most, "aria-describedby": `pap-${name}-help` });
  const left = h("p", { class: "pap-soft" });
  const status = h("p", { class: "pap-room-said", role: "status" });
  let isOnItsWay = false;
  const count = () => say(left, counted(t.reste, most - field.value.length));
  field.value = store.get(name) ?? "";
  field.addEventListener("input", () => {
    if (field.value) store.set(name, field.value);
    else store.remove(name);
    count();
  });
  const go = () => {
    const text = field.value.trim();
    if (!text) {
      say(status, t.vide);
      return field.focus();
    }
    isOnItsWay = true;
    send(text);
    field.value = "";
    store.remove(name);
    count();
  };
  count();
  const root = h(
    "div",
    {},
    h("p", { id: `pap-${name}-help`, class: "pap-soft" }, t.aide),
    h("label", { for: field.id, class: "pap-room-label" }, t.champ.replace("{n}", String(most))),
    field,
    left,
    button(t.bouton, go, "main"),
    status,
  );
  return {
    root,
    /** Say where a text is on its way. @param {string} words @param {boolean} [waits] */
    said(words, waits = false) {
      isOnItsWay = isOnItsWay || waits;
      say(status, words);
    },
    /** Nothing waits any more: say so, if something did. @param {string} words */
    settled(words) {
      if (isOnItsWay) say(status, words);
      isOnItsWay = false;
    },
    /** Give a text back that was refused. @param {string} text */
    giveBack(text) {
      isOnItsWay = false;
      say(status, "");
      if (field.value) return;
      field.value = text;
      store.set(name, text);
      count();
    },
  };
}

/** «J'ai besoin de plus de temps», on or off. @param {any} t @param {(wanted: boolean) => void} want */
export function timePart(t, want) {
  let isOn = false;
  const told = h("p", { class: "pap-room-said", role: "status" });
  const toggle = button(
    t.bouton,
    () => {
      show(!isOn);
      want(isOn);
    },
    "toggle",
  );
  /** @param {boolean} wanted */
  function show(wanted) {
    isOn = wanted;
    toggle.setAttribute("aria-pressed", String(isOn));
    say(told, isOn ? t.demande : "");
  }
  show(false);
  return { root: h("div", { class: "pap-room-time" }, toggle, told), show };
}

/**
 * Change of phone: a code from here, or one from there.
 * @param {{t: any, code: () => Promise<string>, take: (code: string) => Promise<void>}} means
 */
export function transferPart({ t, code, take }) {
  const given = h("p", { class: "pap-room-secret", hidden: true });
  const next = h("p", { hidden: true }, t.donner.suite);
  const fault = h("p", { role: "alert", class: "pap-room-bite" });
  const done = h("p", { role: "status", class: "pap-room-said" });
  const asTyped = { autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 20 };
  const field = h("input", { id: "pap-transfer", class: "pap-room-code", ...asTyped });

  /** @param {() => Promise<void>} act */
  async function attempt(act) {
    say(fault, "");
    say(done, "");
    try {
      await act();
    } catch (error) {
      say(fault, error instanceof Refused ? error.sentence : t.coupe);
    }
  }
  const ask = () =>
    attempt(async () => {
      const text = await code();
      say(given, text.replace(/(.{4})(?=.)/g, "$1 "));
      given.hidden = next.hidden = false;
      say(done, fill(t.donner.code, { code: String(given.textContent) }));
    });
  const use = () =>
    attempt(async () => {
      if (!field.value.trim()) {
        say(fault, t.prendre.vide);
        return field.focus();
      }
      await take(field.value);
      field.value = "";
      say(done, t.prendre.fait);
    });
  const root = folded(
    t.titre,
    h("h2", {}, t.donner.titre),
    h("p", {}, t.donner.aide),
    button(t.donner.bouton, ask),
    given,
    next,
    h("h2", {}, t.prendre.titre),
    h("label", { for: field.id, class: "pap-room-label" }, t.prendre.champ),
    field,
    button(t.prendre.bouton, use),
    fault,
    done,
  );
  return root;
}
