// @ts-check
/** One card of the kit: read on screen, and shown to a room step by step. */
import { h, openDialog, put } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { button, unheard } from "../kit/parts.js";
import { screensOf } from "./search.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("./search.js").Entry} Entry
 * @typedef {import("./search.js").Step} Step
 * @typedef {{ enonces: { id: string, numero: number, texte: string, levier: string }[],
 *   leviers: { id: string, nom: string }[], effets: { id: string, nom: string }[], fiches: Entry[],
 *   preoccupations: { id: string, titre: string, question: string, enonces: string[], indicateurs: string[],
 *   services: string[] }[],
 *   documents: { id: string, fichier: string, format: string, nom: string, sert: string }[] }} Kit */

/** Minutes as people say them: «45 min», «1 h 30». @param {number} minutes @param {Texts} t */
export function lengthInWords(minutes, t) {
  if (minutes < 60) return fill(t.lire.minutes, { n: minutes });
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return fill(rest ? t.lire.heures : t.lire.heures_rondes, { h: hours, min: String(rest).padStart(2, "0") });
}

/** «Fiche F07 · Un projet commun», «Méthode M03». @param {Entry} one @param {Kit} kit @param {Texts} t
 * @returns {string} */
export const kindInWords = (one, kit, t) =>
  one.genre === "methode"
    ? fill(t.fiche.methode, { id: one.id })
    : fill(t.fiche.carte, {
        id: one.id,
        levier: kit.leviers.find((lever) => lever.id === one.levier)?.nom ?? one.levier,
      });

/** @param {Entry} one @param {Texts} t @returns {[string, string][]} what it is for, how long, with whom, with what */
const factsOf = (one, t) => [
  [one.genre === "methode" ? t.fiche.sert_a : t.fiche.quand, one.quand],
  [t.fiche.duree, one.duree],
  [t.fiche.groupe, one.groupe],
  [t.fiche.materiel, one.materiel.join(", ")],
];

/** @param {[string, string][]} facts @param {string} name */
const factList = (facts, name) =>
  h("dl", { class: name }, ...facts.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text))));

/** @param {Step} step @param {Entry} one @param {Texts} t @returns {(Node | null)[]} */
function stepParts(step, one, t) {
  const isPlayed = step.minutes > 0;
  const when =
    one.genre === "methode"
      ? null
      : h(
          "span",
          { class: "pap-library-minutes" },
          isPlayed ? fill(t.lire.minutes, { n: step.minutes }) : t.lire.avant,
        );
  return [
    step.titre ? h("p", { class: "pap-library-step" }, h("strong", {}, step.titre), " ", when) : null,
    h("p", {}, step.detail),
  ];
}

/** A card as it is read. @param {Entry} one @param {Kit} kit @param {Texts} t
 * @param {{ back: () => void, project: () => void, choose: () => void, statement: (id: string) => void,
 *   templates: (ids: string[]) => void }} act
 * @param {boolean} hasAddress
 * @returns {{ root: HTMLElement, title: HTMLElement, mark: (isChosen: boolean) => void }} */
export function readCard(one, kit, t, act, hasAddress) {
  const title = h("h3", { tabindex: -1 }, one.titre);
  const choose = button("", act.choose, "quiet", { "data-key": "choose" });
  const answered = one.enonces
    .map((id) => kit.enonces.find((item) => item.id === id))
    .filter((item) => item !== undefined);
  const total =
    one.genre === "fiche" && one.minutes[0] > 0
      ? h("p", { class: "pap-soft" }, fill(t.lire.total, { duree: lengthInWords(one.minutes[0], t) }))
      : null;
  const listed = (/** @type {string} */ name, /** @type {string[]} */ lines) =>
    lines.length
      ? [h("h4", {}, name), h("ul", { class: "pap-kit-plain" }, ...lines.map((line) => h("li", {}, line)))]
      : [];
  const root = h(
    "article",
    { class: "pap-library-card" },
    h(
      "div",
      { class: "pap-kit-line pap-library-tools" },
      button(t.lire.retour, act.back, "quiet", { "data-key": "back" }),
      button(t.lire.projeter, act.project, "main", { "data-key": "project" }),
      choose,
      hasAddress ? h("a", { class: "pap-library-link", href: `#fiche-${one.id}` }, t.lire.lien) : null,
    ),
    h("p", { class: "pap-library-kind" }, kindInWords(one, kit, t)),
    title,
    factList(factsOf(one, t), "pap-library-facts"),
    one.modeles?.length
      ? button(counted(t.documents.modeles, one.modeles.length), () => act.templates(one.modeles ?? []), "quiet", {
          "data-key": "templates",
        })
      : null,
    h("h4", {}, t.fiche.etapes),
    total,
    h(
      "ol",
      { class: "pap-library-steps" },
      ...one.etapes.map((step) => h("li", {}, .../** @type {Node[]} */ (stepParts(step, one, t).filter(Boolean)))),
    ),
    ...listed(t.fiche.vigilance, one.vigilance),
    ...listed(t.fiche.indicateurs, one.indicateurs),
    ...listed(
      t.lire.effets,
      one.effets.map((id) => kit.effets.find((effect) => effect.id === id)?.nom ?? id),
    ),
    answered.length ? h("h4", {}, t.lire.enonces) : null,
    answered.length
      ? h(
          "ul",
          { class: "pap-library-answers" },
          ...answered.map((item) => {
            const n = kit.fiches.filter((other) => other.enonces.includes(item.id)).length;
            const link = button(counted(t.lire.vers_fiches, n), () => act.statement(item.id), "quiet", {
              "data-key": `item-${item.id}`,
            });
            link.append(unheard(` : ${item.numero}`));
            return h("li", {}, h("span", {}, `${item.numero} · ${item.texte}`), link);
          }),
        )
      : null,
  );
  return {
    root,
    title,
    mark(isChosen) {
      put(choose, isChosen ? t.lire.retirer : t.lire.ajouter);
    },
  };
}

/** The projector's view. Its letters are at least 3.2 % of the screen's width: on an image 1.5 m wide, a capital
 * is then
 * 34 mm high and is seen from 6 m under 19 minutes of arc (ISO 9241-303 asks for 16 at least, 20 to 22 for comfort).
 * @param {Kit} kit @param {Texts} t @param {string} uid */
export function projection(kit, t, uid) {
  const p = t.projeter;
  const kind = h("p", { class: "pap-library-kind" });
  const title = h("p", { class: "pap-library-far-title" });
  const shown = h("div", { class: "pap-library-screen", role: "status", tabindex: -1 });
  const place = h("p", { class: "pap-library-place" });
  const before = button(p.precedent, () => go(at - 1));
  const after = button(p.suivant, () => go(at + 1), "main", { autofocus: true });
  const dialog = h(
    "dialog",
    { class: "pap-library-far", "data-lm-suppress-shortcuts": "" },
    h("div", { class: "pap-library-head" }, kind, title),
    shown,
    h(
      "div",
      { class: "pap-kit-line pap-library-foot" },
      before,
      after,
      place,
      h("span", { class: "pap-library-keys" }, p.touches),
      button(p.fermer, () => dialog.close()),
    ),
  );
  /** @type {Entry | null} */
  let one = null;
  let at = 0;
  /** @type {ReturnType<typeof screensOf>} */
  let screens = [];

  /** @param {number} to */
  function go(to) {
    if (!one || to < 0 || to >= screens.length) return;
    at = to;
    const screen = screens[at];
    const heading = (/** @type {string} */ text) => h("h2", { id: `${uid}-screen` }, text);
    const list = (/** @type {string} */ name, /** @type {string[]} */ lines) =>
      lines.length ? [h("h3", {}, name), h("ul", {}, ...lines.map((line) => h("li", {}, line)))] : [];
    if (screen.kind === "debut")
      // The room needs no list of material
      shown.replaceChildren(heading(p.debut), factList(factsOf(one, t).slice(0, 3), "pap-library-facts"));
    else if (screen.kind === "fin")
      shown.replaceChildren(
        heading(p.fin),
        ...list(t.fiche.vigilance, one.vigilance),
        ...list(t.fiche.indicateurs, one.indicateurs),
      );
    else {
      const minutes = screen.step.minutes
        ? h("p", { class: "pap-library-minutes" }, fill(t.lire.minutes, { n: screen.step.minutes }))
        : null;
      const counter = fill(p.etape, { n: screen.n, total: one.etapes.length });
      shown.replaceChildren(
        ...[
          heading(screen.step.titre || counter),
          screen.step.titre ? h("p", { class: "pap-library-count" }, counter) : null,
          minutes,
          h("p", { class: "pap-library-detail" }, screen.step.detail),
        ].filter((node) => node !== null),
      );
    }
    shown.scrollTop = 0;
    put(place, `${at + 1} / ${screens.length}`);
    before.setAttribute("aria-disabled", String(at === 0));
    after.setAttribute("aria-disabled", String(at === screens.length - 1));
  }

  dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    /** @type {Record<string, number>} */
    const places = {
      ArrowRight: at + 1,
      PageDown: at + 1,
      ArrowLeft: at - 1,
      PageUp: at - 1,
      Home: 0,
      End: screens.length - 1,
    };
    if (!(event.key in places) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    go(places[event.key]);
  });
  const left = () => document.fullscreenElement || !dialog.open || dialog.close();
  document.addEventListener("fullscreenchange", left);
  dialog.addEventListener("close", () => document.fullscreenElement && document.exitFullscreen().catch(() => {}));
  return {
    root: dialog,
    /** @param {Entry} entry */
    open(entry) {
      one = entry;
      screens = screensOf(entry);
      put(kind, kindInWords(entry, kit, t));
      put(title, entry.titre);
      dialog.setAttribute("aria-label", fill(p.nom, { titre: entry.titre }));
      go(0);
      openDialog(dialog);
      dialog.requestFullscreen?.().catch(() => {}); // a browser or a frame may refuse: the window is then enough
    },
    close: () => document.removeEventListener("fullscreenchange", left),
  };
}
