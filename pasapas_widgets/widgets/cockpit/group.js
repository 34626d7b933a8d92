// @ts-check
/** «En groupe»: one sheet for the whole group, statement by statement, by a show of hands or by a trio's agreement. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { button, field } from "./base.js";
import { endOf, numberOf, scaleOf, scoredItems, unitOfLever, writtenOf } from "../../front/scale.js";
import { leastOf } from "../questionnaire/scores.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const FEW = 3; // statements of each lever in the short way (content/kit/readysessions.yaml, «imprevus»)

/**
 * Propose twelve statements, three a lever: those of the most different effects, so that none is looked at alone.
 * @param {{ leviers: { id: string }[], items: { id: string, levier: string, effet?: string }[] }} questionnaire
 */
export function shortList({ leviers, items }) {
  return leviers.flatMap(({ id }) => {
    const own = items.filter((item) => item.levier === id);
    const seen = new Set();
    const first = own.filter((item) => item.effet && !seen.has(item.effet) && seen.add(item.effet));
    return [...first, ...own.filter((item) => !first.includes(item))]
      .slice(0, FEW)
      .map((item) => item.id)
      .sort();
  });
}

/** @param {Desk} desk @returns {Part} */
export function groupPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.groupe;
  const trio = () => model.get("about").mode === "structure";
  const which = h("fieldset", {});
  const place = h("p", { class: "pap-soft" });
  const statement = h("p", { class: "pap-cockpit-statement" });
  const anchors = h("p", { class: "pap-soft" });
  const hands = h("fieldset", { class: "pap-cockpit-hands" });
  const kept = h("fieldset", {});
  const note = /** @type {HTMLTextAreaElement} */ (h("textarea", { id: `${uid}-note`, rows: 2, maxlength: 300 }));
  const noteField = field(t.desaccord, note, t.desaccord_aide);
  const keep = button(t.garder, send, "main");
  const previous = button(t.precedent, () => go(at - 1));
  const next = button(t.suivant, () => go(at + 1));
  const show = button(t.ouvrir, (pressed) =>
    desk.act(
      pressed,
      "move",
      { phase: "resultats", version: model.get("state").version, focus: chosen()[at] },
      t.ouvert,
    ),
  );
  const onward = button(t.suite, () => desk.go("pendant"));
  const table = h("div", {});
  const summed = h("summary", {});
  const title = h("h4", { tabindex: -1 }, t.titre);
  const root = h(
    "div",
    {},
    title,
    h("p", { class: "pap-soft" }, ""),
    which,
    h(
      "div",
      { class: "pap-cockpit-halves" },
      h(
        "div",
        {},
        place,
        statement,
        anchors,
        hands,
        h("div", { class: "pap-cockpit-row" }, keep, show),
        h("div", { class: "pap-cockpit-row" }, previous, next, onward),
      ),
      h("div", {}, kept, noteField),
    ),
    h("details", { class: "pap-cockpit-fold" }, summed, table),
  );
  let at = 0;
  let built = "";
  let drawn = "";
  let measured = ""; // the scale whose fields are there

  /** The scale of the statement at hand. */
  const scale = () => {
    const q = model.get("questionnaire");
    return scaleOf(
      q,
      q.items.find((/** @type {any} */ one) => one.id === chosen()[at]),
    );
  };
  const votes = () => [
    ...scale().niveaux.map((one) => ({ key: String(one.valeur), label: one.libelle })),
    ...scale().hors_echelle.map((one) => ({ key: one.code, label: one.libelle })),
  ];
  const all = () => /** @type {HTMLInputElement | null} */ (which.querySelector("input:checked"))?.value === "all";
  const chosen = () =>
    all()
      ? model.get("questionnaire").items.map((/** @type {any} */ one) => one.id)
      : shortList(model.get("questionnaire"));
  const tallyOf = (/** @type {string} */ item) =>
    model.get("tallies").find((/** @type {any} */ one) => one.item === item);

  function build() {
    const radio = (/** @type {string} */ value, /** @type {string} */ label, /** @type {boolean} */ checked) =>
      h(
        "label",
        { class: "pap-cockpit-choice" },
        h("input", { type: "radio", name: `${uid}-which`, value, checked }),
        h("span", {}, label),
      );
    const few = shortList(model.get("questionnaire")).length;
    which.hidden = few === model.get("questionnaire").items.length;
    which.replaceChildren(
      h("legend", {}, t.lesquelles),
      radio("few", fill(t.douze, { n: few }), !trio()),
      radio("all", t.toutes, trio()),
    );
    which.addEventListener("change", () => go(0, false));
    hands.hidden = trio();
    put(
      /** @type {HTMLElement} */ (title.nextElementSibling),
      trio() ? t.aide_trio : fill(t.aide, { n: { ...model.get("limits"), ...model.get("about").thresholds }.moyenne }),
    );
    put(title, trio() ? t.titre_trio : t.titre);
  }

  /** The fields of one scale: they stay from a statement to the next of the same scale. */
  function buildScale() {
    hands.replaceChildren(
      h("legend", {}, t.mains),
      ...votes().map(({ key, label }) =>
        field(
          label,
          h("input", {
            id: `${uid}-hand-${key}`,
            type: "number",
            min: 0,
            max: 500,
            inputmode: "numeric",
            "data-vote": key,
          }),
        ),
      ),
    );
    kept.replaceChildren(
      h("legend", {}, trio() ? t.accord : t.retenu),
      ...scale().niveaux.map((one) =>
        h(
          "label",
          { class: "pap-cockpit-choice" },
          h("input", { type: "radio", name: `${uid}-kept`, value: one.valeur }),
          h("span", {}, `${writtenOf(one)} – ${one.libelle}`),
        ),
      ),
      h(
        "label",
        { class: "pap-cockpit-choice" },
        h("input", { type: "radio", name: `${uid}-kept`, value: "" }),
        h("span", {}, t.aucun),
      ),
    );
  }

  /** @param {number} to @param {boolean} [focus] */
  function go(to, focus = true) {
    at = Math.max(0, Math.min(chosen().length - 1, to));
    drawn = "";
    paint();
    if (focus) title.focus();
  }

  const inputs = () => /** @type {HTMLInputElement[]} */ ([...hands.querySelectorAll("input")]);

  /** @param {HTMLElement} pressed */
  async function send(pressed) {
    const item = chosen()[at];
    const level = /** @type {HTMLInputElement | null} */ (kept.querySelector("input:checked"))?.value;
    const counts = Object.fromEntries(
      inputs()
        .filter((one) => one.value !== "")
        .map((one) => [one.dataset.vote, Math.round(Number(one.value))]),
    );
    const values = {
      item,
      counts: trio() ? {} : counts,
      kept: level ? Number(level) : null,
      note: note.value.trim() || null,
    };
    const told = await desk.act(pressed, "tally", values, fill(t.garde, { n: at + 1 }));
    if (!told.ok) return;
    if (at + 1 < chosen().length) go(at + 1, false);
    else go(at, false);
    (trio() ? /** @type {HTMLElement} */ (kept.querySelector("input")) : inputs()[0]).focus();
  }

  function paint() {
    const mode = model.get("about").mode;
    const key = [mode, model.get("opened"), model.get("questionnaire").variante].join();
    if (key !== built) {
      built = key;
      at = 0;
      drawn = measured = "";
      build();
    }
    const measure = JSON.stringify(votes());
    if (measure !== measured) {
      measured = measure;
      buildScale();
    }
    const item = model.get("questionnaire").items.find((/** @type {any} */ one) => one.id === chosen()[at]);
    const held = tallyOf(item.id);
    const shown = JSON.stringify([item.id, held ?? null]);
    if (shown !== drawn) {
      drawn = shown;
      put(
        place,
        fill(t.place, {
          n: at + 1,
          total: chosen().length,
          levier: model.get("questionnaire").leviers.find((/** @type {any} */ one) => one.id === item.levier).nom_court,
        }),
      );
      put(statement, item.texte);
      put(anchors, item.repere_1 && item.repere_4 ? fill(t.reperes, item) : "");
      for (const input of inputs()) input.value = held?.counts?.[input.dataset.vote ?? ""] ?? "";
      for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (kept.querySelectorAll("input")))
        input.checked = Boolean(held) && input.value === String(held.kept ?? "");
      note.value = held?.note ?? "";
    }
    previous.hidden = at === 0;
    next.hidden = at === chosen().length - 1;
    const n = model.get("tallies").length;
    put(summed, n ? fill(t.tableau.resume, { compte: counted(t.tableau.compte, n) }) : t.tableau.titre);
    redraw(table, [model.get("tallies"), model.get("kept")], () => summary(desk));
  }

  return { root, paint };
}

/** The group's own sheet as a table; the radar below the cockpit draws the same.
 * @param {Desk} desk @returns {Node[]} */
function summary({ model, texts }) {
  const t = texts.groupe.tableau;
  const q = model.get("questionnaire");
  const { items, leviers } = q;
  const tallies = model.get("tallies");
  if (!tallies.length) return [h("p", {}, t.rien)];
  const label = (/** @type {any} */ item, /** @type {number | null} */ level) =>
    level === null ? t.sans : scaleOf(q, item).niveaux.find((/** @type {any} */ one) => one.valeur === level)?.libelle;
  const hands = (/** @type {any} */ counts) =>
    counts
      ? Object.entries(counts)
          .filter(([, n]) => n)
          .map(([key, n]) => fill(t.voix, { niveau: key, n }))
          .join(" ; ")
      : "";
  const rows = items.flatMap((/** @type {any} */ item) => {
    const one = tallies.find((/** @type {any} */ tally) => tally.item === item.id);
    return one
      ? [
          h(
            "tr",
            {},
            h("th", { scope: "row" }, item.texte),
            h("td", {}, label(item, one.kept)),
            h("td", {}, [hands(one.counts), one.note].filter(Boolean).join(" – ")),
          ),
        ]
      : [];
  });
  const scores = model.get("kept").scores ?? {};
  const rules = model.get("rules");
  const said = leviers.map((/** @type {any} */ lever) => {
    const [score, unit, levier] = [scores[lever.id] ?? null, unitOfLever(q, lever), lever.nom_score ?? lever.nom_court];
    if (score !== null) return h("li", {}, fill(t.levier, { levier, score: numberOf(score, unit), fin: endOf(unit) }));
    const total = scoredItems(items, lever).length;
    return h("li", {}, fill(t.levier_absent, { levier, n: leastOf(total, rules, lever), total }));
  });
  const head = [t.enonce, t.niveau, t.detail].map((/** @type {string} */ one) => h("th", { scope: "col" }, one));
  return [
    h("ul", { class: "pap-cockpit-list" }, ...said),
    h(
      "div",
      { class: "pap-cockpit-scroll", tabindex: 0, role: "region", "aria-label": t.titre },
      h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)),
    ),
  ];
}
