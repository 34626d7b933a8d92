// @ts-check
/** «Plusieurs établissements ensemble»: open carnets, what they share, the exchange sheet. Python reads and decides. */
import { courier } from "../../front/courier.js";
import { h, handOver, put, redraw } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { counted, fill } from "../../front/words.js";
import { button, unheard } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain */

const ANSWERED_WITHIN = 10_000; // milliseconds without an answer before the person is told
/** The ways in, and what is open. @param {Model} model @param {Texts} t @param {string} uid
 * @param {(verb: string, more?: Plain) => void} ask
 * @param {(tasks: import("../../front/courier.js").Task[]) => void} carry */
function openPart(model, t, uid, ask, carry) {
  const o = t.ouvrir;
  const input = h("input", {
    type: "file",
    id: `${uid}-files`,
    multiple: true,
    accept: ".json,application/json",
    "aria-describedby": `${uid}-help`,
  });
  input.addEventListener("change", () => {
    const { mo } = model.get("limits");
    const [fits, large] = [[], []].map((_, i) =>
      [...input.files].filter((/** @type {File} */ one) => one.size > mo * 1024 * 1024 === Boolean(i)),
    );
    input.value = "";
    carry(fits.map((/** @type {File} */ file) => ({ verb: "file", file })));
    if (large.length) put(tooLarge, large.map((one) => fill(t.fautes.trop_gros, { nom: one.name, mo })).join(" "));
    else put(tooLarge, "");
  });
  const tooLarge = h("p", { role: "alert", class: "pap-kit-alert", hidden: true });
  const kept = h("div", {});
  const list = h("ul", { class: "pap-kit-list" });
  const count = h("p", { role: "status" });
  const samples = button(o.exemple, () => ask("samples"), "quiet", { "data-key": "samples" });
  const clear = button(o.tout_retirer, () => ask("clear"), "quiet", { "data-key": "clear" });
  return {
    root: h(
      "section",
      {},
      h("h3", {}, o.titre),
      h(
        "div",
        { class: "pap-field pap-kit-screen" },
        h("label", { for: input.id }, o.fichiers),
        h("p", { id: `${uid}-help`, class: "pap-soft" }, o.aide),
        input,
      ),
      tooLarge,
      kept,
      h("div", { class: "pap-kit-line" }, samples),
      h("p", { class: "pap-soft pap-kit-screen" }, o.inventes),
      count,
      list,
      h("div", { class: "pap-kit-line" }, clear),
    ),
    paint() {
      const sites = /** @type {Plain[]} */ (model.get("sites"));
      put(count, sites.length ? counted(o.compte, sites.length) : o.aucun);
      clear.hidden = sites.length < 2;
      const open = sites.map((one) => one.titre);
      const there = model.get("kept").filter((/** @type {Plain} */ one) => !open.includes(one.titre));
      redraw(kept, there, () =>
        !there.length
          ? []
          : [
              h(
                "details",
                { class: "pap-kit-fold", "data-key": "kept" },
                h("summary", {}, o.gardes),
                h(
                  "ul",
                  { class: "pap-kit-list" },
                  ...there.map((/** @type {Plain} */ one) => {
                    const add = button(o.ajouter, () => ask("kept", { id: one.id }), "quiet", {
                      "data-key": `kept-${one.id}`,
                    });
                    add.append(unheard(` : ${one.titre}`));
                    return h("li", {}, h("div", {}, one.titre || one.id), add);
                  }),
                ),
              ),
            ],
      );
      redraw(list, sites, () =>
        sites.map((one) => {
          const remove = button(o.retirer, () => ask("remove", { cle: one.cle }), "quiet", {
            "data-key": `remove-${one.cle}`,
          });
          remove.append(unheard(` : ${one.nom}`));
          return h(
            "li",
            {},
            h(
              "div",
              {},
              h("strong", {}, one.nom),
              h(
                "span",
                { class: "pap-soft" },
                !one.accord ? o.sans_accord : one.resultats ? o.accord : o.sans_resultats,
              ),
            ),
            remove,
          );
        }),
      );
    },
  };
}

/** A table of names, scores and readings, in a region that scrolls by itself.
 * @param {Plain[]} lines @param {string} name @param {string} column @param {Texts} t */
function scores(lines, name, column, t) {
  const c = t.ensemble.colonnes;
  return h(
    "div",
    { class: "pap-kit-scroll", role: "region", tabindex: 0, "aria-label": name },
    h(
      "table",
      {},
      h("caption", {}, name),
      h("thead", {}, h("tr", {}, ...[column, c.score, c.classe].map((one) => h("th", { scope: "col" }, one)))),
      h(
        "tbody",
        {},
        ...lines.map((one) =>
          h("tr", {}, h("th", { scope: "row" }, one.nom), h("td", {}, one.score), h("td", {}, one.classe)),
        ),
      ),
    ),
  );
}

/** @param {Model} model @param {Texts} t @param {(verb: string, more?: Plain) => void} ask */
function togetherPart(model, t, ask) {
  const e = t.ensemble;
  const limits = model.get("limits");
  const body = h("div", { tabindex: -1 });
  const look = button(e.montrer, () => ask("look"), "main", { "data-key": "look" });
  const told = (/** @type {Plain[]} */ lines, /** @type {string} */ none) =>
    !lines.length
      ? h("p", { class: "pap-soft" }, none)
      : h(
          "ul",
          { class: "pap-kit-plain" },
          ...lines.map((one) =>
            h(
              "li",
              {},
              h("strong", {}, one.nom),
              ` (${one.score}). `,
              one.fiche ? h("span", { class: "pap-soft" }, fill(e.pistes, { fiche: one.fiche })) : null,
            ),
          ),
        );
  const part = (/** @type {string} */ title, /** @type {Node} */ inner) =>
    h("div", { class: "pap-sharing-part" }, h("h4", {}, title), inner);
  return {
    root: h(
      "section",
      {},
      h("h3", {}, e.titre),
      h("p", {}, fill(e.intro, limits)),
      h("div", { class: "pap-kit-line" }, look),
      body,
    ),
    paint() {
      const shown = model.get("shown");
      look.setAttribute("aria-disabled", String(!model.get("sites").length));
      redraw(body, shown, () =>
        shown.motif === undefined
          ? []
          : shown.motif
            ? [h("p", { class: "pap-notice" }, shown.motif)]
            : [
                h(
                  "p",
                  {},
                  shown.leviers
                    .filter((/** @type {Plain} */ one) => one.classe)
                    .map((/** @type {Plain} */ one) => fill(e.phrase, { ...one, classe: one.classe.toLowerCase() }))
                    .join(" "),
                ),
                h("p", { class: "pap-soft" }, e.prudence),
                h(
                  "div",
                  { class: "pap-kit-columns" },
                  ...(shown.classes
                    ? [part(e.bas, told(shown.bas, e.aucun_bas)), part(e.forts, told(shown.forts, e.aucun_fort))]
                    : []),
                  part(
                    fill(e.priorites, limits),
                    shown.choisis.length
                      ? h(
                          "ul",
                          { class: "pap-kit-plain" },
                          ...shown.choisis.map((/** @type {string} */ one) => h("li", {}, one)),
                        )
                      : h("p", { class: "pap-soft" }, e.aucune_priorite),
                  ),
                ),
                h(
                  "div",
                  { class: "pap-kit-columns" },
                  scores(shown.leviers, e.leviers, e.colonne_levier, t),
                  ...(shown.effets.length ? [scores(shown.effets, e.effets, e.colonne_effet, t)] : []),
                ),
                h(
                  "details",
                  { class: "pap-kit-fold", "data-key": "all" },
                  h("summary", {}, e.tous),
                  scores(shown.enonces, e.tous, e.colonnes.nom, t),
                ),
              ],
      );
    },
  };
}

/** @param {Model} model @param {Texts} t @param {(verb: string, more?: Plain) => void} ask */
function sheetPart(model, t, ask) {
  const f = t.feuille;
  const columns = ["qui", "sens", "quoi", "enonce", "fonction"];
  const body = h("div", {});
  const save = button(f.telecharger, () => ask("csv"), "quiet", { "data-key": "csv" });
  return {
    root: h("section", {}, h("h3", {}, f.titre), h("p", {}, f.intro), body, h("div", { class: "pap-kit-line" }, save)),
    paint() {
      const { lignes, rencontres } = model.get("exchanges");
      save.hidden = !lignes.length;
      redraw(body, [lignes, rencontres], () =>
        !lignes.length
          ? [h("p", { class: "pap-soft" }, f.aucune)]
          : [
              h(
                "div",
                { class: "pap-kit-scroll", role: "region", tabindex: 0, "aria-label": f.tableau },
                h(
                  "table",
                  { class: "pap-sharing-exchanges" },
                  h("caption", {}, f.tableau),
                  h("thead", {}, h("tr", {}, ...columns.map((one) => h("th", { scope: "col" }, f.colonnes[one])))),
                  h(
                    "tbody",
                    {},
                    ...lignes.map((/** @type {Plain} */ one) =>
                      h(
                        "tr",
                        {},
                        h("th", { scope: "row" }, one.qui),
                        h("td", {}, f.sens[one.sens]),
                        h("td", {}, one.quoi),
                        h("td", {}, one.enonce),
                        h("td", {}, one.fonction),
                      ),
                    ),
                  ),
                ),
              ),
              ...(rencontres.length
                ? [
                    h("h4", {}, f.rencontres),
                    h(
                      "ul",
                      { class: "pap-kit-plain" },
                      ...rencontres.map((/** @type {Plain} */ one) => h("li", {}, fill(f.rencontre, one))),
                    ),
                  ]
                : []),
            ],
      );
    },
  };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("sharing");
  const status = h("p", { role: "status", class: "pap-unseen" });
  const alert = h("div", { role: "alert", class: "pap-kit-alert" });
  const post = courier(model, ANSWERED_WITHIN);
  /** Ask Python for something, one thing after the other. @param {string} verb @param {Plain} [values] */
  function ask(verb, values) {
    const done = () => verb === "look" && (status.textContent = model.get("shown").motif || t.ensemble.montre);
    post.ask([{ verb, values, done }]);
  }
  const parts = [openPart(model, t, uid, ask, post.ask), togetherPart(model, t, ask), sheetPart(model, t, ask)];
  const root = h(
    "div",
    { class: "pap pap-kit pap-sharing" },
    h("h2", {}, t.titre),
    h("p", {}, t.intro),
    status,
    alert,
    ...parts.map((one) => one.root),
  );
  el.append(root);

  function paint() {
    const faults = post.late() ? [t.fautes.coupe] : post.faults();
    redraw(alert, faults, () => faults.map((one) => h("p", {}, one)));
    parts.forEach((one) => one.paint());
  }
  function save() {
    const data = model.get("file");
    if (!data) return;
    handOver(data, "text/csv", t.feuille.fichier, root);
    status.textContent = t.feuille.pret;
  }
  const traits = ["kept", "sites", "shown", "exchanges"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  model.on("change:file", save);
  const stop = post.listen(paint);
  paint();
  return () => {
    stop();
    traits.forEach((event) => model.off(event, paint));
    model.off("change:file", save);
  };
}

export default { render };
