// @ts-check
/**
 * Two windows wrote the same carnet: what differs, part by part, and which to keep.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post
 * @typedef {import("../kit/changes.js").Plain} Plain
 */

import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { valueInWords } from "../kit/bar.js";
import { button } from "../kit/parts.js";

/** What a part of a carnet is called. @param {Plain} one @param {Texts} t */
export function partInWords(one, t) {
  const path = /** @type {string[]} */ (one.chemin);
  const name = (/** @type {string} */ key) => one.noms?.[key] ?? t.champs[key] ?? key;
  const last = path[path.length - 1];
  const list = path[path.length - 2];
  const said =
    Array.isArray(one.ici ?? one.ailleurs) && t.membres[last]
      ? fill(t.conflit.ordre, { champ: name(last) })
      : name(last);
  if (path.length === 1) return said;
  if (one.est_membre || path[0] === "vagues")
    return fill(t.conflit.champ_de, { champ: t.membres[list] ?? name(list), membre: one.membre || last });
  if (one.noms?.[list])
    return fill(t.conflit.champ_de, {
      champ: fill(t.conflit.champ_de, { champ: name(last), membre: name(list) }),
      membre: one.membre,
    });
  return fill(t.conflit.champ_de, { champ: said, membre: one.membre || t.membres[path[0]] || name(path[0]) });
}

/** Two windows wrote the same carnet: part by part, which to keep. @param {Model} model @param {Post} carrier
 * @param {Texts} t @param {string} uid */
export function conflictPart(model, carrier, t, uid) {
  const c = t.conflit;
  const sides = /** @type {("ici" | "ailleurs")[]} */ (["ici", "ailleurs"]);
  const rows = h("div", { class: "pap-kit-parts" });
  const told = h("p", { role: "status" });
  const dialog = h("dialog", { class: "pap-dialog pap-kit-wide", "aria-labelledby": `${uid}-conflict` });
  const found = () => /** @type {Plain[]} */ (model.get("conflict"));
  const radios = () => /** @type {HTMLInputElement[]} */ ([...rows.querySelectorAll("input")]);
  const picked = () => radios().filter((one) => one.checked);
  const all = (/** @type {string} */ side) => {
    radios().forEach((one) => (one.checked = one.value === side));
    sum();
  };
  const save = button(
    c.enregistrer,
    () => {
      dialog.close();
      carrier.send("merge", { parties: picked().map((one) => [found()[Number(one.dataset.part)].chemin, one.value]) });
    },
    "main",
  );
  dialog.append(
    h("h2", { id: `${uid}-conflict` }, c.titre),
    h("p", {}, c.texte),
    h(
      "div",
      { class: "pap-kit-line" },
      button(c.tout_ici, () => all("ici")),
      button(c.tout_ailleurs, () => all("ailleurs")),
    ),
    rows,
    told,
    h(
      "div",
      { class: "pap-kit-line" },
      save,
      button(c.garder_deux, () => (dialog.close(), carrier.send("decide", { choice: "deux" }))),
    ),
    h("p", { class: "pap-soft" }, c.rien_de_perdu),
  );
  const reopen = button(c.choisir, () => dialog.showModal(), "main");
  const root = h("div", { hidden: true }, reopen, dialog);

  function sum() {
    const [ici, ailleurs] = sides.map((side) => picked().filter((one) => one.value === side).length);
    const left = found().length - ici - ailleurs;
    put(told, [fill(c.bilan, { ici, ailleurs }), ...(left ? [counted(c.reste, left)] : [])].join(" "));
    save.setAttribute("aria-disabled", String(left > 0));
  }
  /** @param {Plain} one @param {number} i */
  function row(one, i) {
    const choice = (/** @type {"ici" | "ailleurs"} */ side) => {
      const id = `${uid}-part-${i}-${side}`;
      const box = h("input", {
        type: "radio",
        name: `${uid}-part-${i}`,
        id,
        value: side,
        "data-part": i,
        "data-key": id,
      });
      box.checked = one.propose === side;
      const isGone = one[side] === null && (one.est_membre || one.chemin[0] === "vagues");
      return h(
        "label",
        { class: "pap-kit-tick", for: id },
        box,
        h(
          "span",
          {},
          h("span", { class: "pap-soft" }, `${c[side]} : `),
          isGone ? c.absent : valueInWords(one[side], t),
        ),
      );
    };
    const group = h(
      "fieldset",
      { class: "pap-kit-part" },
      h("legend", {}, partInWords(one, t)),
      ...sides.map(choice),
      h("p", { class: "pap-soft" }, one.propose ? c.seul[one.propose] : c.deux_cotes),
    );
    group.addEventListener("change", sum);
    return group;
  }
  let shown = false;
  function paint() {
    const isOn = model.get("state").conflit;
    redraw(rows, found(), () => found().map(row));
    root.hidden = !isOn;
    if (isOn) sum();
    if (isOn && !shown) dialog.showModal();
    if (!isOn && dialog.open) dialog.close();
    shown = isOn;
  }
  return { root, paint };
}
