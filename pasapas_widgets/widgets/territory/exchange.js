// @ts-check
/** What a group asks of other establishments and offers them, and whether its results may count among theirs. */
import { h, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button, field } from "../kit/parts.js";
import { SHORT, shown, typed } from "./sheet.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const LONGEST_NAME = 80; // characters, as the model takes them (model/carnet/territory.py)

/** @param {Model} model @param {Post} carrier @param {string} uid */
export function exchangePart(model, carrier, uid) {
  const t = model.get("texts").echanges;
  const items = () => model.get("items");
  const name = h("input", { type: "text", id: `${uid}-name`, maxlength: LONGEST_NAME, autocomplete: "off" });
  typed(
    name,
    carrier,
    () => ["territoire", "nom_partage"],
    () => [],
  );
  const agrees = h("input", { type: "checkbox", id: `${uid}-agrees` });
  agrees.addEventListener("change", () =>
    carrier.change([{ op: "set", path: ["territoire", "partage"], value: agrees.checked }]),
  );
  const help = h("p", { class: "pap-soft", id: `${uid}-agrees-help` }, t.accord_aide);
  agrees.setAttribute("aria-describedby", help.id);
  const parts = ["demande", "offre"].map((kind) => kindPart(kind));
  const root = h(
    "section",
    { "data-stage": "echanges" },
    h("h3", {}, model.get("texts").echanges.titre),
    h("p", {}, t.intro),
    field(t.nom, name, t.nom_aide),
    h(
      "label",
      { class: "pap-kit-tick", for: agrees.id },
      agrees,
      h("span", {}, fill(t.accord, model.get("rules").seuils)),
    ),
    help,
    ...parts.map((one) => one.root),
  );

  /** @param {string} kind demande or offre */
  function kindPart(kind) {
    const list = h("ul", {});
    const none = h("p", { class: "pap-soft" }, t.aucune[kind]);
    const idea = h("p", { class: "pap-soft" });
    /** @type {Map<string, { root: HTMLElement, paint(one: Plain, number: number): void }>} */
    const rows = new Map();
    const add = button(
      t[`ajouter_${kind}`],
      () => {
        const id = newId("e");
        carrier.change([
          {
            op: "add",
            path: ["territoire", "echanges"],
            value: { id, sens: kind, texte: "", enonce: null, fonction: "" },
          },
        ]);
        rows.get(id)?.root.querySelector("input")?.focus();
      },
      "quiet",
      { "data-key": `add-${kind}` },
    );

    /** @param {string} id */
    function row(id) {
      const path = (/** @type {string} */ key) => ["territoire", "echanges", id, key];
      const text = h("input", { type: "text", id: `${uid}-${id}-text`, maxlength: SHORT, autocomplete: "off" });
      const who = h("input", { type: "text", id: `${uid}-${id}-who`, maxlength: SHORT, autocomplete: "off" });
      const item = h(
        "select",
        { id: `${uid}-${id}-item` },
        h("option", { value: "" }, t.aucun_enonce),
        ...Object.entries(items()).map(([one, said]) => h("option", { value: one }, said.texte)),
      );
      typed(
        text,
        carrier,
        () => path("texte"),
        () => [],
      );
      typed(
        who,
        carrier,
        () => path("fonction"),
        () => [],
      );
      item.addEventListener("change", () =>
        carrier.change([{ op: "set", path: path("enonce"), value: item.value || null }]),
      );
      const fields = {
        texte: field(t.texte, text, t.exemples[kind]),
        enonce: field(t.enonce, item),
        fonction: field(t.fonction, who),
      };
      const remove = button(
        t.retirer,
        () => {
          carrier.change([{ op: "remove", path: ["territoire", "echanges"], value: id }]);
          add.focus();
        },
        "quiet",
      );
      const group = h(
        "div",
        { class: "pap-territory-exchange", role: "group" },
        fields.texte,
        fields.enonce,
        fields.fonction,
        remove,
      );
      return {
        root: h("li", {}, group),
        /** @param {Plain} one @param {number} number */
        paint(one, number) {
          group.setAttribute("aria-label", `${t[kind]}, ${number}`);
          shown(text, one.texte);
          shown(who, one.fonction);
          shown(item, one.enonce ?? "");
          remove.setAttribute("aria-label", `${t.retirer} : ${one.texte}`);
          for (const key of /** @type {("texte" | "fonction")[]} */ (["texte", "fonction"])) {
            const trace = model
              .get("advice")
              .find((/** @type {Plain} */ found) => found.id === id && found.champ === key);
            put(
              /** @type {HTMLElement} */ (fields[key].querySelector(".pap-advice")),
              trace ? fill(model.get("texts").fiche.personne, { texte: trace.texte }) : "",
            );
          }
        },
      };
    }
    return {
      root: h("div", {}, h("h4", {}, t[kind]), idea, none, list, h("div", { class: "pap-kit-line" }, add)),
      paint() {
        const held = /** @type {Plain[]} */ (
          carrier.carnet().territoire.echanges.filter((/** @type {Plain} */ one) => one.sens === kind)
        );
        const ids = held.map((one) => one.id);
        for (const [id, made] of rows) {
          if (ids.includes(id)) continue;
          made.root.remove();
          rows.delete(id);
        }
        held.forEach((one, i) => {
          if (!rows.has(one.id)) {
            rows.set(one.id, row(one.id));
            list.append(/** @type {any} */ (rows.get(one.id)).root);
          }
          rows.get(one.id)?.paint(one, i + 1);
        });
        none.hidden = held.length > 0;
        const about = /** @type {string[]} */ (model.get("ideas")[kind] ?? [])
          .filter((id) => !held.some((one) => one.enonce === id))
          .map((id) => `« ${items()[id].texte.replace(/\.$/, "")} »`);
        put(idea, about.length ? `${t.idees[kind]}${about.join(" ; ")}.` : "");
      },
    };
  }
  return {
    root,
    paint() {
      const held = carrier.carnet().territoire;
      shown(name, held.nom_partage);
      shown(agrees, held.partage);
      parts.forEach((one) => one.paint());
    },
  };
}
