// @ts-check
/**
 * What stands around the parts of the cockpit: its title, whether the link holds, the way from part to part, the first
 * step, and the word on what has just happened.
 *
 * @typedef {import("./base.js").Desk} Desk
 * @typedef {import("./base.js").Model} Model
 * @typedef {import("./base.js").Part} Part
 * @typedef {import("./base.js").Told} Told
 * @typedef {import("../../front/words.js").Texts} Texts
 */

import { h, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button } from "./base.js";
import { around, told } from "./run.js";

const QUIET = 8000; // milliseconds that the word on what happened stays; a fault stays until the next gesture

/** The word on what happens, and the way to ask for something that has one.
 * @param {Texts} texts @param {(verb: string, values?: object) => Promise<Told>} ask */
export function footPart(texts, ask) {
  const status = h("p", { role: "status", class: "pap-cockpit-status" });
  const fault = h("p", { role: "alert", class: "pap-cockpit-fault", hidden: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;

  /** @param {string} text */
  function say(text) {
    status.textContent = text;
    put(fault, "");
    clearTimeout(quiet);
    quiet = setTimeout(() => (status.textContent = ""), QUIET); // it lies over the page
  }

  /** @param {string} text */
  function blame(text) {
    status.textContent = "";
    put(fault, text);
  }

  return {
    root: h("div", { class: "pap-cockpit-foot" }, status, fault),
    say,
    blame,
    /** @param {HTMLElement} pressed @param {string} verb @param {object} [values] @param {string} [done] */
    async act(pressed, verb, values = {}, done = "") {
      pressed.setAttribute("aria-disabled", "true");
      blame("");
      clearTimeout(quiet);
      status.textContent = texts.etat.attend;
      const answer = await ask(verb, values);
      pressed.removeAttribute("aria-disabled");
      if (answer.ok) say(done);
      else blame(answer.fault ?? "");
      return answer;
    },
    close: () => clearTimeout(quiet),
  };
}

/** Whether the kernel and the room answer; and what to do where there is no room. @param {Model} model
 * @param {Texts} texts */
export function linkPart(model, texts) {
  const alert = h("div", { role: "alert", class: "pap-cockpit-alert", hidden: true });
  const absent = h(
    "div",
    { class: "pap-notice", hidden: true },
    h("h3", {}, texts.absente.titre),
    ...texts.absente.phrases.map((/** @type {string} */ one) => h("p", {}, one)),
  );
  return {
    alert,
    absent,
    /** @param {boolean} cut whether the kernel no longer answers */
    paint(cut) {
      const { state } = model.get("link");
      const said = cut ? texts.lien.noyau : state === "lost" ? texts.lien.perdu : "";
      if (alert.dataset.said !== said) {
        alert.dataset.said = said;
        const again = cut ? [button(texts.lien.recharger, () => location.reload())] : [];
        alert.replaceChildren(...(said ? [h("p", {}, said), ...again] : []));
      }
      alert.hidden = !said;
      absent.hidden = state !== "absent";
    },
  };
}

/** Which session is led, and where it is. @param {Desk} desk @returns {{ nodes: HTMLElement[], paint(): void }} */
export function headPart(desk) {
  const { model, texts } = desk;
  const title = h("h2", {}, texts.titre);
  const words = h("span", {});
  const facts = h("p", { class: "pap-cockpit-line" }, words);
  const rehearsed = h("p", { class: "pap-cockpit-rehearsed", hidden: true }, texts.repetition.bandeau);
  const inWords = () => {
    const { code, mode } = model.get("about");
    return fill(texts.seance, { code, mode: texts.modes[mode], phase: told(desk, model.get("state").phase).nom });
  };
  return {
    nodes: [title, facts, rehearsed],
    paint() {
      const opened = model.get("opened");
      const about = model.get("about");
      put(title, opened ? about.title : texts.titre);
      put(words, opened ? inWords() : "");
      facts.hidden = !opened;
      rehearsed.hidden = !opened || !about.rehearsal;
    },
  };
}

/** The way from part to part. @param {Desk} desk @param {string[]} names
 * @param {(name: string) => boolean} isThere whether the open session has that part */
export function navPart(desk, names, isThere) {
  const { model, texts } = desk;
  const tabs = names.map((name) => ({
    name,
    tab: button(texts.parties[name].onglet, () => desk.go(name), "quiet"),
    item: h("li", {}),
  }));
  tabs.forEach(({ tab, item }) => item.append(tab));
  const root = h("nav", { "aria-label": texts.navigation }, h("ul", {}, ...tabs.map(({ item }) => item)));
  return {
    root,
    /** @param {string} now the part on screen */
    paint(now) {
      const opened = model.get("opened");
      root.hidden = model.get("link").state === "absent" || !opened;
      for (const { name, tab, item } of tabs) {
        if (name === now) tab.setAttribute("aria-current", "page");
        else tab.removeAttribute("aria-current");
        item.hidden = Boolean(opened) && name !== "seances" && !isThere(name);
      }
    },
  };
}

/** The first step of a session: «Avant l'arrivée» ends where it begins, so its main gesture is there too.
 * @param {Desk} desk @returns {Part} */
export function beginPart(desk) {
  const { model, texts } = desk;
  const effect = h("p", {});
  const begin = button(
    "",
    async (pressed) => {
      const { next } = around("attente", model.get("about").mode);
      const since = desk.at();
      const done = fill(texts.pendant.avance, { nom: told(desk, next ?? "").nom });
      const answer = await desk.act(pressed, "move", { phase: next, version: model.get("state").version }, done);
      if (answer.ok) desk.go("", since);
    },
    "main",
  );
  const root = h(
    "section",
    { class: "pap-cockpit-block pap-cockpit-now" },
    h("h4", {}, texts.avant.commencer_titre),
    effect,
    begin,
  );
  return {
    root,
    paint() {
      root.hidden = model.get("state").phase !== "attente";
      if (root.hidden) return;
      put(effect, told(desk, "attente").effet);
      put(begin, told(desk, "attente").suivant);
    },
  };
}
