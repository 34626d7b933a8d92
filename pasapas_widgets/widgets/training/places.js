// @ts-check
/** Put each thing with what it belongs to, or on a frame: a list for each, and the frame as it fills. */

import { button, h, redraw } from "../../front/dom.js";
import { placesOf, saidOfPlaces } from "./judgement.js";
import { livePart, saidPart } from "./parts.js";

/** @typedef {import("./judgement.js").Plain} Plain @typedef {import("./parts.js").Bench} Bench */

/** @param {Plain} exercise «associer» or «placer» @param {Bench} bench @returns {Node[]} */
export function placesPart(exercise, bench) {
  const { t, uid, trace } = bench;
  const places = exercise.cadre ? placesOf(exercise.cadre) : exercise.cases;
  const now = { ...trace.answers[exercise.id] };
  const live = livePart();
  const frame = h("div", { class: "pap-kit-scroll pap-training-frame" });
  const rows = exercise.elements.map((/** @type {Plain} */ one) => {
    const id = `${uid}-${exercise.id}-${one.id}`;
    const select = h(
      "select",
      { id, "aria-describedby": `${id}-said` },
      h("option", { value: "" }, t.placer.choisir),
      ...places.map((/** @type {Plain} */ place) =>
        h("option", { value: place.id, selected: now[one.id] === place.id }, place.texte),
      ),
    );
    const told = h("div", { id: `${id}-said` });
    select.addEventListener("change", () => {
      if (select.value) now[one.id] = select.value;
      else delete now[one.id];
      told.replaceChildren();
      paint();
    });
    return { id: one.id, told, root: h("li", {}, h("label", { for: id }, one.texte), select, told) };
  });

  /** @param {string} place */
  const heap = (place) => exercise.elements.filter((/** @type {Plain} */ one) => now[one.id] === place);
  /** @param {string} place */
  const cell = (place) =>
    h("td", {}, h("ul", {}, ...heap(place).map((/** @type {Plain} */ one) => h("li", {}, one.texte))));
  function table() {
    const { colonnes, lignes } = exercise.cadre;
    const heads = colonnes.cases.map((/** @type {Plain} */ one) => h("th", { scope: "col" }, one.texte));
    const body = lignes
      ? lignes.cases.map((/** @type {Plain} */ row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, row.texte),
            ...colonnes.cases.map((/** @type {Plain} */ one) => cell(`${one.id}/${row.id}`)),
          ),
        )
      : [h("tr", {}, ...colonnes.cases.map((/** @type {Plain} */ one) => cell(one.id)))];
    return h(
      "table",
      {},
      h("caption", {}, lignes ? `${colonnes.titre} / ${lignes.titre}` : colonnes.titre),
      h("thead", {}, h("tr", {}, ...(lignes ? [h("td", {})] : []), ...heads)),
      h("tbody", {}, ...body),
    );
  }
  function paint() {
    if (exercise.cadre) redraw(frame, now, () => [table()]);
  }
  function tell() {
    const told = new Map(saidOfPlaces(exercise.elements, now).map((one) => [one.id, one]));
    for (const row of rows) {
      const one = told.get(row.id);
      row.told.replaceChildren(...(one ? [saidPart(one, exercise.source, bench, false)] : []));
    }
    const left = exercise.elements.length - told.size;
    live.replaceChildren(h("p", {}, left ? t.placer.reste : t.placer.dit));
  }
  function answer() {
    if (!Object.keys(now).length) return live.replaceChildren(h("p", {}, t.placer.rien));
    trace.keep(exercise.id, { ...now });
    tell();
    bench.kept();
  }
  paint();
  if (Object.keys(now).length) tell();
  return [
    h("ul", { class: "pap-training-places" }, ...rows.map((/** @type {{ root: Node }} */ one) => one.root)),
    ...(exercise.cadre ? [frame] : []),
    button(t.repondre, answer, "main"),
    live,
  ];
}
