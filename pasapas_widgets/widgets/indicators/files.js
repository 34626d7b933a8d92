// @ts-check
/** An HR export in: what it is, what is to be mended in it, which column is which, which years are kept. */
import { h, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const LARGEST = 10 * 1024 * 1024;

/** @param {Model} model @param {Post} carrier @param {Texts} texts @param {string} uid
 * @param {(text: string) => void} say */
export function filesPart(model, carrier, texts, uid, say) {
  const t = texts.export;
  const kinds = Object.entries(model.get("book").sortes);
  const kind = h(
    "select",
    { id: `${uid}-kind` },
    ...kinds.map(([id, name]) => h("option", { value: id }, /** @type {string} */ (name))),
  );
  const input = h("input", {
    id: `${uid}-file`,
    type: "file",
    accept: ".csv,.txt,.tsv,.xlsx",
    "aria-describedby": `${uid}-file-help`,
  });
  const alert = h("div", { role: "alert", class: "pap-kit-alert" });
  const result = h("div", {});
  /** The file that is being read: it stays here, in the browser, until something is decided. @type {File | null} */
  let held = null;
  let isSample = false;
  /** @type {Record<string, number>} */
  let columns = {};
  /** What was answered where the file has two readings. @type {Record<string, string>} */
  let answers = {};
  let days = "";
  let own = "";

  async function read() {
    own = "";
    if (isSample) {
      carrier.send("sample", { kind: kind.value, columns, answers, days });
      return paint();
    }
    if (!held) return;
    const file = held;
    if (file.size > LARGEST) own = fill(t.trop_gros, { nom: file.name });
    else {
      say(fill(t.lecture, { nom: file.name }));
      try {
        const data = new DataView(await file.arrayBuffer());
        carrier.send("read", { name: file.name, kind: kind.value, columns, answers, days, data });
      } catch {
        own = fill(t.illisible, { nom: file.name });
      }
    }
    paint();
  }
  input.addEventListener("change", () => {
    held = input.files?.[0] ?? null;
    isSample = false;
    input.value = ""; // the same file can be chosen again once mended
    [columns, answers, days] = [{}, {}, ""];
    read();
  });

  /** @param {Plain} found */
  function questions(found) {
    const isOpen = found.questions[0].choix.length > 0;
    const selects = found.questions.map((/** @type {Plain} */ one) => {
      const select = h(
        "select",
        { id: `${uid}-q-${one.champ}`, "data-key": `q-${one.champ}` },
        h("option", { value: "" }, one.choix.length ? t.choisissez : t.sans),
        ...(one.choix.length ? one.choix : found.titres).map((/** @type {Plain} */ title) =>
          h("option", { value: String(title.place) }, title.titre),
        ),
      );
      select.value = one.devine === null ? "" : String(one.devine);
      return { select, one };
    });
    const again = button(
      t.relire,
      () => {
        for (const { select, one } of selects) {
          if (select.value === "") delete columns[one.champ];
          else if (one.choix.length) answers[one.champ] = select.value;
          else columns[one.champ] = Number(select.value);
        }
        read();
      },
      "main",
      { "data-key": "read-again" },
    );
    return [
      h("h4", {}, isOpen ? t.deux_lectures : t.questions),
      h("p", {}, isOpen ? t.deux_lectures_aide : t.questions_aide),
      h(
        "div",
        { class: "pap-kit-columns" },
        ...selects.map((/** @type {any} */ { select, one }) =>
          h("div", { class: "pap-field" }, h("label", { for: select.id }, one.nom), select),
        ),
      ),
      h("div", { class: "pap-kit-line" }, again),
    ];
  }

  /** @param {Plain} found */
  function daysQuestion(found) {
    if (!found.jours) return null;
    const select = h(
      "select",
      { id: `${uid}-days`, "data-key": "days" },
      ...Object.entries(t.jours_choix).map(([id, label]) =>
        h("option", { value: id === "inconnu" ? "" : id }, /** @type {string} */ (label)),
      ),
    );
    select.value = days;
    select.addEventListener("change", () => {
      days = select.value;
      read();
    });
    return h("div", { class: "pap-field" }, h("label", { for: select.id }, t.jours), select);
  }

  /** @param {Plain} found */
  function years(found) {
    const ticks = found.annees.map((/** @type {Plain} */ one) => ({
      one,
      box: h("input", { type: "checkbox", checked: true }),
    }));
    const drop = () => {
      held = null;
      isSample = false;
      carrier.send("forget");
      input.focus();
    };
    return [
      found.annees.length ? h("h4", {}, t.annees) : h("p", {}, t.rien),
      ...ticks.map((/** @type {any} */ { one, box }) =>
        h(
          "div",
          { class: "pap-indicators-year" },
          h("label", { class: "pap-kit-tick" }, box, String(one.annee)),
          h(
            "ul",
            { class: "pap-kit-plain" },
            ...one.comptes.map((/** @type {Plain} */ count) =>
              h("li", {}, `${count.nom} : `, h("strong", {}, count.dit)),
            ),
          ),
        ),
      ),
      h(
        "div",
        { class: "pap-kit-line" },
        found.annees.length
          ? button(
              t.garder,
              () => {
                carrier.send("keep", {
                  years: ticks
                    .filter((/** @type {any} */ tick) => tick.box.checked)
                    .map((/** @type {any} */ tick) => tick.one.annee),
                });
                held = null;
                isSample = false;
                say(t.gardees);
                input.focus();
              },
              "main",
              { "data-key": "keep" },
            )
          : null,
        button(t.laisser, drop, "quiet", { "data-key": "drop" }),
      ),
    ];
  }

  function paint() {
    const found = model.get("export");
    const some = Object.keys(found).length > 0;
    const said = own ? [own] : some ? found.fautes : [];
    redraw(alert, said, () =>
      !said.length
        ? []
        : [
            own ? null : h("p", {}, h("strong", {}, fill(t.lu, { nom: found.nom })), " – ", t.fautes),
            h("ul", {}, ...said.map((/** @type {string} */ one) => h("li", {}, one))),
          ],
    );
    redraw(result, [found, days], () =>
      !some
        ? []
        : [
            h("p", {}, h("strong", {}, fill(t.lu, { nom: found.nom }))),
            found.notes.length
              ? h("ul", { class: "pap-kit-plain" }, ...found.notes.map((/** @type {string} */ one) => h("li", {}, one)))
              : null,
            ...(found.questions.length
              ? questions(found)
              : found.fautes.length
                ? []
                : [daysQuestion(found), ...years(found)]),
          ],
    );
    if (some) say(fill(t.lu, { nom: found.nom }));
  }

  const sample = button(t.exemple, () => {
    [held, isSample, columns, answers, days] = [null, true, {}, {}, ""];
    read();
  });
  const root = h(
    "section",
    { class: "pap-indicators-files" },
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    h(
      "div",
      { class: "pap-kit-columns" },
      h("div", { class: "pap-field" }, h("label", { for: kind.id }, t.sorte), kind),
      h(
        "div",
        { class: "pap-field" },
        h("label", { for: input.id }, t.choisir),
        input,
        h("p", { id: `${uid}-file-help`, class: "pap-soft" }, t.aide),
      ),
    ),
    h("div", { class: "pap-kit-line" }, sample),
    alert,
    result,
  );
  return { root, paint };
}
