// @ts-check
/**
 * Where the parts of the page stand: around the list, or out of the way of the one statement that is shown.
 *
 * @typedef {{alerts: Node, title: HTMLElement, lead: Node[], restored: Node, unkept: Node, privacy: Node,
 *   choices: Node[], profile: Node|null, progress: Node, nav: Node|null, sections: Node[], end: HTMLElement,
 *   steps: HTMLElement, turns: Node[], undo: Node, rest: Node[]}} Parts `end`: the heading of the last panel
 */

import { h } from "../../front/dom.js";

/** @param {HTMLElement} root @param {Parts} parts @param {any} t texts @param {boolean} isRoom in a room the notice
 * stands before the questionnaire, on the host's own page */
export function arrangement(root, parts, t, isRoom) {
  const [before, after] = parts.turns;
  const inside = h("div", {});
  const about = h("details", { class: "pap-questionnaire-about" }, h("summary", {}, t.vue.a_savoir), inside);
  const aside = h("div", { class: "pap-questionnaire-aside" });

  /** @param {boolean} isOne */
  return (isOne) => {
    const { alerts, title, lead, restored, unkept, privacy, choices, profile, progress, nav, sections, undo } = parts;
    const told = [restored, unkept];
    root.classList.toggle("pap-questionnaire-one", isOne);
    title.classList.toggle("pap-unseen", isOne);
    if (isOne) {
      inside.append(...lead, ...choices);
      aside.append(privacy, about);
      if (profile) parts.end.after(profile);
    }
    parts.steps.replaceChildren(before, ...(isOne ? [] : [undo]), after);
    const middle = [...sections, parts.steps];
    const order = isOne
      ? [alerts, title, ...told, isRoom ? null : aside, progress, ...middle, undo, nav, isRoom ? aside : null]
      : [alerts, title, ...lead, ...told, privacy, ...choices, profile, progress, nav, ...middle];
    root.replaceChildren(...[...order, ...parts.rest].filter((one) => one !== null));
  };
}
