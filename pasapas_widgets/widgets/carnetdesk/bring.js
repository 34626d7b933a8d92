// @ts-check
/**
 * A carnet that is brought as a file: what is in it, and what to do with it.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post
 */

import { h, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { button } from "../kit/parts.js";

const LARGEST = 5 * 1024 * 1024; // bytes; a notebook server silently cuts the link on messages above 10 MiB

/** A file in, a file out. @param {Model} model @param {Post} carrier @param {Texts} t @param {string} uid
 * @param {(sentence: string) => void} blame */
export function filePart(model, carrier, t, uid, blame) {
  const input = h("input", {
    type: "file",
    id: `${uid}-file`,
    accept: ".json,application/json",
    "aria-describedby": `${uid}-file-help`,
  });
  const drop = h(
    "div",
    { class: "pap-kit-drop" },
    h("div", { class: "pap-kit-choose" }, input, h("label", { for: input.id }, t.fichier.choisir)),
    h("p", { id: `${uid}-file-help`, class: "pap-soft" }, t.fichier.aide),
  );
  const waits = h("div", { class: "pap-notice", hidden: true, tabindex: -1 });
  const root = h("section", {}, h("h3", {}, t.fichier.titre), drop);

  /** @param {File | undefined} file */
  async function take(file) {
    if (!file) return;
    if (file.size > LARGEST) return blame(fill(t.fichier.trop_gros, { nom: file.name, mo: LARGEST / 1024 / 1024 }));
    try {
      const data = new DataView(await file.arrayBuffer());
      blame("");
      carrier.send("bring", { name: file.name, data });
    } catch {
      blame(fill(t.fichier.illisible, { nom: file.name }));
    }
  }
  input.addEventListener("change", () => {
    take(input.files?.[0]);
    input.value = "";
  });
  for (const [name, over] of /** @type {[string, boolean][]} */ ([
    ["dragover", true],
    ["dragleave", false],
    ["drop", false],
  ])) {
    drop.addEventListener(name, (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      drop.toggleAttribute("data-over", over);
      if (name === "drop") take(event.dataTransfer?.files[0]);
    });
  }
  function paint() {
    const one = model.get("brought");
    const shown = Boolean(one.nom);
    const wasHidden = waits.hidden;
    waits.hidden = !shown;
    redraw(waits, [one, model.get("state").id], () =>
      !shown
        ? []
        : [
            h("h3", {}, fill(t.apporte.titre, { nom: one.nom })),
            h(
              "p",
              {},
              fill(t.apporte.contenu, {
                titre: one.titre || t.liste.sans_titre,
                seances: counted(t.apporte.seances, one.seances),
                actions: counted(t.apporte.actions, one.actions),
              }),
            ),
            one.perdu.length
              ? h(
                  "p",
                  { class: "pap-kit-lost" },
                  fill(t.apporte.perdu, {
                    parties: one.perdu.map((/** @type {string} */ part) => lostInWords(part, t)).join(", "),
                  }),
                )
              : null,
            h(
              "div",
              { class: "pap-kit-line" },
              button(t.apporte.ouvrir, () => carrier.send("adopt"), "main"),
              model.get("state").id && one.seances ? button(t.apporte.joindre, () => carrier.send("join")) : null,
              button(t.apporte.laisser, () => carrier.send("drop")),
            ),
          ],
    );
    if (shown && wasHidden) waits.focus();
  }
  return { root, waits, paint, take };
}

/** «actions 2» in words. @param {string} part @param {Texts} t */
function lostInWords(part, t) {
  const [key, number] = part.split(" ");
  return `${t.champs[key] ?? key}${number ? ` ${number}` : ""}`;
}
