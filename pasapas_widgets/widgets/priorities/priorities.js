// @ts-check
/** «Choisir»: the proposal with its why, the dots, the matrix, what is kept for the plan. */
import { h, put, redraw, reveal } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { numberField } from "../kit/number.js";
import { button, field, unheard } from "../kit/parts.js";
import { carnetScreen, paintAll } from "../kit/screen.js";
import { matrix } from "./matrix.js";
import { proposalPart } from "./proposals.js";
import { ordered, subject, takenFrom, titleOf } from "./words.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

/** Subjects: dots, place, kept or not. @param {Model} model @param {Post} carrier @param {Texts} t
 * @param {string} uid @param {(text: string) => void} say */
function subjectsPart(model, carrier, t, uid, say) {
  let items = model.get("items"); // another carnet may have another wording
  const votes = h("div");
  const list = h("ol", { class: "pap-priorities-subjects" });
  const none = h("p", { class: "pap-soft" }, t.aucun);
  const own = h("input", { type: "text", id: `${uid}-own`, maxlength: 200, autocomplete: "off" });
  const add = button(t.ajouter, () => {
    if (!own.value.trim()) return own.focus();
    carrier.change([{ op: "add", path: ["priorites"], value: subject({ intitule: own.value.trim() }) }]);
    own.value = "";
  });
  own.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && add.click());
  const root = h(
    "section",
    { "data-stage": "voter" },
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    votes,
    none,
    list,
    h("div", { class: "pap-kit-line pap-kit-bottom" }, field(t.idee, own, t.idee_aide), add),
  );
  const set = (/** @type {string} */ id, /** @type {Record<string, any>} */ values) =>
    carrier.change(Object.entries(values).map(([key, value]) => ({ op: "set", path: ["priorites", id, key], value })));

  /** @param {Plain} one @param {string} key @param {string} label */
  function degree(one, key, label) {
    const select = h(
      "select",
      { id: `${uid}-${one.id}-${key}`, "data-key": `${one.id}-${key}` },
      h("option", { value: "" }, t.pas_place),
      ...[1, 2, 3].map((n) => h("option", { value: n }, t.degres[n])),
    );
    select.value = String(one[key] ?? "");
    select.addEventListener("change", () => set(one.id, { [key]: select.value ? Number(select.value) : null }));
    return h("div", { class: "pap-field" }, h("label", { for: select.id }, label), select);
  }

  /** @param {Plain} one @param {number} number */
  function card(one, number) {
    const title = titleOf(one, items);
    const rank = model.get("ranks")[one.id];
    const dots = numberField(
      `${uid}-${one.id}-dots`,
      t.gommettes,
      { most: 9999, more: { "data-key": `${one.id}-dots` } },
      t.gommettes_faute,
      (value) => set(one.id, { gommettes: value }),
    );
    dots.show(one.gommettes);
    const box = h("input", {
      type: "checkbox",
      id: `${uid}-${one.id}-kept`,
      "data-key": `${one.id}-kept`,
      checked: one.retenue,
    });
    box.addEventListener("change", () => set(one.id, { retenue: box.checked }));
    const zone = one.effort && one.effet ? t.zones[model.get("zones")[`${one.effort}-${one.effet}`]] : null;
    const link = h(
      "select",
      { id: `${uid}-${one.id}-item`, "data-key": `${one.id}-item` },
      h("option", { value: "" }, t.relier_choisir),
      ...Object.entries(items).map(([id, item]) => h("option", { value: id }, item.texte)),
    );
    link.value = one.enonces[0] ?? "";
    link.addEventListener("change", () => set(one.id, { enonces: link.value ? [link.value] : [] }));
    const remove = button(
      t.retirer,
      () => {
        carrier.change([{ op: "remove", path: ["priorites"], value: one.id }]);
        say(fill(t.retire, { titre: title }));
      },
      "quiet",
      { "data-key": `${one.id}-remove` },
    );
    remove.append(unheard(` : ${title}`));
    const heading = `${uid}-${one.id}`;
    const parts = [
      h(
        "h4",
        { tabindex: -1, id: heading },
        h("span", { class: "pap-priorities-number", "aria-hidden": "true" }, String(number)),
        title,
      ),
      one.intitule ? h("div", { class: "pap-field" }, h("label", { for: link.id }, t.relier), link) : null,
      one.intitule && !one.enonces.length ? h("p", { class: "pap-advice" }, t.relier_pourquoi) : null,
      h(
        "div",
        { class: "pap-priorities-controls" },
        dots.root,
        degree(one, "effort", t.effort),
        degree(one, "effet", t.effet),
      ),
      h(
        "p",
        { class: "pap-priorities-told" },
        [
          rank
            ? rank.ex_aequo > 1
              ? fill(counted(t.rang_partage, rank.ex_aequo - 1), { rang: rank.rang })
              : fill(t.rang, { rang: rank.rang })
            : t.sans_vote,
          ...(zone ? [`${zone.nom} : ${zone.conseil}`] : []),
        ].join(" "),
      ),
      h(
        "div",
        { class: "pap-kit-line" },
        h("label", { class: "pap-kit-tick", for: box.id }, box, h("span", {}, t.garder, unheard(` : ${title}`))),
        remove,
      ),
    ];
    return h(
      "li",
      { class: "pap-priorities-card", "data-id": one.id },
      h("div", { role: "group", "aria-labelledby": heading }, ...parts),
    );
  }
  function paint() {
    items = model.get("items");
    const held = /** @type {Plain[]} */ (carrier.carnet().priorites);
    const ranks = model.get("ranks");
    none.hidden = held.length > 0;
    redraw(list, [held, ranks, items], () => ordered(held, ranks).map((one, i) => card(one, i + 1)));
    redraw(votes, model.get("votes"), () =>
      /** @type {Plain[]} */ (model.get("votes")).map((vote, i) => {
        const words = fill(vote.choix.length ? counted(t.vote.resultat, vote.votants ?? 0) : t.vote.retenu, {
          seance: vote.seance,
          numero: vote.numero,
        });
        return h(
          "div",
          { class: "pap-kit-line" },
          h("span", {}, words),
          vote.choix.length
            ? button(
                t.vote.reprendre,
                () => {
                  carrier.change(takenFrom(vote, carrier.carnet().priorites));
                  say(t.vote.repris);
                },
                i ? "quiet" : "main",
                { "data-key": `vote-${i}` },
              )
            : null,
        );
      }),
    );
  }
  return {
    root,
    paint,
    show(/** @type {string} */ id) {
      reveal(root);
      /** @type {HTMLElement | null} */ (root.querySelector(`#${CSS.escape(`${uid}-${id}`)}`))?.focus();
    },
    set,
  };
}

/** What is kept for the plan. @param {Model} model @param {Post} carrier @param {Texts} t */
function keptPart(model, carrier, t) {
  const list = h("ul", { class: "pap-kit-plain" });
  const said = h("p", {});
  const root = h(
    "section",
    { "data-stage": "garder" },
    h("h3", {}, t.titre),
    said,
    list,
    h("p", {}, h("a", { href: "05_plan_action.ipynb" }, t.suite)),
  );
  /** The practice cards that answer what a priority is about, each a link to its page. @param {Plain} one */
  function answering(one) {
    const found = one.enonces.flatMap((/** @type {string} */ id) => model.get("rules").fiches?.[id] ?? []);
    const cards = [...new Map(found.map((/** @type {Plain} */ card) => [card.id, card])).values()];
    return cards.length
      ? [
          h(
            "p",
            { class: "pap-soft" },
            t.fiches,
            ...cards.flatMap((card, i) => [
              i ? ", " : " ",
              h("a", { href: `03_discussion.ipynb#fiche-${card.id}` }, card.titre),
            ]),
          ),
        ]
      : [];
  }
  function paint() {
    const kept = ordered(carrier.carnet().priorites, model.get("ranks")).filter(
      (/** @type {Plain} */ one) => one.retenue,
    );
    const most = model.get("rules").plus;
    put(
      said,
      !kept.length
        ? t.aucune
        : fill(kept.length > most ? t.trop : counted(t.compte, kept.length), { n: kept.length, plus: most }),
    );
    redraw(list, [kept, model.get("items")], () =>
      kept.map((/** @type {Plain} */ one) => h("li", {}, titleOf(one, model.get("items")), ...answering(one))),
    );
  }
  return { root, paint };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const traits = ["proposals", "votes", "ranks", "session"];
  const about = { name: "priorities", view: "priorites", traits };
  return carnetScreen({ model, el }, about, ({ t, uid, carrier, say }) => {
    const proposal = proposalPart(model, carrier, t.proposition, uid);
    const subjects = subjectsPart(
      model,
      carrier,
      { ...t.sujets, degres: t.matrice.degres, zones: t.matrice.zones },
      uid,
      say,
    );
    const board = matrix(
      t.matrice,
      model.get("zones"),
      (id, effort, effet) => {
        subjects.set(id, { effort, effet });
        say(
          effort
            ? fill(t.matrice.place, {
                effort: t.matrice.degres[effort],
                effet: t.matrice.degres[/** @type {number} */ (effet)],
              })
            : t.matrice.retire,
        );
      },
      subjects.show,
    );
    const kept = keptPart(model, carrier, t.choix);
    return {
      body: [
        proposal.root,
        subjects.root,
        h("section", { "data-stage": "placer" }, h("h3", {}, t.matrice.titre), h("p", {}, t.matrice.intro), board.root),
        kept.root,
      ],
      paint() {
        paintAll([proposal, subjects, kept]);
        board.paint(
          ordered(carrier.carnet().priorites, model.get("ranks")).map((/** @type {Plain} */ one, i) => ({
            id: one.id,
            number: i + 1,
            title: titleOf(one, model.get("items")),
            effort: one.effort,
            effet: one.effet,
          })),
        );
      },
    };
  });
}

export default { render };
