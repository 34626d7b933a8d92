// @ts-check
/** Who leads the session, where trainers have accounts: its owner, whom the owner invited (docs/decisions/040). */
import { h, put, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button, field, fold, wrong } from "./base.js";
import { outside } from "./frame.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const LONGEST = 80; // characters of an account's name, live/store/trainers.py

/** @param {Desk} desk @returns {Part} */
export function crewPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.avant.animent;
  const opened = h("p", {});
  const others = h("p", {});
  const taken = h("div", { class: "pap-cockpit-row" });
  const name = /** @type {HTMLInputElement} */ (
    h("input", { id: `${uid}-invited`, type: "text", maxlength: LONGEST, autocomplete: "off", autocapitalize: "none" })
  );
  const invite = button(t.inviter, async (pressed) => {
    const person = name.value.trim();
    if (!person) return wrong(name, t.vide);
    const { ok } = await desk.act(pressed, "invite", { person }, fill(t.invitee, { nom: person }));
    if (ok) name.value = "";
  });
  const asks = h("div", {}, field(t.champ, name, t.aide), invite);
  const rights = h("p", { class: "pap-soft" }, t.droits);
  const page = h("p", {});
  const root = fold(t.titre, opened, others, taken, asks, rights, page);

  /** @param {string} person */
  const takeBack = (person) =>
    button(fill(t.retirer, { nom: person }), (pressed) =>
      desk.act(pressed, "withdraw", { person }, fill(t.retiree, { nom: person })),
    );

  return {
    root,
    paint() {
      const { owner, invited = [], mine, page: href } = model.get("crew");
      root.hidden = !owner;
      put(opened, mine ? t.vous : fill(t.ouverte, { nom: owner ?? "" }));
      put(others, invited.length ? fill(t.aussi, { noms: invited.join(", ") }) : t.personne);
      asks.hidden = !mine;
      rights.hidden = Boolean(mine);
      redraw(taken, [mine, invited], () => (mine ? invited.map(takeBack) : []));
      redraw(page, href, () => [outside(href ?? "", t.page, texts.avant.fenetre, "pap-cockpit-link")]);
    },
  };
}
