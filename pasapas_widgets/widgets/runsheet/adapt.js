// @ts-check
/** A variant to change: its sequences in order, longer, shorter, added, taken out; its name; files in and out. */
import { h, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button, field } from "../kit/parts.js";
import { lengthInWords } from "./clock.js";
import { filesPart } from "./files.js";
import { minutesInput, shows, typed } from "./inputs.js";
import { stepsPart } from "./steps.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("../../front/host.js").Model} Model @typedef {import("../kit/post.js").Post} Post
 * @typedef {{ model: Model, carrier: Post, t: Texts, uid: string, say: (text: string) => void }} Bench */

/** «Les séquences font 1 h 55 : 5 min de moins que les 2 h voulues.» @param {Plain} session @param {Texts} t */
export function sumInWords(session, t) {
  const sum = session.sequences.reduce((/** @type {number} */ all, /** @type {Plain} */ one) => all + one.duree, 0);
  const gap = sum - session.duree_totale;
  const values = {
    somme: lengthInWords(sum, t),
    ecart: lengthInWords(Math.abs(gap), t),
    voulue: lengthInWords(session.duree_totale, t),
  };
  return fill(t.adapter.somme[gap > 0 ? "plus" : gap < 0 ? "moins" : "juste"], values);
}

/** The name, the wished length, and the sum beside it. @param {Bench} bench */
function headPart(bench) {
  const { model, carrier, t, uid } = bench;
  const a = t.adapter;
  const lines = (/** @type {string} */ value) =>
    value
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean)
      .slice(0, 40);
  const title = typed(
    bench,
    h("input", { type: "text", id: `${uid}-titre`, maxlength: 120, autocomplete: "off" }),
    ["titre"],
    undefined,
    a.sans_titre,
  );
  const wished = minutesInput(bench, `${uid}-voulue`, ["duree_totale"], model.get("kit").plus_long);
  const group = typed(bench, h("input", { type: "text", id: `${uid}-groupe`, maxlength: 600, autocomplete: "off" }), [
    "groupe",
  ]);
  const before = typed(bench, h("textarea", { id: `${uid}-prealable`, rows: 4 }), ["prealable"], lines);
  const material = typed(bench, h("textarea", { id: `${uid}-materiel`, rows: 4 }), ["materiel"], lines);
  const sum = h("p", { class: "pap-runsheet-sum" });
  const names = h("p", { class: "pap-notice", hidden: true });
  const root = h(
    "div",
    {},
    h("div", { class: "pap-kit-grid" }, field(a.titre, title), field(a.voulue, wished)),
    names,
    h(
      "details",
      { class: "pap-kit-fold" },
      h("summary", {}, a.cadre),
      h(
        "div",
        { class: "pap-kit-grid" },
        field(a.groupe, group),
        field(t.lire.avant, before, a.une_par_ligne),
        field(t.lire.materiel, material, a.une_par_ligne),
      ),
    ),
  );
  return {
    root,
    sum,
    title,
    paint() {
      const session = carrier.carnet();
      for (const [node, value] of [
        [title, session.titre],
        [wished, session.duree_totale],
        [group, session.groupe],
        [before, session.prealable.join("\n")],
        [material, session.materiel.join("\n")],
      ])
        shows(node, value);
      put(sum, sumInWords(session, t));
      const traces = model.get("traces");
      put(names, traces.length ? fill(a.noms, { liste: traces.join(", ") }) : "");
    },
  };
}

/** @param {Bench} bench @param {(sentence: string) => void} blame */
export function adaptView(bench, blame) {
  const { model, carrier, t } = bench;
  let isMaking = false;
  const make = button(
    t.adapter.faire,
    () => {
      isMaking = true;
      carrier.send("adapt");
    },
    "main",
    { "data-key": "adapt" },
  );
  const offer = h("div", { class: "pap-runsheet-offer" }, h("p", {}, t.adapter.modele), make);
  const head = headPart(bench);
  const files = filesPart(bench, blame);
  const ephemeral = h("p", { class: "pap-notice" }, t.adapter.ephemere);
  const steps = stepsPart(bench);
  const body = h("div", {}, head.root, head.sum, h("h3", {}, t.lire.sequences), steps.root);
  return {
    root: h("div", {}, offer, ephemeral, body, files.root),
    take: files.take,
    /** @param {number} start */
    paint(start) {
      const state = model.get("state");
      offer.hidden = state.ouvert;
      body.hidden = !state.ouvert;
      ephemeral.hidden = state.navigateur !== "session";
      files.paint();
      if (!state.ouvert) return;
      head.paint();
      steps.paint(start);
      if (isMaking) head.title.focus(); // the button has gone
      isMaking = false;
    },
  };
}
