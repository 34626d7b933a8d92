// @ts-check
/** «Garder ce qui s'est dit»: subjects from the results, a situation of work, what the group has said so far. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button, unheard } from "../kit/parts.js";
import { carnetScreen, paintAll } from "../kit/screen.js";
import { discussionSheet, titleOf } from "./sheet.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const FIRST = 4; // subjects shown at once; the others are one click away
/** Say a distribution in one sentence, the levels that nobody chose left out.
 * @param {number[]} counts @param {string[]} levels @param {Texts} t texts of «sujets» @returns {string} */
export function spreadInWords(counts, levels, t) {
  const parts = counts
    .map((n, i) => ({ n, niveau: levels[i] }))
    .filter((one) => one.n)
    .map((one) => fill(t.part, one));
  return fill(t.phrase, { n: counts.reduce((sum, n) => sum + n, 0), parts: parts.join(", ") });
}

/** Which of the four shades a level has: each its own where there are four, else the nearest.
 * @param {number} i from 0 @param {number} levels */
const shadeAt = (i, levels) => Math.round(1 + (3 * i) / (levels - 1));

/** The bar of a distribution, and the same as a sentence. @param {Model} model @param {string} id @param {Texts} t */
function spread(model, id, t) {
  const counts = /** @type {number[] | undefined} */ (model.get("figures")[id]);
  if (!counts) return Object.keys(model.get("session")).length ? h("p", { class: "pap-soft" }, t.non_montree) : null;
  const segments = counts.map((n, i) => {
    const one = h("span", { "data-level": shadeAt(i, counts.length) }, String(n));
    one.style.flexGrow = String(n);
    return n ? one : null;
  });
  return h(
    "div",
    { class: "pap-discussion-spread" },
    h("div", { class: "pap-discussion-bar", "aria-hidden": "true" }, ...segments),
    h("p", { class: "pap-soft" }, spreadInWords(counts, model.get("items")[id].niveaux, t)),
  );
}

/** A discussion that begins. @param {string} day @param {string[]} items @returns {Plain} */
export const begun = (day, items) => ({
  id: newId("d"),
  jour: day,
  enonces: items,
  situation_de_travail: "",
  faits: [""],
  fiche: null,
  accord_du_groupe: false,
});

/** What there is to talk about.
 * @param {Model} model @param {Post} carrier @param {Texts} t @param {string} uid
 * @param {(id: string, isNew?: boolean) => void} open */
function subjectsPart(model, carrier, t, uid, open) {
  let items = model.get("items"); // another carnet may have another wording
  const intro = h("p", {});
  const body = h("div");
  const note = (/** @type {string[]} */ about) => {
    const one = begun(model.get("today"), about);
    carrier.change([{ op: "add", path: ["discussions"], value: one }]);
    open(one.id, true);
  };
  const held = (/** @type {string} */ id) =>
    carrier.carnet().discussions.filter((/** @type {Plain} */ one) => one.enonces[0] === id);
  const other = h("select", { id: `${uid}-other` });
  const root = h(
    "section",
    {},
    h("h3", {}, t.titre),
    intro,
    body,
    h(
      "div",
      { class: "pap-discussion-ways" },
      h(
        "div",
        {},
        h("p", { class: "pap-soft" }, t.situation_aide),
        button(t.situation, () => note([]), "main", { "data-key": "situation" }),
      ),
      h(
        "div",
        { class: "pap-kit-line pap-kit-bottom" },
        h("div", { class: "pap-field" }, h("label", { for: other.id }, t.enonce), other),
        button(t.noter_enonce, () => {
          if (!other.value) return other.focus();
          note([other.value]);
          other.value = "";
        }),
      ),
    ),
  );

  /** @param {Plain} one @param {string} [found] the discussion there is already */
  function row(one, found) {
    const go = button(found ? t.reprendre : t.noter, () => (found ? open(found) : note([one.enonce])), "quiet", {
      "data-key": `subject-${one.enonce}`,
    });
    go.append(unheard(fill(t.de, { titre: items[one.enonce].texte })));
    return h(
      "li",
      { class: "pap-discussion-subject" },
      h(
        "p",
        { class: "pap-soft" },
        items[one.enonce].levier,
        " ",
        h("span", { class: "pap-kit-badge" }, t.raisons[one.raison]),
      ),
      h("p", { class: "pap-discussion-statement" }, items[one.enonce].texte),
      spread(model, one.enonce, t),
      one.note ? h("p", {}, fill(t.desaccord, { note: one.note })) : null,
      go,
    );
  }
  function paint() {
    items = model.get("items");
    redraw(other, items, () => [
      h("option", { value: "" }, t.choisir),
      ...Object.entries(items).map(([id, one]) => h("option", { value: id }, one.texte)),
    ]);
    const all = /** @type {Plain[]} */ (model.get("subjects")).filter((one) => items[one.enonce]);
    const session = model.get("session");
    put(intro, all.length ? fill(t.intro, { seance: session.titre, jour: dayInWords(session.jour) }) : t.rien);
    const found = all.map((one) => held(one.enonce)[0]?.id ?? "");
    redraw(body, [all, found, model.get("figures"), items], () => {
      const rows = all.map((one, i) => row(one, found[i]));
      const others = rows.slice(FIRST);
      return [
        h("ul", { class: "pap-discussion-subjects" }, ...rows.slice(0, FIRST)),
        others.length
          ? h(
              "details",
              { "data-key": "others" },
              h("summary", {}, counted(t.autres, others.length)),
              h("ul", { class: "pap-discussion-subjects" }, ...others),
            )
          : null,
      ];
    });
  }
  return { root, paint };
}

/** What the group has said so far.
 * @param {Model} model @param {Post} carrier @param {Texts} t @param {(id: string) => void} open */
function listPart(model, carrier, t, open) {
  const list = h("ul", { class: "pap-kit-list" });
  const none = h("p", { class: "pap-soft" }, t.aucune);
  return {
    root: h("section", {}, h("h3", {}, t.titre), none, list),
    paint() {
      const all = /** @type {Plain[]} */ (carrier.carnet().discussions);
      none.hidden = all.length > 0;
      redraw(list, all, () =>
        all.map((one) => {
          const title = titleOf(one, model.get("items"), t.sans_titre);
          const said = one.faits.filter((/** @type {string} */ fact) => fact.trim()).length;
          const go = button(t.ouvrir, () => open(one.id), "quiet", { "data-key": one.id });
          go.append(unheard(` : ${title}`));
          return h(
            "li",
            {},
            h(
              "div",
              {},
              h("strong", {}, title),
              h(
                "span",
                { class: "pap-soft" },
                [dayInWords(one.jour), counted(t.faits, said), one.accord_du_groupe ? t.accord : t.sans_accord].join(
                  " · ",
                ),
              ),
            ),
            go,
          );
        }),
      );
    },
  };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const traits = ["subjects", "figures", "traces", "session"];
  return carnetScreen(
    { model, el },
    { name: "discussion", view: "discussions", traits },
    ({ t, uid, carrier, say }) => {
      const open = (/** @type {string} */ id, isNew = false) => sheet.choose(id, isNew);
      const subjects = subjectsPart(model, carrier, t.sujets, uid, open);
      const list = listPart(model, carrier, t.liste, open);
      function close() {
        const id = sheet.chosen;
        sheet.choose("");
        /** @type {HTMLElement | null} */ (
            list.root.querySelector(`[data-key="${CSS.escape(id)}"]`) ??
            subjects.root.querySelector('[data-key="situation"]')
        )?.focus();
      }
      const sheet = discussionSheet(model, carrier, `${uid}-sheet`, { say, close }, (id) =>
        spread(model, id, t.sujets),
      );
      const parts = [subjects, list, sheet];
      return { body: parts.map((one) => one.root), paint: () => paintAll(parts) };
    },
  );
}

export default { render };
