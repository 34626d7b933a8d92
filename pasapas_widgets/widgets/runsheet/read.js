// @ts-check
/** A session to read: what must be there beforehand, each sequence with its hour, and what helps whatever happens. */
import { h, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { hourInWords, lengthInWords } from "./clock.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("../../front/host.js").Model} Model */

/** @param {Plain} method @param {Texts} t @param {string} key */
export function methodFold(method, t, key) {
  const r = t.lire;
  const span = (/** @type {number[]} */ [least, most]) =>
    least === most ? String(least) : fill(r.entre, { moins: least, plus: most });
  return h(
    "details",
    { class: "pap-kit-fold", "data-key": key },
    h("summary", {}, fill(r.methode, { nom: method.nom })),
    h(
      "div",
      {},
      h("p", {}, `${method.sert_a}.`),
      h(
        "p",
        { class: "pap-soft" },
        fill(r.methode_mesure, { minutes: span(method.duree_min), personnes: span(method.groupe) }),
      ),
      h(
        "ol",
        { class: "pap-runsheet-numbered" },
        ...method.etapes.map((/** @type {string} */ one) => h("li", {}, one)),
      ),
      h("p", {}, fill(r.materiel_methode, { liste: method.materiel.join(", ") })),
      h("p", {}, fill(r.vigilance, { texte: method.vigilance })),
    ),
  );
}

/** Method and workbook of a sequence. @param {Plain} one @param {Model} model @param {Texts} t @param {string} key */
export function toolsOf(one, model, t, key) {
  const kit = model.get("kit");
  const method = kit.methodes.find((/** @type {Plain} */ found) => found.id === one.methode);
  const title = kit.carnets[one.application];
  const name = title ?? one.application?.replace(/^\d+_/, "").replace(/_/g, " ");
  const link = title
    ? h(
        "a",
        { href: `${one.application}.ipynb`, target: "_blank", rel: "noopener" },
        title,
        h("span", { class: "pap-soft" }, t.nouvel_onglet),
      )
    : name;
  return [
    one.application ? h("p", { class: "pap-runsheet-workbook" }, t.lire.carnet, link) : null,
    method ? methodFold(method, t, key) : null,
  ];
}

/** @param {string} label @param {string | null} text @param {string} [kind] */
export const told = (label, text, kind = "") =>
  text
    ? h("div", { class: `pap-runsheet-told ${kind}` }, h("p", { class: "pap-runsheet-label" }, label), h("p", {}, text))
    : null;

/** Rules of speech, stance, the unexpected: always within reach. @param {Plain} kit @param {Texts} t */
export function atHand(kit, t) {
  const s = t.sous_la_main;
  const fold = (/** @type {string} */ title, /** @type {any} */ body) =>
    h("details", { class: "pap-kit-fold" }, h("summary", {}, title), h("div", {}, body));
  const list = (/** @type {string[]} */ all) =>
    h("ul", { class: "pap-kit-plain" }, ...all.map((one) => h("li", {}, one)));
  return h(
    "section",
    { class: "pap-runsheet-hand" },
    h("h3", {}, s.titre),
    fold(
      s.imprevus,
      h(
        "dl",
        { class: "pap-runsheet-unexpected" },
        ...kit.imprevus.flatMap((/** @type {Plain} */ one) => [
          h("dt", {}, fill(s.si, { texte: one.si })),
          h("dd", {}, one.alors),
        ]),
      ),
    ),
    fold(s.paroles, list(kit.paroles)),
    fold(s.posture, list(kit.posture)),
  );
}

/** The questions of prudence: each with the answer that allows to prepare, and what to do after the other one.
 * @param {Plain[]} all @param {Texts} t */
const prudence = (all, t) =>
  h(
    "section",
    { class: "pap-runsheet-prudence", "data-stage": "preparer" },
    h("h3", {}, t.lire.prudence),
    h("p", { class: "pap-soft" }, t.lire.prudence_aide),
    ...all.map((one) =>
      h(
        "details",
        { class: "pap-kit-fold", "data-key": `prudence-${one.id}` },
        h("summary", {}, one.question, " ", h("strong", {}, t.lire.reponse_sure[one.sure])),
        h(
          "div",
          {},
          h("p", {}, one.faire),
          one.appeler.length ? h("p", {}, fill(t.lire.appeler, { liste: one.appeler.join(" ; ") })) : null,
        ),
      ),
    ),
  );

/** @param {Model} model @param {Texts} t
 * @param {{ get(name: string): any, set(name: string, value: any): void }} shelf */
export function readView(model, t, shelf) {
  const before = h("div", { class: "pap-kit-columns", "data-stage": "preparer" });
  const list = h("ol", { class: "pap-runsheet-list" });
  const root = h(
    "div",
    {},
    prudence(model.get("kit").prudences, t),
    before,
    h("section", { "data-stage": "derouler" }, h("h3", {}, t.lire.sequences), list),
  );

  /** @param {string} title @param {string[]} all @param {string} sheet */
  function checklist(title, all, sheet) {
    const ticked = shelf.get(`coches:${sheet}`) ?? [];
    return h(
      "section",
      {},
      h("h3", {}, title),
      h(
        "ul",
        {},
        ...all.map((one) => {
          const box = h("input", { type: "checkbox", checked: ticked.includes(one) });
          box.addEventListener("change", () => {
            const rest = (shelf.get(`coches:${sheet}`) ?? []).filter((/** @type {string} */ other) => other !== one);
            shelf.set(`coches:${sheet}`, box.checked ? [...rest, one] : rest);
          });
          return h("li", {}, h("label", { class: "pap-kit-tick" }, box, h("span", {}, one)));
        }),
      ),
    );
  }

  return {
    root,
    /** @param {Plain} session @param {string} sheet @param {number} start minutes after midnight */
    paint(session, sheet, start) {
      redraw(before, [sheet, session.prealable, session.materiel], () => [
        session.prealable.length ? checklist(t.lire.avant, session.prealable, sheet) : null,
        session.materiel.length ? checklist(t.lire.materiel, session.materiel, sheet) : null,
        h("p", { class: "pap-soft pap-runsheet-wide pap-kit-screen" }, t.lire.coche),
      ]);
      redraw(list, [sheet, session.sequences, start], () => {
        let at = start;
        return session.sequences.map((/** @type {Plain} */ one) => {
          const moment = fill(t.lire.moment, {
            debut: hourInWords(at, t),
            fin: hourInWords(at + one.duree, t),
            duree: lengthInWords(one.duree, t),
          });
          at += one.duree;
          const rest = !one.methode && !one.application && !one.production;
          return h(
            "li",
            { class: `pap-runsheet-step${rest ? " pap-runsheet-rest" : ""}` },
            h("p", { class: "pap-runsheet-moment" }, moment),
            h("h4", {}, one.titre),
            told(t.lire.vous, one.formateur),
            told(t.lire.groupe, one.production, "pap-runsheet-made"),
            ...toolsOf(one, model, t, `lire-${one.id}`),
          );
        });
      });
    },
  };
}
