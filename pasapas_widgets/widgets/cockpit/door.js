// @ts-check
/** Who is in the room: how many are expected, the door, the seats of nobody (docs/decisions/021-who-knows-what.md). */
import { h, put } from "../../front/dom.js";
import { counted } from "../../front/words.js";
import { button, field, wrong } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const MOST = 3000; // seats of a session, live/store/heads.py

/** A number of people, or null where none is said. @param {HTMLInputElement} input @returns {number | null} */
export function peopleOf(input) {
  const n = Math.round(Number(input.value));
  return n >= 1 && n <= MOST ? n : null;
}

/** @param {string} id @returns {HTMLInputElement} */
export const peopleInput = (id) =>
  /** @type {HTMLInputElement} */ (h("input", { id, type: "number", min: 1, max: MOST, inputmode: "numeric" }));

/** @param {Desk} desk @returns {Part} */
export function doorPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.pendant.porte;
  const said = h("p", {});
  const people = peopleInput(`${uid}-expected-now`);
  const note = button(t.noter, (pressed) =>
    peopleOf(people) === null
      ? wrong(people, t.nombre)
      : desk.act(pressed, "expect", { people: peopleOf(people) }, t.note),
  );
  const shut = button(t.fermer, (pressed) => desk.act(pressed, "close_door", {}, t.fermee));
  const open = button(t.ouvrir, (pressed) => desk.act(pressed, "open_door", {}, t.ouverte));
  const free = button(t.liberer, (pressed) => desk.act(pressed, "free_seats", {}, t.liberees));
  const accept = button(t.accepter, (pressed) => desk.act(pressed, "accept_more", {}, t.accepte));
  const root = h(
    "div",
    {},
    said,
    h("div", { class: "pap-cockpit-grid" }, field(t.combien, people)),
    h("div", { class: "pap-cockpit-row" }, note, shut, open, free, accept),
  );
  return {
    root,
    paint() {
      const { expected, too_many: tooMany, shut: isShut } = model.get("state");
      put(said, expected ? counted(t.compte, expected) : t.personne);
      shut.hidden = Boolean(isShut);
      open.hidden = !isShut;
      accept.hidden = !tooMany;
    },
  };
}
