// @ts-check
/** The frame of the phone page: one heading, one quiet line that says the truth, one alert, and the parts of a
 * phase. */

import { h, say } from "../../../front/dom.js";
import { counted } from "../../../front/words.js";
import { ANSWERING, CLOSED, button } from "./parts.js";
import { isInsideApp } from "./seat.js";

const CALM = 1500; // milliseconds without an answer before «waiting for the network» is said

/** @param {{t: any, lasts: () => boolean}} means */
export function makeScreen({ t, lasts }) {
  const root = /** @type {HTMLElement} */ (document.getElementById("pap-phone"));
  const heading = h("h1", { tabindex: -1 }, t.phases.entree.titre);
  const intro = h("p", { class: "pap-room-intro" }, t.phases.entree.texte);
  const alert = h("div", { role: "alert", class: "pap-room-alerts" });
  const unkept = h("p", { class: "pap-notice", hidden: lasts() }, t.stockage);
  const inside = h("p", { class: "pap-notice", hidden: !isInsideApp(navigator.userAgent) }, t.application);
  const status = h("p", { class: "pap-unseen", role: "status" });
  const line = h("p", { class: "pap-room-line" }, t.ligne.entree);
  const moved = h("p", {});
  const see = button(t.voir, () => {
    banner.hidden = true;
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  });
  const banner = h("div", { class: "pap-room-moved", hidden: true }, moved, see);
  const foot = h("div", { class: "pap-room-foot" }, banner, line);
  let isCut = false;
  let wasWaiting = false;
  /** @type {any} */
  let known = null;
  let since = 0; // when what waits began to wait

  /** Say the state of things in one sentence. @returns {[string, string]} its words, and its kind */
  function sentence() {
    const l = t.ligne;
    if (!known?.isIn) return isCut ? [l.coupe, "cut"] : [l.entree, "calm"];
    const { pending, answers, failures, recorded } = known;
    if (pending > 0 && known.phase === CLOSED) return [counted(t.distance.attend, pending), "cut"];
    if (pending > 0) {
      if (failures === 0 && !isCut && Date.now() - since < CALM * 2) return [l.envoi, "calm"];
      if (!lasts()) return [counted(l.attend_sans_stockage, pending), "cut"];
      return [counted(answers ? l.attend : l.attend_autre, pending), "cut"];
    }
    if (known.isAlone) return isCut ? [l.coupe, "cut"] : [l.dedans, "calm"]; // nothing of it is sent, nor kept
    if (isCut) return [lasts() ? l.coupe_dedans : l.coupe_sans_stockage, "cut"];
    if (!["attente", CLOSED, ...ANSWERING].includes(known.phase)) return [l.tout, "kept"];
    return recorded > 0 ? [counted(l.enregistre, recorded), "kept"] : [l.dedans, "calm"];
  }

  /** What the moment itself changes: said wherever the person is in the page. @returns {string} */
  function momentSaid() {
    const said = known?.isIn ? t.ligne.moment[known.phase] : "";
    const isEmpty = !ANSWERING.includes(known?.phase) && known?.recorded === 0; // a group that answered aloud
    return isEmpty ? "" : (said ?? "");
  }

  function repaint() {
    if (known?.pending > 0) since = since || Date.now();
    else since = 0;
    const [said, kind] = sentence();
    const moment = momentSaid();
    say(line, moment ? `${moment} ${said}` : said);
    line.dataset.kind = kind;
    foot.toggleAttribute("data-moment", moment !== "" && ANSWERING.includes(known.phase));
    if (kind === "cut" && !wasWaiting) say(status, said);
    if (kind !== "cut" && wasWaiting && !(known?.pending > 0)) say(status, t.ligne.revenu);
    wasWaiting = kind === "cut" || (wasWaiting && known?.pending > 0);
    unkept.hidden = lasts();
    if (known?.pending > 0 && kind === "calm") setTimeout(repaint, CALM * 2);
  }

  /** Is the person writing? Then the focus stays where it is. */
  const isTyping = () => {
    const active = document.activeElement;
    return active instanceof HTMLTextAreaElement || (active instanceof HTMLInputElement && active.type === "text");
  };

  /** @param {{titre: string, texte: string}} told */
  function head({ titre, texte }) {
    say(heading, titre);
    say(intro, texte);
    intro.hidden = texte === "";
    document.title = document.title.replace(/^.*? – /, `${titre} – `);
  }

  /** Say that the room has moved, and how to follow it, to a person who is elsewhere in the page.
   * @param {string} title what is now at the top of the page */
  function lead(title) {
    say(moved, t.annonce.replace("{titre}", title));
    banner.hidden = false;
  }

  return {
    /** @param {[HTMLElement, string[]][]} parts */
    mount(parts) {
      parts.forEach(([part]) => void (part.hidden = true));
      root.append(heading, intro, alert, inside, unkept, ...parts.map(([part]) => part), status, foot);
      const tell = () => document.documentElement.style.setProperty("--pap-foot", `${foot.offsetHeight}px`);
      new ResizeObserver(tell).observe(foot); // the line takes one row or four
      root.hidden = false;
      /** @type {HTMLElement} */ (document.getElementById("pap-absent")).hidden = true;
    },
    /** Show the parts of a phase.
     * @param {string} name @param {[HTMLElement, string[]][]} parts @param {boolean} isFirst */
    enter(name, parts, isFirst) {
      const focused = document.activeElement;
      const wasTyping = isTyping();
      const told = t.phases[name];
      head(told);
      parts.forEach(([part, phases]) => void (part.hidden = !phases.includes(name)));
      root.dataset.phase = name;
      banner.hidden = true;
      if (isFirst) return;
      const isGone =
        focused instanceof HTMLElement && focused !== document.body && focused.closest("[hidden]") !== null;
      const isSame = parts.some(([part, phases]) => phases.includes(name) && part.contains(focused));
      if (isGone || (!wasTyping && !isSame)) {
        if (!wasWaiting) say(status, ""); // what was said of the phase before is over
        heading.focus({ preventScroll: true });
        scrollTo(0, 0);
      } else {
        say(status, t.annonce.replace("{titre}", told.titre));
        if (!ANSWERING.includes(name)) lead(told.titre); // a pause and the last minute are on the line
      }
    },
    lead,
    /** What is known of the sending. @param {any} state */
    line(state) {
      known = state;
      repaint();
    },
    /** @param {boolean} cut whether the session cannot be reached */
    cut(cut) {
      isCut = cut;
      repaint();
    },
    /** Say what has changed elsewhere on the page. @param {string} text */
    tell: (text) => say(status, text),
    /** A change by the person: what was said before is said no more. */
    quiet() {
      if (!wasWaiting) say(status, "");
    },
    /** Say what was refused, until the person has read it. @param {string} refusal */
    alert(refusal) {
      if (!refusal) return alert.replaceChildren();
      if (alert.firstChild?.firstChild?.textContent === refusal) return;
      const close = button(t.refus.fermer, () => {
        alert.replaceChildren();
        heading.focus({ preventScroll: true });
      });
      alert.replaceChildren(h("div", { class: "pap-room-alert" }, h("p", {}, refusal), close));
    },
    /** The last words: nothing else is on the page any more. @param {{titre: string, texte: string}} told */
    last(told) {
      head(told);
      root.replaceChildren(heading, intro);
      heading.focus();
    },
  };
}
