// @ts-check
/** The sheet of one actor: what it can bring, what is low here, the link, and what the group writes of it. */
import { h, put, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button, field } from "../kit/parts.js";
import { linkInWords } from "./network.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("../kit/changes.js").Change} Change */

export const SHORT = 200; // characters, as the model takes them (model/carnet/territory.py)

/** What must come before a change of a contact: a family of which nothing is written yet has none.
 * @param {Plain} carnet @param {Plain} node @returns {Change[]} */
export function contactThere(carnet, node) {
  const isThere = carnet.territoire.contacts.some((/** @type {Plain} */ one) => one.id === node.id);
  return isThere ? [] : [{ op: "add", path: ["territoire", "contacts"], value: node.contact }];
}

/** A text that is sent while it is typed.
 * @param {HTMLInputElement} node @param {Post} carrier @param {() => string[]} path @param {() => Change[]} before */
export function typed(node, carrier, path, before) {
  let turn = 0; // each time that it is entered, so that undo goes back field by field
  node.addEventListener("focus", () => (turn += 1));
  node.addEventListener("input", () => {
    const group = `${path().join(".")}.${turn}`;
    const first = before();
    if (first.length) carrier.change(first, group);
    carrier.type(path(), node.value, group);
  });
  node.addEventListener("blur", carrier.settle);
}

/** Show a value in a control, the one that is being typed in left alone. @param {any} node @param {any} value */
export function shown(node, value) {
  if (node === document.activeElement && node.type === "text") return;
  if (node.type === "checkbox") node.checked = value;
  else if (node.value !== value) node.value = value;
}

/** @param {Model} model @param {Post} carrier @param {string} uid
 * @param {{ close(id: string): void, say(text: string): void, nodes(): Plain[] }} act */
export function actorSheet(model, carrier, uid, act) {
  const t = model.get("texts");
  const f = t.fiche;
  const rules = model.get("rules");
  let chosen = "";
  const heading = h("h3", { tabindex: -1, id: `${uid}-heading` });
  const can = h("p", {});
  const low = h("div", {});
  const node = () => act.nodes().find((one) => one.id === chosen);
  const path = (/** @type {string} */ key) => ["territoire", "contacts", chosen, key];
  const before = () => contactThere(carrier.carnet(), /** @type {Plain} */ (node()));
  const set = (/** @type {string} */ key, /** @type {any} */ value) =>
    carrier.change([...before(), { op: "set", path: path(key), value }]);

  const link = h(
    "select",
    { id: `${uid}-lien` },
    ...["", ...rules.liens.filter(Boolean)].map((/** @type {string} */ id) =>
      h("option", { value: id }, linkInWords(id, t)),
    ),
  );
  const family = h(
    "select",
    { id: `${uid}-famille` },
    ...Object.entries(rules.familles).map(([id, name]) => h("option", { value: id }, name)),
  );
  const line = (/** @type {string} */ key) =>
    h("input", { type: "text", id: `${uid}-${key}`, maxlength: SHORT, autocomplete: "off" });
  const controls = {
    lien: link,
    famille: family,
    intitule: line("intitule"),
    fonction: line("fonction"),
    apporte: line("apporte"),
  };
  const wanted = h("input", { type: "checkbox", id: `${uid}-wanted` });
  const many = h("p", { class: "pap-advice", hidden: true });
  link.addEventListener("change", () => set("lien", link.value));
  family.addEventListener("change", () => set("famille", family.value));
  wanted.addEventListener("change", () => set("a_prendre", wanted.checked));
  for (const key of ["intitule", "fonction", "apporte"])
    typed(/** @type {any} */ (controls)[key], carrier, () => path(key), before);
  const fields = Object.fromEntries(
    Object.entries(controls).map(([key, control]) => [key, field(f[key], control, f[`${key}_aide`])]),
  );
  const remove = button(
    f.retirer,
    () => {
      const name = node()?.nom ?? "";
      carrier.change([{ op: "remove", path: ["territoire", "contacts"], value: chosen }]);
      act.say(fill(f.retire, { nom: name }));
      leave();
    },
    "danger",
  );
  const root = h(
    "section",
    {
      class: "pap-territory-sheet",
      "data-stage": "carte liste manques",
      hidden: true,
      "aria-labelledby": heading.id,
    },
    heading,
    can,
    low,
    h("div", { class: "pap-kit-grid" }, fields.lien, fields.fonction, fields.intitule, fields.apporte, fields.famille),
    h("label", { class: "pap-kit-tick", for: wanted.id }, wanted, h("span", {}, f.a_prendre)),
    many,
    h("div", { class: "pap-kit-line" }, button(f.fermer, leave, "main"), remove),
  );
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && leave());

  function leave() {
    const id = chosen;
    carrier.settle();
    chosen = "";
    act.close(id);
  }

  function paint() {
    const one = node();
    root.hidden = !one;
    if (!one) return;
    const contact = one.contact;
    const isOwn = contact.acteur === null;
    put(heading, fill(f.titre, { nom: one.nom }));
    put(can, one.peut ? `${f.peut} : ${one.peut}.` : "");
    redraw(low, [one.id, one.bas], () =>
      one.bas.length
        ? [
            h("p", {}, h("strong", {}, f.bas)),
            h(
              "ul",
              { class: "pap-kit-plain" },
              ...one.bas.map((/** @type {Plain} */ item) =>
                h("li", {}, fill(f.bas_enonce, { enonce: model.get("items")[item.enonce].texte, score: item.score })),
              ),
            ),
          ]
        : [],
    );
    for (const [key, control] of Object.entries(controls)) shown(control, contact[key] ?? "");
    shown(wanted, contact.a_prendre);
    fields.famille.hidden = !isOwn;
    remove.hidden = !isOwn;
    const count = act.nodes().filter((other) => other.contact.a_prendre).length;
    put(many, contact.a_prendre && count > rules.plus ? fill(f.trop, { n: count }) : "");
    for (const key of ["intitule", "fonction", "apporte"]) {
      const trace = model
        .get("advice")
        .find((/** @type {Plain} */ found) => found.id === chosen && found.champ === key);
      put(
        /** @type {HTMLElement} */ (fields[key].querySelector(".pap-advice")),
        trace ? fill(f.personne, { texte: trace.texte }) : "",
      );
    }
  }
  return {
    root,
    paint,
    get chosen() {
      return chosen;
    },
    /** @param {string} id */
    choose(id) {
      carrier.settle();
      chosen = id;
      paint();
      heading.focus();
      heading.scrollIntoView({ block: "nearest" });
    },
  };
}
