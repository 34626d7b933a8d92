// @ts-check
/**
 * What stands over the parts of the cockpit: which session is led, how people come in, whether the link holds.
 *
 * @typedef {import("./base.js").Desk} Desk
 * @typedef {import("./base.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 */

import { h, openDialog, put, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button, unseen } from "./base.js";
import { told } from "./moments.js";

/** Whether the kernel and the room answer; and what to do where there is no room. @param {Model} model
 * @param {Texts} texts */
export function linkPart(model, texts) {
  const alert = h("div", { role: "alert", class: "pap-cockpit-alert", hidden: true });
  const absent = h(
    "div",
    { class: "pap-notice", hidden: true },
    h("h3", {}, texts.absente.titre),
    ...texts.absente.phrases.map((/** @type {string} */ one) => h("p", {}, one)),
  );
  return {
    alert,
    absent,
    /** @param {boolean} cut whether the kernel no longer answers */
    paint(cut) {
      const { state } = model.get("link");
      const said = cut ? texts.lien.noyau : state === "lost" ? texts.lien.perdu : "";
      if (alert.dataset.said !== said) {
        alert.dataset.said = said;
        const again = cut ? [button(texts.lien.recharger, () => location.reload())] : [];
        alert.replaceChildren(...(said ? [h("p", {}, said), ...again] : []));
      }
      alert.hidden = !said;
      absent.hidden = state !== "absent";
    },
  };
}

/** A way to a page in a window of its own. @param {string} href @param {string} label @param {string} heard
 * @param {string} kind */
export const outside = (href, label, heard, kind) =>
  h(
    "a",
    { class: kind, href, target: "_blank", rel: "noopener" },
    label,
    unseen(` (${heard})`),
    h("span", { class: "pap-cockpit-out", "aria-hidden": "true" }, "↗"),
  );

/** How people come in: the picture to scan, the address and the code to type.
 * @param {Desk} desk @returns {import("./base.js").Part} */
export function joinPart({ model, texts }) {
  const t = texts.avant.adresse;
  const picture = h("div", { class: "pap-cockpit-qr", role: "img" });
  const where = h("p", { class: "pap-cockpit-where" });
  const root = h("div", { class: "pap-cockpit-join" }, picture, where);
  return {
    root,
    paint() {
      const { addresses, code, join } = model.get("about");
      const address = addresses?.[0];
      picture.hidden = !join;
      redraw(picture, join, () =>
        join ? [h("img", { src: `data:image/svg+xml,${encodeURIComponent(join)}`, alt: "" })] : [],
      );
      if (join) picture.setAttribute("aria-label", fill(texts.entrer.image, { adresse: address }));
      const strong = h("strong", { class: "pap-cockpit-code" }, code);
      redraw(where, [address, code], () =>
        address
          ? [h("span", {}, t.aller), h("strong", {}, address), h("span", {}, t.taper), strong]
          : [h("span", {}, t.taper_seul), strong],
      );
    },
  };
}

/** Which session is led, and where it is; the wall and the way in, one press away in every moment.
 * @param {Desk} desk @returns {{ root: HTMLElement, dialog: HTMLElement, paint(here: string): void }} */
export function headPart(desk) {
  const { model, texts, uid } = desk;
  const list = button(texts.parties.seances.onglet, () => desk.go("seances"), "quiet");
  const title = h("h2", {}, texts.titre);
  const facts = h("p", { class: "pap-soft" });
  const rehearsed = h("p", { class: "pap-cockpit-rehearsed", hidden: true }, texts.repetition.bandeau);
  const wall = h("span", {});
  const join = joinPart(desk);
  const heading = h("h3", { id: `${uid}-join`, tabindex: -1 }, texts.entrer.titre);
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "pap-dialog pap-cockpit-entry", "aria-labelledby": heading.id },
      heading,
      join.root,
      h(
        "p",
        { class: "pap-cockpit-row" },
        button(texts.entrer.fermer, () => dialog.close(), "main"),
      ),
    )
  );
  const enter = button(texts.entrer.bouton, () => openDialog(dialog), "quiet", { "aria-haspopup": "dialog" });
  const root = h(
    "div",
    { class: "pap-cockpit-head" },
    list,
    h("div", { class: "pap-cockpit-title" }, title, facts),
    rehearsed,
    enter,
    wall,
  );
  const inWords = () => {
    const { code, mode } = model.get("about");
    return fill(texts.seance, { code, mode: texts.modes[mode], phase: told(desk, model.get("state").phase).nom });
  };
  return {
    root,
    dialog,
    /** @param {string} here the part on screen */
    paint(here) {
      const opened = model.get("opened");
      const about = model.get("about");
      put(title, opened ? about.title : texts.titre);
      put(facts, opened ? inWords() : "");
      list.hidden = enter.hidden = wall.hidden = !opened;
      if (here === "seances") list.setAttribute("aria-current", "page");
      else list.removeAttribute("aria-current");
      rehearsed.hidden = !opened || !about.rehearsal;
      if (!opened) return;
      join.paint();
      redraw(wall, about.pages?.projection, () => [
        outside(about.pages.projection, texts.ecran.ouvrir, texts.avant.fenetre, "pap-button"),
      ]);
    },
  };
}
