// @ts-check
/**
 * The screen of a widget that works on the carnet of its page: a title, the bar, and a body where a carnet is open. It
 * is painted when the carnet or what is listened to changes.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("./post.js").Post} Post
 * @typedef {{ t: Texts, uid: string, carrier: Post, say: (text: string) => void, paint: () => void }} Bench what the
 *   parts of a screen share
 * @typedef {{ body: (Node | null)[], paint: () => void, close?: () => void }} Inside what stands there, painted while
 *   a carnet is open
 */

import { h, put } from "../../front/dom.js";
import { keepLineBreaks } from "../../front/linebreaks.js";
import { newUid } from "../../front/uid.js";
import { bar } from "./bar.js";
import { post } from "./post.js";

/** @param {{ model: Model, el: HTMLElement }} host
 * @param {{ name: string, view: string, traits: string[], said?: string }} about the folder's name; that of its post;
 *   what is listened to besides the carnet; the class of what is said, which is heard and not seen where left out
 * @param {(bench: Bench) => Inside} build @returns {() => void} leave the page */
export function carnetScreen({ model, el }, { name, view, traits, said }, build) {
  const t = model.get("texts");
  const carrier = post(model, view);
  const status = h("p", { role: "status", class: said ?? "pap-unseen" });
  const say = (/** @type {string} */ text) => (said ? put(status, text) : void (status.textContent = text));
  const top = bar(model, carrier);
  const inside = build({ t, uid: newUid(name), carrier, say, paint });
  const closed = h("p", {}, t.ferme);
  const body = h("div", {}, ...inside.body);
  const root = h(
    "div",
    { class: `pap pap-kit pap-${name}` },
    h("h2", {}, t.titre),
    h("p", { class: "pap-intro" }, t.intro),
    top.root,
    status,
    closed,
    body,
  );
  keepLineBreaks(root);
  el.append(root);

  function paint() {
    const isOpen = model.get("state").ouvert;
    closed.hidden = isOpen;
    body.hidden = !isOpen;
    top.paint();
    if (isOpen) inside.paint();
  }

  const stop = carrier.listen(paint);
  const events = traits.map((one) => `change:${one}`);
  events.forEach((event) => model.on(event, paint));
  paint();
  return () => {
    stop();
    inside.close?.();
    events.forEach((event) => model.off(event, paint));
  };
}

/** Paint several parts. @param {{ paint(): void }[]} parts */
export const paintAll = (parts) => parts.forEach((one) => one.paint());
