// @ts-check
/** «Choisir»: the proposal with its why, the dots, the matrix, what is kept for the plan. */
import { h, put, redraw } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { bar } from "../kit/bar.js";
import { newId } from "../kit/changes.js";
import { button, field, unheard } from "../kit/parts.js";
import { post } from "../kit/post.js";
import { matrix } from "./matrix.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const FIRST = 8; // statements shown at once; the others are one click away
/**
 * Say why a statement has its rank: its class, its score, then what decided between equal scores.
 * @param {Plain} one @param {Texts} t @param {{ classes: Record<string, string>, signaux: Record<string, string> }} rules
 */
export function why(one, t, rules) {
  const parts = [
    rules.classes[one.classe] ? fill(t.score, { score: one.dit, classe: rules.classes[one.classe] }) : one.dit,
    ...one.signaux.map((/** @type {string} */ id) => rules.signaux[id]),
  ];
  return parts.join(" · ") + (one.shared > 1 ? ` · ${counted(t.a_egalite, one.shared - 1)}` : "");
}

/** The words of a priority: the group's own, or its statement. @param {Plain} one @param {Record<string, Plain>} items */
export const titleOf = (one, items) => one.intitule || items[one.enonces[0]]?.texte || "";

/** A new subject about a statement, or of the group's own words. @param {Partial<Plain>} more @returns {Plain} */
const subject = (more) => ({
  id: newId("p"),
  enonces: [],
  intitule: "",
  gommettes: null,
  effort: null,
  effet: null,
  retenue: false,
  ...more,
});

/** The proposal: rank, statement, why, a box to put it before the group. @param {Model} model @param {Post} carrier @param {Texts} t @param {string} uid */
function proposalPart(model, carrier, t, uid) {
  const { items, rules } = { items: model.get("items"), rules: model.get("rules") };
  const body = h("div");
  const intro = h("p", {});
  const root = h("section", {}, h("h3", {}, t.titre), intro, body);
  /** @param {Plain} one @param {Plain[]} held */
  function row(one, held) {
    const id = `${uid}-${one.item}`;
    const box = h("input", { type: "checkbox", id, "data-key": id, checked: held.length > 0 });
    box.addEventListener("change", () => {
      const found = carrier
        .carnet()
        .priorites.find((/** @type {Plain} */ p) => !p.intitule && p.enonces[0] === one.item);
      if (box.checked && !found)
        carrier.change([{ op: "add", path: ["priorites"], value: subject({ enonces: [one.item] }) }]);
      else if (found) carrier.change([{ op: "remove", path: ["priorites"], value: found.id }]);
    });
    return h(
      "li",
      { class: "pap-priorities-row" },
      h("span", { class: "pap-priorities-rank" }, unheard(t.rang), String(one.rank)),
      h(
        "label",
        { class: "pap-kit-tick pap-priorities-text", for: id },
        box,
        h(
          "span",
          {},
          h("span", { class: "pap-kit-soft" }, items[one.item].levier),
          h("span", { class: "pap-priorities-statement" }, items[one.item].texte),
          h("span", { class: "pap-priorities-why" }, why(one, t, rules)),
        ),
      ),
    );
  }
  function paint() {
    const all = /** @type {Plain[]} */ (model.get("proposals"));
    const held = carrier.carnet().priorites.filter((/** @type {Plain} */ one) => !one.intitule);
    const session = model.get("session");
    put(
      intro,
      all.length ? fill(t.intro, { seance: session.titre, jour: dayInWords(session.jour), n: session.n }) : t.rien,
    );
    redraw(body, [all, held.map((/** @type {Plain} */ one) => one.enonces[0])], () => {
      const rows = all.map((one) =>
        row(
          one,
          held.filter((/** @type {Plain} */ p) => p.enonces[0] === one.item),
        ),
      );
      const others = rows.slice(FIRST);
      return [
        h("ol", { class: "pap-priorities-list" }, ...rows.slice(0, FIRST)),
        others.length
          ? h(
              "details",
              { "data-key": "others" },
              h("summary", {}, counted(t.autres, others.length)),
              h("ol", { class: "pap-priorities-list" }, ...others),
            )
          : null,
      ];
    });
  }
  return { root, paint };
}

/** Take the dots of a closed vote: choices that are statements find theirs, ideas wait for a statement.
 * @param {Plain} vote @param {Plain[]} held @returns {import("../kit/changes.js").Change[]} */
export function takenFrom(vote, held) {
  return vote.choix.map((/** @type {Plain} */ one) => {
    const found = held.find((p) =>
      one.enonce ? !p.intitule && p.enonces[0] === one.enonce : p.intitule === one.choix,
    );
    if (found) return { op: "set", path: ["priorites", found.id, "gommettes"], value: one.gommettes };
    const more = one.enonce ? { enonces: [one.enonce] } : { intitule: one.choix };
    return { op: "add", path: ["priorites"], value: subject({ ...more, gommettes: one.gommettes }) };
  });
}

/** The subjects before the group, most dots first; without dots in the order in which they were put.
 * @param {Plain[]} held @param {Record<string, { rang: number }>} ranks @returns {Plain[]} */
export const ordered = (held, ranks) =>
  held
    .map((one, i) => ({ one, i }))
    .sort((a, b) => (ranks[a.one.id]?.rang ?? 999) - (ranks[b.one.id]?.rang ?? 999) || a.i - b.i)
    .map(({ one }) => one);

/** Subjects: dots, place, kept or not. @param {Model} model @param {Post} carrier @param {Texts} t @param {string} uid @param {(text: string) => void} say */
function subjectsPart(model, carrier, t, uid, say) {
  const items = model.get("items");
  const votes = h("div");
  const list = h("ol", { class: "pap-priorities-subjects" });
  const none = h("p", { class: "pap-kit-soft" }, t.aucun);
  const own = h("input", { type: "text", id: `${uid}-own`, maxlength: 200, autocomplete: "off" });
  const add = button(t.ajouter, () => {
    if (!own.value.trim()) return own.focus();
    carrier.change([{ op: "add", path: ["priorites"], value: subject({ intitule: own.value.trim() }) }]);
    own.value = "";
  });
  own.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && add.click());
  const root = h(
    "section",
    {},
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
    return h("div", { class: "pap-kit-field" }, h("label", { for: select.id }, label), select);
  }

  /** @param {Plain} one @param {number} number */
  function card(one, number) {
    const title = titleOf(one, items);
    const rank = model.get("ranks")[one.id];
    const dots = h("input", {
      type: "number",
      min: 0,
      max: 9999,
      step: 1,
      inputmode: "numeric",
      id: `${uid}-${one.id}-dots`,
      "data-key": `${one.id}-dots`,
    });
    dots.value = String(one.gommettes ?? "");
    dots.addEventListener("change", () => {
      if (dots.validity.valid) set(one.id, { gommettes: dots.value === "" ? null : Number(dots.value) });
      dots.setAttribute("aria-invalid", String(!dots.validity.valid));
    });
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
    return h(
      "li",
      { class: "pap-priorities-card", "data-id": one.id },
      h(
        "h4",
        { tabindex: -1, id: `${uid}-${one.id}` },
        h("span", { class: "pap-priorities-number", "aria-hidden": "true" }, String(number)),
        title,
      ),
      one.intitule ? h("div", { class: "pap-kit-field" }, h("label", { for: link.id }, t.relier), link) : null,
      one.intitule && !one.enonces.length ? h("p", { class: "pap-kit-advice" }, t.relier_pourquoi) : null,
      h(
        "div",
        { class: "pap-priorities-controls" },
        h("div", { class: "pap-kit-field" }, h("label", { for: dots.id }, t.gommettes), dots),
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
    );
  }
  function paint() {
    const held = /** @type {Plain[]} */ (carrier.carnet().priorites);
    const ranks = model.get("ranks");
    none.hidden = held.length > 0;
    redraw(list, [held, ranks], () => ordered(held, ranks).map((one, i) => card(one, i + 1)));
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
    show: (/** @type {string} */ id) =>
      /** @type {HTMLElement | null} */ (root.querySelector(`#${CSS.escape(`${uid}-${id}`)}`))?.focus(),
    set,
  };
}

/** What is kept for the plan. @param {Model} model @param {Post} carrier @param {Texts} t */
function keptPart(model, carrier, t) {
  const list = h("ul", { class: "pap-kit-plain" });
  const said = h("p", {});
  const root = h(
    "section",
    {},
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
            { class: "pap-kit-soft" },
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
    redraw(list, kept, () =>
      kept.map((/** @type {Plain} */ one) => h("li", {}, titleOf(one, model.get("items")), ...answering(one))),
    );
  }
  return { root, paint };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("priorities");
  const carrier = post(model, "priorites");
  const status = h("p", { role: "status", class: "pap-kit-unseen" });
  const say = (/** @type {string} */ text) => (status.textContent = text);
  const top = bar(model, carrier);
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
  const closed = h("p", {}, t.ferme);
  const body = h(
    "div",
    {},
    proposal.root,
    subjects.root,
    h("section", {}, h("h3", {}, t.matrice.titre), h("p", {}, t.matrice.intro), board.root),
    kept.root,
  );
  el.append(
    h(
      "div",
      { class: "pap pap-kit pap-priorities" },
      h("h2", {}, t.titre),
      h("p", {}, t.intro),
      top.root,
      status,
      closed,
      body,
    ),
  );

  function paint() {
    const isOpen = model.get("state").ouvert;
    closed.hidden = isOpen;
    body.hidden = !isOpen;
    top.paint();
    if (!isOpen) return;
    [proposal, subjects, kept].forEach((one) => one.paint());
    board.paint(
      ordered(carrier.carnet().priorites, model.get("ranks")).map((/** @type {Plain} */ one, i) => ({
        id: one.id,
        number: i + 1,
        title: titleOf(one, model.get("items")),
        effort: one.effort,
        effet: one.effet,
      })),
    );
  }
  const stop = carrier.listen(paint);
  const traits = ["proposals", "votes", "ranks", "session"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  paint();
  return () => {
    stop();
    traits.forEach((event) => model.off(event, paint));
  };
}

export default { render };
