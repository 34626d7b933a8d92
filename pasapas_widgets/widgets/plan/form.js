// @ts-check
/** The sheet of one action: its thread, its fields with the advice that bites, its review. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { common } from "../kit/bar.js";
import { dayField } from "../kit/day.js";
import { button, field, unheard } from "../kit/parts.js";
import { SECTIONS } from "./fields.js";
import { comparedInWords, dayOrNone, documentsFor, figureInWords } from "./words.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("./fields.js").Kind} Kind */

const LINE = 200; // characters, as the model takes them (model/carnet/plan.py)
const TEXT = 1000;
const MOST_ITEMS = 8;

/** @param {Kind} kind @param {string} id @param {Texts} t @param {Plain} kit */
function control(kind, id, t, kit) {
  const options = (/** @type {[string | number, string][]} */ all) =>
    h("select", { id }, ...all.map(([value, label]) => h("option", { value }, label)));
  if (kind === "text") return h("textarea", { id, rows: 3, maxlength: TEXT });
  if (kind === "lines") return h("textarea", { id, rows: 2, maxlength: TEXT });
  if (kind === "state") return options(kit.etats.map((/** @type {Plain} */ one) => [one.id, one.libelle]));
  if (kind === "consult")
    return options(Object.entries(t.consultations).map(([key, label]) => [key === "non_dit" ? "" : key, label]));
  if (kind === "degree")
    return options([
      ["", t.degres.aucun],
      [1, t.degres[1]],
      [2, t.degres[2]],
      [3, t.degres[3]],
    ]);
  return h("input", { type: "text", id, maxlength: LINE, autocomplete: "off" });
}

/** What a control says, as the file keeps it.
 * @param {Kind} kind @param {any} node */
export function valueOf(kind, node) {
  if (kind === "lines")
    return node.value
      .split("\n")
      .map((/** @type {string} */ one) => one.trim().slice(0, LINE))
      .filter(Boolean);
  if (kind === "degree") return node.value ? Number(node.value) : null;
  return node.value;
}

/** @param {Kind} kind @param {any} value */
const shownAs = (kind, value) => (kind === "lines" ? (value ?? []).join("\n") : String(value ?? ""));

/** The thread of an action, from its statements to its review.
 * @param {Plain} action @param {Plain} carnet @param {Model} model @param {Texts} t */
function thread(action, carnet, model, t) {
  const [items, kit, waves] = [model.get("items"), model.get("kit"), model.get("waves")];
  const f = t.fil;
  const step = (/** @type {string} */ title, /** @type {(Node | string | null)[]} */ ...children) =>
    h("li", {}, h("strong", {}, title), ...children);
  /** The cards that answer a statement, each a link to its page. @param {string} id */
  const answering = (id) => {
    const cards = /** @type {Plain[]} */ (kit.fiches[id] ?? []);
    return cards.length
      ? [
          h(
            "span",
            { class: "pap-soft pap-plan-figure" },
            f.fiches,
            ...cards.flatMap((one, i) => [
              i ? ", " : " ",
              h("a", { href: `03_discussion.ipynb#fiche-${one.id}` }, one.titre),
            ]),
          ),
        ]
      : [];
  };
  const statements = action.enonces.map((/** @type {string} */ id) => {
    const one = items[id];
    if (!one) return h("p", {}, id);
    const figures = one.vagues.map((/** @type {Plain} */ wave, /** @type {number} */ i) =>
      h(
        "span",
        { class: "pap-soft pap-plan-figure" },
        fill(f.vague, { seance: waves[i].titre, chiffres: figureInWords(wave, f, kit) }),
      ),
    );
    return h("p", {}, h("span", { class: "pap-soft" }, `${one.levier} – `), one.texte, ...figures, ...answering(id));
  });
  const about = (/** @type {string[]} */ ids) => ids.some((id) => action.enonces.includes(id));
  const talks = carnet.discussions
    .filter((/** @type {Plain} */ one) => about(one.enonces))
    .flatMap((/** @type {Plain} */ one) => one.faits.map((/** @type {string} */ fact) => h("li", {}, fact)));
  const votes = action.enonces.flatMap((/** @type {string} */ id) =>
    (model.get("votes")[id] ?? []).map((/** @type {Plain} */ one) =>
      h(
        "p",
        {},
        fill(counted(f.vote, one.gommettes, { rang: one.rang, votants: one.votants ?? "" }), { seance: one.seance }),
      ),
    ),
  );
  const counts = votes.length
    ? votes
    : carnet.priorites
        .filter((/** @type {Plain} */ one) => about(one.enonces) && one.gommettes !== null)
        .map((/** @type {Plain} */ one) => h("p", {}, counted(f.gommettes, one.gommettes)));
  const state = kit.etats.find((/** @type {Plain} */ one) => one.id === action.etat)?.libelle ?? action.etat;
  return h(
    "ol",
    { class: "pap-plan-thread" },
    step(f.enonces, ...statements),
    step(
      f.discussion,
      talks.length ? h("ul", { class: "pap-kit-plain" }, ...talks) : h("p", { class: "pap-soft" }, f.sans_discussion),
    ),
    step(f.votes, ...(counts.length ? counts : [h("p", { class: "pap-soft" }, f.sans_vote)])),
    step(f.action, h("p", {}, `${action.titre || t.sans_titre} – ${state}`)),
    step(
      f.indicateur,
      h(
        "p",
        {},
        action.indicateur
          ? `${action.indicateur}${action.valeur_de_depart ? fill(f.depart, { valeur: action.valeur_de_depart }) : ""}`
          : f.sans_indicateur,
      ),
    ),
    step(f.revue, h("p", {}, [dayOrNone(action.date_revue, t), action.decision_revue].filter(Boolean).join(" – "))),
  );
}

/**
 * The sheet of the chosen action.
 * @param {Model} model @param {Post} carrier @param {string} uid
 * @param {{ close(): void, say(text: string): void }} act
 */
export function actionForm(model, carrier, uid, act) {
  const t = model.get("texts");
  const names = common(model).champs;
  const kit = model.get("kit");
  let chosen = "";
  let turn = 0; // each time that a field is entered, so that undo goes back field by field
  const heading = h("h3", { tabindex: -1, id: `${uid}-heading` });
  const trail = h("div", {});
  const statements = h("div", { class: "pap-plan-statements" });
  const documents = h("fieldset", { class: "pap-plan-documents" });
  const entered = h("p", { class: "pap-soft" });
  const after = h("div", {});
  /** @type {{ key: string, show: (value: any) => void, advice: HTMLElement, label: HTMLElement }[]} */
  const fields = [];

  /** @param {string} key @param {Kind} kind */
  function made(key, kind) {
    const { root, show } = kind === "day" ? madeDay(key) : madeField(key, kind);
    fields.push({ key, show, advice: root.querySelector(".pap-advice"), label: root.querySelector("label") });
    return root;
  }

  /** @param {string} key */
  function madeDay(key) {
    const take = (/** @type {string | null} */ value, /** @type {string} */ visit) => {
      if (value || key !== "ouverte_le") carrier.type(["actions", chosen, key], value, `${chosen}.${visit}`);
    };
    const day = dayField(`${uid}-${key}`, names[key], common(model).jour_refuse, take, t.aides[key]);
    return { ...day, show: (/** @type {any} */ value) => day.show(value, chosen) };
  }

  /** @param {string} key @param {Kind} kind */
  function madeField(key, kind) {
    const node = control(kind, `${uid}-${key}`, t, kit);
    const root = field(names[key], node, t.aides[key]);
    const path = () => ["actions", chosen, key];
    node.addEventListener("focus", () => (turn += 1));
    if (["line", "text", "lines"].includes(kind)) {
      node.addEventListener("input", () => carrier.type(path(), valueOf(kind, node), `${chosen}.${key}.${turn}`));
      node.addEventListener("blur", carrier.settle);
    } else {
      node.addEventListener("change", () => {
        carrier.change([{ op: "set", path: path(), value: valueOf(kind, node) }]);
      });
    }
    /** @param {any} kept */
    function show(kept) {
      const value = shownAs(kind, kept);
      if (node.value !== value && (node !== document.activeElement || node.dataset.of !== chosen)) node.value = value;
      node.dataset.of = chosen;
    }
    return { root, show };
  }

  const parts = SECTIONS.map(([name, keys]) => {
    const nodes = keys.map(([key, kind]) => made(key, kind));
    const extra =
      name === "inscription" ? [documents, entered] : name === "revue" ? [after] : name === "quoi" ? [statements] : [];
    return h(
      "section",
      { class: "pap-plan-part" },
      h("h4", {}, t.parties[name]),
      ...extra.slice(0, 1).filter((one) => one === documents),
      h("div", { class: "pap-plan-fields" }, ...nodes),
      ...extra.filter((one) => one !== documents),
    );
  });
  const root = h(
    "section",
    { class: "pap-plan-sheet", hidden: true, "aria-labelledby": heading.id },
    heading,
    h("details", { class: "pap-kit-fold", open: true }, h("summary", {}, t.fil.titre), h("div", {}, trail)),
    ...parts,
    h(
      "div",
      { class: "pap-kit-line" },
      button(t.fermer, act.close, "main"),
      button(
        t.retirer,
        () => {
          const title = reachedAction()?.titre ?? "";
          carrier.change([{ op: "remove", path: ["actions"], value: chosen }]);
          act.say(fill(t.retiree, { titre: title }));
          act.close();
        },
        "danger",
      ),
    ),
  );
  const reachedAction = () => carrier.carnet().actions.find((/** @type {Plain} */ one) => one.id === chosen);

  /** @param {Plain} action */
  function paintStatements(action) {
    const items = model.get("items");
    redraw(statements, action.enonces, () => {
      const rows = action.enonces.map((/** @type {string} */ id) =>
        h(
          "li",
          {},
          h("span", {}, items[id]?.texte ?? id),
          action.enonces.length > 1
            ? withName(
                button(
                  t.enonces.retirer,
                  () =>
                    set(
                      "enonces",
                      action.enonces.filter((/** @type {string} */ one) => one !== id),
                    ),
                  "quiet",
                  { "data-key": `item-${id}` },
                ),
                items[id]?.texte ?? id,
              )
            : null,
        ),
      );
      const add = h(
        "select",
        { id: `${uid}-add-item`, "data-key": "add-item" },
        h("option", { value: "" }, t.enonces.choisir),
        ...Object.entries(items)
          .filter(([id]) => !action.enonces.includes(id))
          .map(([id, one]) => h("option", { value: id }, one.texte)),
      );
      add.addEventListener("change", () => add.value && set("enonces", [...action.enonces, add.value]));
      return [
        h("h4", {}, t.enonces.titre),
        h("ul", { class: "pap-kit-list" }, ...rows),
        action.enonces.length < MOST_ITEMS
          ? h("div", { class: "pap-field" }, h("label", { for: add.id }, t.enonces.ajouter), add)
          : null,
      ];
    });
  }
  const withName = (/** @type {HTMLElement} */ node, /** @type {string} */ name) =>
    (node.append(unheard(` : ${name}`)), node);
  const set = (/** @type {string} */ key, /** @type {any} */ value) =>
    carrier.change([{ op: "set", path: ["actions", chosen, key], value }]);

  /** @param {Plain} action @param {Plain} carnet */
  function paintDocuments(action, carnet) {
    const all = documentsFor(kit.documents, carnet.effectif, kit.regles.petit);
    redraw(documents, [action.id, action.inscription, all], () => [
      h("legend", {}, names.inscription),
      ...all.map((one) => {
        const id = `${uid}-doc-${one.id}`;
        const box = h("input", { type: "checkbox", id, "data-key": id, checked: action.inscription.includes(one.id) });
        box.addEventListener("change", () => {
          const now = reachedAction()?.inscription ?? [];
          set(
            "inscription",
            all.map((two) => two.id).filter((two) => (two === one.id ? box.checked : now.includes(two))),
          );
        });
        return h("label", { class: "pap-kit-tick", for: id }, box, h("span", {}, one.label));
      }),
    ]);
    const where = model.get("told")[action.id]?.inscrite ?? [];
    put(entered, where.length ? fill(t.inscrite, { documents: where.join(" ; ") }) : t.inscrite_nulle_part);
  }

  /** @param {Plain} action */
  function paintReview(action) {
    const waves = model.get("waves");
    const compared = action.enonces
      .map((/** @type {string} */ id) => model.get("items")[id])
      .filter((/** @type {Plain} */ one) => one?.comparaison);
    redraw(after, [compared, waves, action.niveau_de_depart], () =>
      !compared.length
        ? [h("p", { class: "pap-soft" }, t.comparaison.une_seule)]
        : [
            h("h4", {}, fill(t.comparaison.titre, { avant: waves[0].titre, apres: waves[1].titre })),
            h(
              "ul",
              { class: "pap-kit-plain" },
              ...compared.map((/** @type {Plain} */ one) =>
                h("li", {}, h("em", {}, one.texte), " ", comparedInWords(one.comparaison, t.comparaison)),
              ),
            ),
          ],
    );
  }

  return {
    root,
    get chosen() {
      return chosen;
    },
    /** @param {string} id @param {boolean} [focus] */
    choose(id, focus = true) {
      carrier.settle();
      chosen = id;
      this.paint();
      if (!id || !focus) return;
      heading.focus({ preventScroll: true });
      root.scrollIntoView({ block: "start" });
    },
    paint() {
      const carnet = carrier.carnet();
      const action = carnet.actions.find((/** @type {Plain} */ one) => one.id === chosen);
      root.hidden = !action;
      if (!action) return;
      put(heading, fill(t.fiche, { titre: action.titre || t.sans_titre }));
      const advice = /** @type {Plain[]} */ (model.get("advice")).filter((one) => one.action === chosen);
      for (const { key, show, advice: note, label } of fields) {
        show(action[key]);
        put(
          note,
          advice
            .filter((one) => one.champ === key)
            .map((one) => one.phrase)
            .join(" "),
        );
        if (key === "consultation_cse")
          put(label, fill(t.instance, { instance: kit.instances[carnet.employeur ?? "prive"] }));
      }
      redraw(trail, [action, carnet.discussions, carnet.priorites, model.get("items"), model.get("votes")], () => [
        thread(action, carnet, model, t),
      ]);
      paintStatements(action);
      paintDocuments(action, carnet);
      paintReview(action);
    },
  };
}
