// @ts-check
/** «La salle»: how people come in, what to print, and a check of the room in a minute. */
import { h, put, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button, fold } from "./base.js";
import { crewPart } from "./crew.js";
import { joinPart, outside } from "./frame.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part
 * @typedef {{ id: string, state: "bon" | "attention" | "mauvais" | "attente", said: string, todo: string }} Check */

/** @param {Desk} desk @returns {Part} */
export function beforePart(desk) {
  const { model, texts } = desk;
  const t = texts.avant;
  const join = joinPart(desk);
  const links = h("ul", { class: "pap-cockpit-links" });
  const air = h("p", {});
  const test = testPart(desk);
  const crew = crewPart(desk);
  const root = h(
    "div",
    { class: "pap-cockpit-halves" },
    h("section", {}, h("h4", {}, t.adresse.titre), test.code, join.root, links),
    h("div", {}, test.root, fold(t.wifi.titre, air), crew.root),
  );
  /** At a distance there is no door to put a poster on. @param {string} name */
  const named = (name) => (name === "affiche" && model.get("about").until ? texts.distance.feuille : t.pages[name]);
  return {
    root,
    paint() {
      const about = model.get("about");
      join.paint();
      test.paint();
      crew.paint();
      join.root.hidden = !test.code.hidden; // one picture to scan at a time
      put(air, about.addresses?.[0]?.startsWith("https:") ? t.wifi.chiffre : t.wifi.clair);
      redraw(links, [about.pages, about.until], () =>
        Object.entries(about.pages ?? {}).map(([name, href]) =>
          h("li", {}, outside(String(href), named(name), t.fenetre, "pap-cockpit-link")),
        ),
      );
    },
  };
}

/** Whether the room is ready; `code` is the picture to try a phone with.
 * @param {Desk} desk @returns {Part & { code: HTMLElement }} */
function testPart(desk) {
  const { model, texts } = desk;
  const t = texts.avant.test;
  const checks = h("ul", { class: "pap-cockpit-checks" });
  const code = h("div", { class: "pap-cockpit-scan", hidden: true });
  const said = h("p", { class: "pap-cockpit-strong", role: "status" });
  const intro = h("p", { class: "pap-soft" }, t.intro);
  const check = button(t.lancer, (pressed) => desk.act(pressed, "selftest", {}, t.fini), "quiet");
  const root = h("section", {}, h("h4", {}, t.titre), intro, check, said, checks);

  /** @param {Check} one */
  const row = (one) =>
    h(
      "li",
      { "data-state": one.state },
      h(
        "strong",
        {},
        h("span", { class: "pap-cockpit-mark", "aria-hidden": "true" }, t.signes[one.state]),
        h("span", { class: "pap-unseen" }, `${t.etats[one.state]} : `),
        one.said,
      ),
      one.todo ? h("p", { class: "pap-soft" }, one.todo) : null,
    );

  /** @param {Check[]} found */
  function summary(found) {
    const bad = found.filter((one) => one.state === "mauvais").length;
    if (!found.length) return "";
    if (bad) return fill(bad < 2 ? t.reste.un : t.reste.plusieurs, { n: bad });
    return found.some((one) => one.state === "attente") ? t.attend : t.pret;
  }

  return {
    root,
    code,
    paint() {
      /** @type {Check[]} */
      const found = model.get("checks");
      redraw(checks, found, () => found.map(row));
      intro.hidden = found.length > 0;
      put(said, summary(found));
      const { qr, trial } = model.get("about");
      const isAsked = found.some((one) => one.id === "telephone" && one.state === "attente");
      code.hidden = !qr || !isAsked;
      redraw(code, code.hidden ? "" : qr, () => [
        h("img", { src: `data:image/svg+xml,${encodeURIComponent(qr)}`, alt: fill(t.image, { adresse: trial ?? "" }) }),
        h("p", {}, t.scanner),
      ]);
    },
  };
}
