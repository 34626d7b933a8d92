// @ts-check
/** «S'orienter»: the path over months, as a picture and as a list; what no longer holds of it. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill, monthInWords, numberInWords } from "../../front/words.js";
import { button } from "../kit/parts.js";
import { stepName } from "./steps.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

/** The months from the first to the last, none left out.
 * @param {string} first @param {string} last @returns {string[]} */
export function monthsBetween(first, last) {
  const [from, to] = [first, last].map((one) => Number(one.slice(0, 4)) * 12 + Number(one.slice(5)) - 1);
  return Array.from(
    { length: Math.max(0, to - from) + 1 },
    (_, i) => `${Math.floor((from + i) / 12)}-${String(((from + i) % 12) + 1).padStart(2, "0")}`,
  );
}

/** One bar a step; the list below says the same. @param {string[]} months @param {Plain[]} steps
 * @param {Plain[]} parts @param {number[]} avoided @param {Plain} kit */
function picture(months, steps, parts, avoided, kit) {
  const columns = `repeat(${months.length}, minmax(0, 1fr))`;
  const scale = h(
    "div",
    { class: "pap-orientation-track", style: `grid-template-columns: ${columns}` },
    ...months.map((one, i) =>
      h(
        "span",
        { class: "pap-orientation-tick" },
        i === 0 || one.endsWith("-01") ? `${one.slice(5)}/${one.slice(2, 4)}` : "",
      ),
    ),
  );
  const rows = steps.map((step) => {
    const own = parts.filter((one) => one.etape === step.id);
    return h(
      "div",
      { class: "pap-orientation-row", "data-state": step.etat },
      h("span", { class: "pap-orientation-name" }, stepName(step, kit)),
      h(
        "div",
        { class: "pap-orientation-track", style: `grid-template-columns: ${columns}` },
        ...months.map((one) => {
          const here = own.find((part) => part.mois === one);
          return h("span", {
            class: here
              ? "pap-orientation-cell pap-orientation-full"
              : avoided.includes(Number(one.slice(5)))
                ? "pap-orientation-cell pap-orientation-avoided"
                : "pap-orientation-cell",
          });
        }),
      ),
    );
  });
  return h(
    "div",
    { class: "pap-orientation-picture", "aria-hidden": "true" },
    ...rows,
    h("div", { class: "pap-orientation-row" }, h("span", { class: "pap-orientation-name" }), scale),
  );
}

/** Month by month in words.
 * @param {string[]} months @param {Plain[]} steps @param {Plain[]} parts @param {number[]} avoided @param {Plain} kit
 * @param {Texts} t */
function monthList(months, steps, parts, avoided, kit, t) {
  const begun = new Set();
  return h(
    "ol",
    { class: "pap-orientation-monthly" },
    ...months.map((month) => {
      const words = monthInWords(month);
      const own = parts.filter((one) => one.mois === month);
      if (!own.length)
        return avoided.includes(Number(month.slice(5)))
          ? h("li", { class: "pap-soft" }, fill(t.evite, { mois: words }))
          : null;
      const total = own.reduce((sum, one) => sum + one.heures, 0);
      return h(
        "li",
        {},
        h("strong", {}, fill(t.mois, { mois: words, total: numberInWords(total, 1, true) })),
        h(
          "ul",
          { class: "pap-kit-plain" },
          ...own.map((one) => {
            const step = steps.find((it) => it.id === one.etape);
            const text = fill(begun.has(one.etape) ? t.suite : t.part, {
              service: step ? stepName(step, kit) : one.etape,
              heures: numberInWords(one.heures, 1, true),
            });
            begun.add(one.etape);
            return h("li", {}, text);
          }),
        ),
      );
    }),
  );
}

/** @param {Model} model @param {Post} carrier @param {Texts} t @param {(text: string) => void} say */
export function timePart(model, carrier, t, say) {
  const kit = model.get("kit");
  const faults = h("div", { class: "pap-notice" });
  const said = h("p", {});
  const lay = button(
    t.poser,
    () => {
      carrier.send("lay_out");
      say(t.pose);
    },
    "main",
    { "data-key": "lay" },
  );
  const drawn = h("div", {});
  const root = h(
    "section",
    { "data-stage": "temps" },
    h("h3", {}, t.titre),
    faults,
    said,
    h("div", { class: "pap-kit-line" }, lay),
    drawn,
  );

  /** @param {Plain} path @param {Plain[]} parts @param {string[]} months */
  function summary(path, parts, months) {
    if (!path.etapes.length) return t.vide;
    if (!path.heures_par_mois) return t.dites_heures;
    const waiting = model.get("timing").a_poser.length;
    const more = waiting ? counted(t.a_poser, waiting) : "";
    if (!parts.length) return more || t.vide;
    const total = parts.reduce((sum, one) => sum + one.heures, 0);
    const values = {
      debut: monthInWords(months[0]),
      fin: monthInWords(months[months.length - 1]),
      heures: numberInWords(total, 1, true),
      par_mois: numberInWords(path.heures_par_mois, 1, true),
    };
    return `${fill(months.length > 1 ? t.resume : t.resume_un, values)} ${more}`.trim();
  }
  function paint() {
    const path = carrier.carnet().parcours;
    const timing = model.get("timing");
    const known = (/** @type {Plain} */ one) => path.etapes.find((/** @type {Plain} */ it) => it.id === one.etape);
    const parts = /** @type {Plain[]} */ (timing.parts).filter(known);
    const months = parts.length ? monthsBetween(parts[0].mois, parts[parts.length - 1].mois) : [];
    const wrong = timing.fautes.filter(known).map((/** @type {Plain} */ one) =>
      fill(t[one.raison], {
        service: stepName(known(one), kit),
        mois: one.mois ? monthInWords(one.mois) : "",
        heures: one.heures ? numberInWords(one.heures, 1, true) : "",
        horizon: monthInWords(timing.horizon),
      }),
    );
    faults.hidden = !wrong.length;
    redraw(faults, wrong, () => wrong.map((/** @type {string} */ one) => h("p", {}, one)));
    put(said, summary(path, parts, months));
    lay.setAttribute("aria-disabled", String(!path.etapes.length || !path.heures_par_mois));
    put(lay, parts.length ? t.revoir : t.poser);
    redraw(drawn, [parts, path.etapes, path.mois_a_eviter], () =>
      !parts.length
        ? []
        : [
            picture(
              months,
              path.etapes.filter((/** @type {Plain} */ one) => parts.some((part) => part.etape === one.id)),
              parts,
              path.mois_a_eviter,
              kit,
            ),
            h("h4", {}, t.liste),
            monthList(months, path.etapes, parts, path.mois_a_eviter, kit, t),
          ],
    );
  }
  return { root, paint };
}
