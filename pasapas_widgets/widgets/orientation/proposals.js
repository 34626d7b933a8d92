// @ts-check
/** «S'orienter»: the questions of prudence, what is proposed and why, a situation to discuss. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button, unheard } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

/** A sentence made of reasons: a capital, a full stop. @param {string} text */
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** A step of the path, begun from a service. @param {string} service @param {string | null} rule @returns {Plain} */
export const newStep = (service, rule) => ({
  id: newId("e"),
  service,
  regle: rule,
  intitule: "",
  mois: null,
  heures: null,
  etat: "prevu",
  note: "",
});

/** Radios for each question; what a «yes» asks for.
 * @param {Model} model @param {Post} carrier @param {Texts} t @param {string} uid */
export function prudencePart(model, carrier, t, uid) {
  const questions = /** @type {Plain[]} */ (model.get("kit").questions);
  const fields = questions.map((one) => {
    const advice = h("p", { class: "pap-advice", hidden: true }, one.si_oui);
    const radios = ["oui", "non", "sans"].map((value) => {
      const input = h("input", { type: "radio", name: `${uid}-${one.id}`, value, id: `${uid}-${one.id}-${value}` });
      input.addEventListener("change", () => {
        const now = { ...carrier.carnet().parcours.prudence };
        delete now[one.id];
        if (value !== "sans") now[one.id] = value === "oui";
        carrier.change([{ op: "set", path: ["parcours", "prudence"], value: now }]);
      });
      return input;
    });
    const root = h(
      "fieldset",
      { class: "pap-orientation-question" },
      h("legend", {}, one.texte),
      h(
        "div",
        { class: "pap-kit-line" },
        ...radios.map((input) => h("label", { class: "pap-kit-tick", for: input.id }, input, t.reponses[input.value])),
      ),
      advice,
    );
    return { id: one.id, radios, advice, root };
  });
  const root = h(
    "section",
    { "data-stage": "cadre" },
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    ...fields.map((one) => one.root),
  );
  function paint() {
    const given = carrier.carnet().parcours.prudence;
    for (const one of fields) {
      const value = one.id in given ? (given[one.id] ? "oui" : "non") : "sans";
      one.radios.forEach((radio) => (radio.checked = radio.value === value));
      one.advice.hidden = value !== "oui";
    }
  }
  return { root, paint };
}

/** Services that a proposal offers, each to be added once.
 * @param {Plain} one @param {Plain} kit @param {string[]} taken @param {Texts} t
 * @param {(service: string, rule: string) => void} add */
function serviceLines(one, kit, taken, t, add) {
  return one.services.map((/** @type {string} */ id) => {
    const service = kit.services.find((/** @type {Plain} */ it) => it.id === id);
    const has = taken.includes(`${one.id}:${id}`);
    const act = button(
      fill(has ? t.dedans : t.ajouter, { service: service.nom }),
      () => add(id, one.id),
      has ? "quiet" : "main",
      { "data-key": `add-${one.id}-${id}`, "aria-disabled": String(has) },
    );
    act.append(unheard(` (${one.message})`));
    return h(
      "li",
      {},
      act,
      h("p", { class: "pap-orientation-printed" }, service.nom),
      h("p", { class: "pap-soft" }, fill(t.exemples, { exemples: service.exemples.join(", "), quand: service.quand })),
    );
  });
}

/** @param {Plain} one @param {Plain} kit @param {string[]} taken @param {Texts} t
 * @param {(service: string, rule: string) => void} add */
function proposalCard(one, kit, taken, t, add) {
  const actors = one.acteurs.map((/** @type {string} */ id) =>
    h("li", {}, h("strong", {}, kit.acteurs[id].nom), " : ", kit.acteurs[id].apporte),
  );
  return h(
    "li",
    { class: "pap-orientation-card", "data-rule": one.id },
    h("h4", {}, one.message),
    h("p", { class: "pap-orientation-label" }, t.parce_que),
    h(
      "ul",
      { class: "pap-kit-plain" },
      ...one.parce_que.map((/** @type {string} */ why) => h("li", {}, sentence(why))),
    ),
    h("p", { class: "pap-orientation-label" }, t.services),
    h("ul", { class: "pap-orientation-services" }, ...serviceLines(one, kit, taken, t, add)),
    actors.length
      ? h(
          "details",
          { "data-key": `actors-${one.id}` },
          h("summary", {}, counted(t.acteurs, actors.length)),
          h("ul", { class: "pap-kit-plain" }, ...actors),
        )
      : null,
    one.fiches.length ? h("p", { class: "pap-orientation-label" }, t.fiches) : null,
    one.fiches.length
      ? h(
          "ul",
          { class: "pap-kit-plain" },
          ...one.fiches.map((/** @type {string} */ id) => h("li", {}, `${id} – ${kit.fiches[id]}`)),
        )
      : null,
  );
}

/** What is proposed, what waits, what could not be looked at.
 * @param {Model} model @param {Post} carrier @param {Texts} t @param {(text: string) => void} say */
export function proposalsPart(model, carrier, t, say) {
  const words = t.propositions;
  const kit = model.get("kit");
  const base = h("p", { class: "pap-soft" });
  const stop = h("div", { class: "pap-notice", role: "status" });
  const list = h("ol", { class: "pap-orientation-list" });
  const none = h("p", {}, words.aucune);
  const others = h("div", {});
  const situation = h("div", {});
  const root = h(
    "section",
    { "data-stage": "demander" },
    h("h3", {}, words.titre),
    h("p", {}, words.intro),
    base,
    stop,
    none,
    list,
    others,
    situation,
  );
  const add = (/** @type {string} */ service, /** @type {string} */ rule) => {
    carrier.change([{ op: "add", path: ["parcours", "etapes"], value: newStep(service, rule) }]);
    say(fill(words.ajoute, { service: kit.services.find((/** @type {Plain} */ one) => one.id === service).nom }));
  };
  function paint() {
    const told = model.get("told");
    const session = model.get("session");
    const taken = carrier.carnet().parcours.etapes.map((/** @type {Plain} */ one) => `${one.regle}:${one.service}`);
    base.hidden = told.autre;
    put(
      base,
      told.chiffres
        ? fill(t.base, { seance: session.titre, jour: dayInWords(session.jour), n: session.n })
        : t.sans_resultats,
    );
    stop.hidden = !told.bloque;
    redraw(stop, told.bloque, () =>
      told.bloque ? [h("p", {}, h("strong", {}, words.arret)), h("p", {}, words.arret_pourquoi)] : [],
    );
    put(none, told.autre ? words.autre_questionnaire : words.aucune);
    none.hidden = told.shown.length > 0;
    redraw(list, [told.shown, taken], () =>
      told.shown.map((/** @type {Plain} */ one) => proposalCard(one, kit, taken, words, add)),
    );
    redraw(others, [told.beyond, told.held, told.unseen, taken], () => [
      told.beyond.length
        ? h(
            "details",
            { "data-key": "beyond" },
            h("summary", {}, counted(words.autres, told.beyond.length)),
            h(
              "ol",
              { class: "pap-orientation-list" },
              ...told.beyond.map((/** @type {Plain} */ one) => proposalCard(one, kit, taken, words, add)),
            ),
          )
        : null,
      told.held.length
        ? h(
            "details",
            { "data-key": "held" },
            h("summary", {}, counted(words.en_attente, told.held.length)),
            h(
              "ul",
              { class: "pap-kit-plain" },
              ...told.held.map((/** @type {Plain} */ one) => h("li", {}, one.message)),
            ),
          )
        : null,
      told.unseen.length
        ? h(
            "details",
            { "data-key": "unseen" },
            h("summary", {}, counted(words.non_regardees, told.unseen.length)),
            h(
              "ul",
              { class: "pap-kit-plain" },
              ...told.unseen.map((/** @type {Plain} */ one) =>
                h(
                  "li",
                  {},
                  `${one.message} `,
                  h("span", { class: "pap-soft" }, fill(words.il_manque, { manque: one.manque.join(" ; ") })),
                ),
              ),
            ),
          )
        : null,
    ]);
    redraw(situation, told.situation, () =>
      !told.situation.nom
        ? []
        : [
            h("h4", {}, t.situation.titre),
            h("p", {}, h("strong", {}, fill(t.situation.question, { nom: told.situation.nom }))),
            ...(told.situation.parce_que.length
              ? [h("p", { class: "pap-soft" }, `${words.parce_que} : ${told.situation.parce_que.join(" ; ")}.`)]
              : []),
            h("p", {}, t.situation.prudence),
          ],
    );
  }
  return { root, paint };
}
