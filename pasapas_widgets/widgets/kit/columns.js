// @ts-check
/**
 * A table of another tool before anybody of it is counted: which column is which statement, what its cells mean. What
 * was accepted is kept in this browser for the next file that has the same titles.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ id: string, texte: string, titre: string, sur: boolean }} Statement
 * @typedef {{ case: string, reponse: string, sur: boolean }} Answer
 * @typedef {{ nom: string, forme: string, lignes: string, titres: string[], exemples: Record<string, string[]>,
 *   enonces: Statement[], reponses: Answer[], choix: Record<string, string>, notes: string[], fautes: string[],
 *   textes: Texts }} Asked
 * @typedef {{ columns: Record<string, string>, words: Record<string, string> }} Choices
 */

import { button, h, say } from "../../front/dom.js";
import { openShelf } from "../../front/shelf.js";
import { fill } from "../../front/words.js";

/**
 * @param {string} uid
 * @param {{ accept(choices: Choices): void, leave(): void }} then
 */
export function columnsPanel(uid, then) {
  const root = h("div", { class: "pap-kit-asked", hidden: true });
  const kept = openShelf("pasapas:asked:");
  let shown = "";
  /** What was accepted and is not yet known to be read. @type {{ forme: string, choices: Choices } | null} */
  let sent = null;

  /** A list to choose from under its label, and what the chosen column holds.
   * @param {string} id @param {(Node | string)[]} label @param {[string, string][]} options @param {string} value
   * @param {(value: string) => string} [help] */
  function choice(id, label, options, value, help) {
    const select = /** @type {HTMLSelectElement} */ (
      h("select", { id, "aria-describedby": help ? `${id}-help` : null }, ...options.map(option))
    );
    select.value = value;
    const note = h("p", { id: `${id}-help`, class: "pap-soft" }, help ? help(value) : "");
    if (help) select.addEventListener("change", () => say(note, help(select.value)));
    const node = h("div", { class: "pap-field" }, h("label", { for: id }, ...label), select, help ? note : null);
    return { select, node };
  }

  /** @param {[string, string]} one */
  const option = ([value, words]) => h("option", { value }, words);

  /** What has to be looked at, then the rest, folded. @param {string} open @param {string} folded
   * @param {{ sure: boolean, node: HTMLElement }[]} fields */
  function inTwo(open, folded, fields) {
    const [doubtful, sure] = [fields.filter((one) => !one.sure), fields.filter((one) => one.sure)];
    const grid = (/** @type {{ node: HTMLElement }[]} */ some) =>
      h("div", { class: "pap-kit-asked-grid" }, ...some.map((one) => one.node));
    return [
      ...(doubtful.length ? [h("h4", {}, fill(open, { n: doubtful.length })), grid(doubtful)] : []),
      ...(sure.length ? [h("details", {}, h("summary", {}, fill(folded, { n: sure.length })), grid(sure))] : []),
    ];
  }

  /** @param {Asked} asked */
  function draw(asked) {
    const t = asked.textes;
    const known = asked.fautes.length ? null : /** @type {Choices | null} */ (kept.get(asked.forme));
    const columns = known?.columns ?? {};
    const words = known?.words ?? {};
    /** @type {[string, string][]} */
    const titles = [["", t.sans_colonne], ...asked.titres.map((one) => /** @type {[string, string]} */ ([one, one]))];
    const examples = (/** @type {string} */ title) =>
      asked.exemples[title] ? fill(t.exemples, { exemples: asked.exemples[title].join(" ; ") }) : "";
    const statements = asked.enonces.map((one, n) => {
      const value = columns[one.id] ?? one.titre;
      const label = [h("strong", {}, `${one.id} `), one.texte];
      return { one, sure: one.sur || one.id in columns, ...choice(`${uid}-c${n}`, label, titles, value, examples) };
    });
    const answers = asked.reponses.map((one, n) => {
      const value = words[one.case] ?? one.reponse;
      const options = /** @type {[string, string][]} */ (Object.entries(asked.choix));
      if (!value) options.unshift(["", t.choisissez]);
      const made = choice(`${uid}-a${n}`, [fill(t.case, { case: one.case })], options, value);
      return { one, sure: (one.sur && !!one.reponse) || one.case in words, ...made };
    });
    const accept = button(
      t.accepter,
      () => {
        const choices = {
          columns: Object.fromEntries(statements.map(({ one, select }) => [one.id, select.value])),
          words: Object.fromEntries(
            answers.filter(({ select }) => select.value).map(({ one, select }) => [one.case, select.value]),
          ),
        };
        sent = { forme: asked.forme, choices };
        then.accept(choices);
      },
      "main",
    );
    const leave = button(t.laisser, () => {
      sent = null;
      then.leave();
    });
    const heading = h("h3", { id: `${uid}-title`, tabindex: -1 }, fill(t.titre, { nom: asked.nom }));
    const faults = asked.fautes.length
      ? h("ul", { class: "pap-kit-asked-faults" }, ...asked.fautes.map((one) => h("li", {}, one)))
      : null;
    root.replaceChildren(
      h(
        "section",
        { "aria-labelledby": heading.id },
        heading,
        h("p", {}, t.aide),
        h("p", {}, asked.lignes),
        known ? h("p", { class: "pap-notice" }, t.connue) : null,
        ...asked.notes.map((one) => h("p", { class: "pap-soft" }, one)),
        h("div", { role: "alert" }, faults),
        ...inTwo(t.a_verifier, t.reconnus, statements),
        ...inTwo(t.mots, t.mots_lus, answers),
        h("div", { class: "pap-kit-asked-line" }, accept, leave),
      ),
    );
    heading.focus();
  }

  return {
    root,
    /** Show what is asked, or nothing. @param {Partial<Asked> | null | undefined} asked */
    show(asked) {
      const now = JSON.stringify(asked ?? {});
      if (now === shown) return;
      shown = now;
      const some = asked && asked.forme ? /** @type {Asked} */ (asked) : null;
      if (sent && !(some && some.forme === sent.forme && some.fautes.length)) {
        kept.set(sent.forme, sent.choices);
        sent = null;
      }
      root.hidden = !some;
      if (some) draw(some);
      else root.replaceChildren();
    },
  };
}
