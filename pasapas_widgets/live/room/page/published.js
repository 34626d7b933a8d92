// @ts-check
/** The phase of the results on a phone; the code that draws them (showing.js) comes when it is needed. */

import { pause } from "./net.js";
import { h, say } from "../../../front/dom.js";
import { fill } from "../../../front/words.js";

/** @param {{data: any, published: () => Promise<any>, card: () => Promise<any>,
 *   own: () => Record<string, number|null>, answers: () => Record<string, any>, lasts: () => boolean,
 *   tell: (text: string) => void}} means */
export function resultsView({ data, published, card, own, answers, lasts, tell }) {
  const t = data.texts.resultats;
  const told = h("p", { role: "status" });
  const focus = h("section", { class: "pap-room-focus", hidden: true, "aria-labelledby": "pap-focus" });
  const body = h("div", {});
  const more = h("p", { class: "pap-notice", hidden: true }, t.plus);
  const root = h("div", {}, told, more, focus, body);
  /** @type {Promise<typeof import("./drawn.js")>|null} */
  let code = null;
  /** @type {HTMLLinkElement|null} */
  let style = null;
  let wanted = ""; // which publication and how many comments the page should show
  let shown = "";
  let focused = "";
  let opened = ""; // what was said to be in discussion
  /** @type {any} */
  let found = null;

  /** Bring the code and its style. */
  function fetch() {
    if (!style) {
      style = h("link", { rel: "stylesheet", href: data.later, error: () => (style?.remove(), (style = null)) });
      document.head.append(/** @type {HTMLLinkElement} */ (style));
    }
    code = code ?? import("./drawn.js");
    code.catch(() => ((code = null), void renew().catch(() => {})));
    return code;
  }

  /** Where a newer application has taken the place of this page's own, its files are gone: begin again in the newer. */
  async function renew() {
    const reply = await window.fetch(data.later, { cache: "no-store" });
    if (reply.status === 404 && lasts()) location.reload();
  }

  /** @param {typeof import("./drawn.js")} parts */
  function draw(parts) {
    if (!parts.isOpen(data, found)) return body.replaceChildren(h("p", { class: "pap-notice" }, t.ferme), ...words());
    body.replaceChildren(parts.phonePart(data, found, own(), answers()), ...words());
  }

  /** The comments that the room may see. @returns {Node[]} */
  function words() {
    const shownWords = found.comments.map((/** @type {string} */ one) => h("li", {}, one));
    return shownWords.length === 0 ? [] : [h("h2", {}, t.mots), h("ul", { class: "pap-room-words" }, ...shownWords)];
  }

  /** @param {string} asked what the trainer has opened, or "" */
  async function drawFocus(asked) {
    const mark = `${asked} ${shown}`;
    if (mark === focused) return;
    focused = mark;
    focus.hidden = asked === "";
    if (!asked && opened) tell(""); // it is in discussion no more
    if (!asked) opened = "";
    while (asked && focused === mark) {
      try {
        const part = await (await fetch()).focusPart(data, found, asked, t, card);
        if (focused !== mark) return;
        focus.replaceChildren(h("h2", { id: "pap-focus" }, t.en_discussion), part);
        if (asked !== opened) tell(fill(t.en_discussion_dit, { texte: titleOf(part) }));
        opened = asked;
        return;
      } catch {
        await pause(2000).done;
      }
    }
  }

  async function update() {
    while (wanted && wanted !== shown) {
      const asked = wanted;
      try {
        if (!shown) say(told, t.chargement);
        const [parts, reply] = await Promise.all([fetch(), published()]);
        if (asked !== wanted) continue;
        const before = found?.comments.length ?? reply.comments.length;
        found = reply;
        shown = asked;
        say(told, "");
        draw(parts);
        if (found.comments.length > before) tell(t.mots_dits);
      } catch {
        say(told, t.coupe);
        await pause(2000).done;
      }
    }
  }

  /** The statement, or the title of the card. @param {HTMLElement} part */
  const titleOf = (part) => part.querySelector(".pap-room-statement")?.textContent ?? "";

  let updating = false;
  return {
    root,
    fetch: () => fetch().catch(() => null),
    /** @param {any} state the session's */
    async show(state) {
      more.hidden = !state.more;
      if (state.phase !== "resultats") return void (wanted = focused = opened = "");
      if (state.results === null) say(told, t.attente);
      wanted = state.results === null ? "" : `${state.results}/${state.comments}`;
      if (!updating) {
        updating = true;
        await update();
        updating = false;
      }
      drawFocus(state.focus ?? "");
    },
  };
}
