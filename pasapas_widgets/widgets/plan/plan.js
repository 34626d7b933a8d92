// @ts-check
/** «Le plan d'action»: what the rules say, the views, the sheet of one action, ways to add one, before and after. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button } from "../kit/parts.js";
import { carnetScreen, paintAll } from "../kit/screen.js";
import { actionForm } from "./form.js";
import { boardView, tableView, timeView } from "./views.js";
import { begunAction, comparedInWords, subjectsFor } from "./words.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

/** Add an action: a statement, then the models that answer it, or the group's own.
 * @param {Model} model @param {Post} carrier @param {Texts} t @param {string} uid @param {(id: string) => void} open */
function addPart(model, carrier, t, uid, open) {
  const select = h("select", { id: `${uid}-subject` });
  const found = h("div", {});
  const root = h(
    "section",
    {},
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    h("div", { class: "pap-field" }, h("label", { for: select.id }, t.enonce), select),
    found,
  );
  const items = () => model.get("items");
  const chosen = () => {
    const priority = carrier.carnet().priorites.find((/** @type {Plain} */ one) => one.id === select.value);
    return {
      priority,
      about: /** @type {string[]} */ (priority ? priority.enonces : select.value ? [select.value] : []),
    };
  };
  /** @param {Plain} begun */
  function add(begun) {
    const { priority, about } = chosen();
    const id = newId("a");
    carrier.change([{ op: "add", path: ["actions"], value: begunAction(begun, id, about, items(), priority) }]);
    open(id);
  }
  function paintModels() {
    const { priority, about } = chosen();
    const kit = model.get("kit");
    const fitting = kit.modeles
      .filter((/** @type {Plain} */ one) => one.action.enonces.some((/** @type {string} */ id) => about.includes(id)))
      .sort(
        (/** @type {Plain} */ a, /** @type {Plain} */ b) =>
          a.action.enonces.findIndex((/** @type {string} */ id) => about.includes(id)) -
          b.action.enonces.findIndex((/** @type {string} */ id) => about.includes(id)),
      );
    redraw(found, [select.value, about, fitting.length], () =>
      !about.length
        ? []
        : [
            h(
              "ul",
              { class: "pap-plan-models" },
              ...fitting.map((/** @type {Plain} */ one) =>
                h(
                  "li",
                  { class: "pap-plan-card" },
                  h("h4", {}, one.action.titre),
                  h(
                    "p",
                    { class: "pap-soft" },
                    fill(t.modele, {
                      responsable: one.action.responsable_fonction,
                      echeance: dayInWords(one.action.echeance),
                    }),
                  ),
                  h("p", {}, one.action.premiers_pas),
                  button(t.prendre, () => add(one.action), "main", {
                    "data-key": `model-${one.action.id}`,
                    "aria-label": `${t.prendre} : ${one.action.titre}`,
                  }),
                ),
              ),
            ),
            h(
              "div",
              { class: "pap-kit-line" },
              button(t.la_notre, () => add({ ...kit.neuve, titre: priority?.intitule ?? "" }), "quiet", {
                "data-key": "own",
              }),
            ),
          ],
    );
  }
  select.addEventListener("change", paintModels);
  return {
    root,
    paint() {
      const { kept, all } = subjectsFor(carrier.carnet(), items());
      const before = select.value;
      redraw(select, [kept, all], () => {
        const levers = [...new Set(all.map((one) => one.lever))];
        return [
          h("option", { value: "" }, t.choisir),
          kept.length
            ? h("optgroup", { label: t.gardes }, ...kept.map((one) => h("option", { value: one.value }, one.label)))
            : null,
          ...levers.map((lever) =>
            h(
              "optgroup",
              { label: lever },
              ...all.filter((one) => one.lever === lever).map((one) => h("option", { value: one.value }, one.label)),
            ),
          ),
        ];
      });
      select.value = before;
      if (select.selectedIndex < 0) select.value = "";
      paintModels();
    },
  };
}

/** Before and after, lever by lever, with n and what the figures can bear. @param {Model} model @param {Texts} t */
function comparePart(model, t) {
  const body = h("div", {});
  const root = h("section", {}, h("h3", {}, t.section), body);
  return {
    root,
    paint() {
      const levers = /** @type {Plain[]} */ (model.get("levers"));
      const waves = /** @type {Plain[]} */ (model.get("waves"));
      root.hidden = !levers.length;
      redraw(body, [levers, waves], () =>
        !levers.length
          ? []
          : [
              h(
                "p",
                {},
                fill(t.intro, {
                  avant: waves[0].titre,
                  n_avant: waves[0].n,
                  apres: waves[1].titre,
                  n_apres: waves[1].n,
                }),
              ),
              h(
                "ul",
                { class: "pap-kit-plain" },
                ...levers.map((one) => h("li", {}, h("strong", {}, one.nom), " ", comparedInWords(one, t))),
              ),
              h("p", { class: "pap-soft" }, t.prudence),
            ],
      );
    },
  };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const kit = model.get("kit");
  const traits = ["items", "levers", "waves", "votes", "advice", "told"];
  const about = { name: "plan", view: "plan", traits };
  return carnetScreen({ model, el }, about, ({ t, uid, carrier, say, paint }) => {
    const advice = h("div", { class: "pap-notice" });
    const count = h("p", {});
    const isOpen = (/** @type {Plain} */ one) =>
      kit.etats.find((/** @type {Plain} */ state) => state.id === one.etat)?.ouverte ?? true;
    const act = {
      open: (/** @type {string} */ id) => form.choose(id),
      move(/** @type {string} */ id, /** @type {string} */ state) {
        carrier.change([{ op: "set", path: ["actions", id, "etat"], value: state }]);
        say(fill(t.deplacee, { etat: kit.etats.find((/** @type {Plain} */ one) => one.id === state).libelle }));
      },
    };
    const views = {
      tableau: tableView(t.vues, kit, act, uid),
      etats: boardView(t.vues, kit, act, uid),
      temps: timeView(t.vues, act),
    };
    let view = "tableau";
    const choose = Object.keys(views).map((name) =>
      button(
        t.vues.noms[name],
        () => {
          view = name;
          paint();
        },
        "quiet",
        { "data-view": name },
      ),
    );
    const form = actionForm(model, carrier, `${uid}-form`, {
      say,
      close() {
        const id = form.chosen;
        form.choose("");
        /** @type {HTMLElement | null} */ (
          /** @type {any} */
          (views)[view].root.querySelector(`[data-open="${CSS.escape(id)}"]`) ?? add.root.querySelector("select")
        )?.focus();
      },
    });
    const add = addPart(model, carrier, t.ajouter, uid, (id) => form.choose(id));
    const compare = comparePart(model, t.comparaison);
    const shown = h("div", {}, ...Object.values(views).map((one) => one.root));
    const none = h("p", { class: "pap-soft" }, t.aucune);
    return {
      body: [
        h(
          "section",
          {},
          h("h3", {}, t.vues.titre),
          count,
          advice,
          none,
          h("div", { class: "pap-kit-line", role: "group", "aria-label": t.vues.choisir }, ...choose),
          shown,
        ),
        form.root,
        add.root,
        compare.root,
      ],
      paint() {
        const actions = /** @type {Plain[]} */ (carrier.carnet().actions);
        const current = actions.filter(isOpen).length;
        const done = actions.length - current;
        put(
          count,
          actions.length ? [counted(t.ouvertes, current), ...(done ? [counted(t.closes, done)] : [])].join(" ") : "",
        );
        none.hidden = actions.length > 0;
        const whole = /** @type {Plain[]} */ (model.get("advice")).filter((one) => one.action === null);
        advice.hidden = !whole.length;
        redraw(advice, whole, () => whole.map((one) => h("p", {}, one.phrase)));
        for (const [name, one] of Object.entries(views)) {
          one.root.hidden = name !== view || !actions.length;
          if (name === view) one.paint(actions, model.get("today"), isOpen);
        }
        choose.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.view === view)));
        paintAll([form, add, compare]);
      },
    };
  });
}

export default { render };
