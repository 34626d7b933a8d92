// @ts-check
/**
 * Mounts the questionnaire of the notebooks on the phone. Its model is the outbox: what a person changes waits there,
 * what the server or another tab says is shown.
 *
 * @typedef {import("./outbox.js").Outbox} Outbox
 */

import { modelOf, reword } from "../../../front/host.js";
import questionnaire from "../../../widgets/questionnaire/questionnaire.js";
import { scoreSheet } from "../../../widgets/questionnaire/scores.js";

const OWN_WORDS = /** @type {const} */ ({ profil: "profile", variante: "variant" });

/** @param {Record<string, any>} values @param {any} q @returns {Record<string, any>} the answers to its statements */
export const answersOf = (values, q) =>
  Object.fromEntries(
    q.items
      .filter((/** @type {any} */ item) => item.id in values)
      .map((/** @type {any} */ item) => [item.id, values[item.id]]),
  );

/** The score of each lever, or null. @param {any} data @param {Outbox} outbox @returns {Record<string, number|null>} */
export function ownScores(data, outbox) {
  const found = scoreSheet(data.questionnaire, answersOf(outbox.values(), data.questionnaire), data.rules);
  return Object.fromEntries(Object.entries(found).map(([id, one]) => [id, one.score]));
}

/** «Qui verra ma réponse ?», from the session's own figures.
 * @param {any} data @param {boolean} lasts @returns {string[]} */
export function privacySentences(data, lasts) {
  const words = data.texts.questionnaire.confidentialite;
  const own = data.texts.confidentialite;
  return [
    words.rien_demande,
    words.lieu.salle,
    words.seuil.replace("{n}", data.threshold),
    own.pareil,
    ...(location.protocol === "https:" ? [] : [own.reseau]),
    words.suppression.replace("{date}", data.until_words),
    ...(lasts ? [own.garde, own.appareil] : []),
    own.mots,
  ];
}

/**
 * @param {{el: HTMLElement, data: any, outbox: Outbox, lasts: boolean, changed: () => void}} means
 *   `changed` is called once what the person did is in the outbox
 */
export function mountAnswering({ el, data, outbox, lasts, changed }) {
  const q = data.questionnaire;
  /** @type {Record<string, any>} */
  const state = {
    answers: {},
    profile: null,
    variant: data.variant,
    questionnaire: q,
    rules: data.rules,
    texts: data.texts.questionnaire,
    key: "salle",
    seq: 0,
    ack: 0,
    keep_days: 0,
    linked: false,
    services: data.services,
    fault: "",
    code_qr: "",
    privacy: { lieu: "salle", phrases: privacySentences(data, lasts) },
  };
  /** Put into the outbox what differs from what it knows. */
  function send() {
    const known = outbox.values();
    const shown = { ...state.answers, profil: state.profile ?? undefined, variante: state.variant ?? undefined };
    if (data.services.length === 0) delete shown.variante;
    const items = [...q.items.map((/** @type {any} */ item) => item.id), ...Object.keys(OWN_WORDS)];
    const differ = items.filter(
      (item) => !(item === "variante" && data.services.length === 0) && shown[item] !== known[item],
    );
    differ.forEach((item) => outbox.put(`answer:${item}`, shown[item] ?? null));
    if (differ.length > 0) changed();
  }

  const model = modelOf(state, send);
  reword(model, data.wordings);

  /** Show what the outbox knows now. */
  function refresh() {
    const now = outbox.values();
    model.set("profile", now.profil ?? null);
    model.set("variant", now.variante ?? data.variant);
    model.set("answers", answersOf(now, q));
  }

  refresh();
  questionnaire.render({ model, el });
  return { refresh };
}
