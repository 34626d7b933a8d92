// @ts-check
/** «Avant l'arrivée»: where people go, what to print, and a check of the room in a minute. */
import { h, put, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { block, button } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part
 * @typedef {{ id: string, state: "bon" | "attention" | "mauvais" | "attente", said: string, todo: string }} Check */

/** @param {string} href @param {string} label @param {Desk} desk */
const outside = (href, label, desk) =>
  h(
    "li",
    {},
    h(
      "a",
      { class: "pap-cockpit-link", href, target: "_blank", rel: "noopener" },
      label,
      h("span", { class: "pap-soft" }, ` (${desk.texts.avant.fenetre})`),
    ),
  );

/** @param {Desk} desk @returns {Part} */
export function beforePart(desk) {
  const { model, texts } = desk;
  const t = texts.avant;
  const where = h("p", { class: "pap-cockpit-where" });
  const links = h("ul", { class: "pap-cockpit-links" });
  const checks = h("ul", { class: "pap-cockpit-checks" });
  const code = h("div", { class: "pap-cockpit-scan", hidden: true });
  const said = h("p", { class: "pap-soft", role: "status" });
  const air = h("p", {});
  const check = button(t.test.lancer, (pressed) => desk.act(pressed, "selftest", {}, t.test.fini), "main");
  const root = h(
    "div",
    {},
    block(t.adresse.titre, where, links),
    block(t.wifi.titre, air),
    block(t.test.titre, h("p", {}, t.test.intro), check, checks, code, said),
  );

  /** @param {Check} one */
  const row = (one) =>
    h(
      "li",
      { "data-state": one.state },
      h(
        "strong",
        {},
        h("span", { class: "pap-cockpit-mark", "aria-hidden": "true" }, t.test.signes[one.state]),
        h("span", { class: "pap-unseen" }, `${t.test.etats[one.state]} : `),
        one.said,
      ),
      one.todo ? h("p", { class: "pap-soft" }, one.todo) : null,
    );

  return {
    root,
    paint() {
      const about = model.get("about");
      redraw(where, about.addresses, () =>
        about.addresses?.length
          ? [
              t.adresse.aller,
              " ",
              h("strong", {}, about.addresses[0]),
              " ",
              t.adresse.taper,
              " ",
              h("strong", { class: "pap-cockpit-code" }, about.code),
            ]
          : [t.adresse.taper_seul, " ", h("strong", { class: "pap-cockpit-code" }, about.code)],
      );
      put(air, about.addresses?.[0]?.startsWith("https:") ? t.wifi.chiffre : t.wifi.clair);
      redraw(links, about.pages, () =>
        Object.entries(about.pages ?? {}).map(([name, href]) => outside(String(href), t.pages[name], desk)),
      );
      /** @type {Check[]} */
      const found = model.get("checks");
      redraw(checks, found, () => found.map(row));
      const bad = found.filter((one) => one.state === "mauvais").length;
      put(
        said,
        !found.length
          ? ""
          : bad
            ? fill(bad < 2 ? t.test.reste.un : t.test.reste.plusieurs, { n: bad })
            : found.some((one) => one.state === "attente")
              ? t.test.attend
              : t.test.pret,
      );
      const picture = about.qr;
      code.hidden = !picture || !found.length;
      redraw(code, code.hidden ? "" : picture, () =>
        picture
          ? [
              h("img", {
                src: `data:image/svg+xml,${encodeURIComponent(picture)}`,
                alt: fill(t.test.image, { adresse: about.trial ?? "" }),
              }),
              h("p", {}, t.test.scanner),
            ]
          : [],
      );
    },
  };
}
