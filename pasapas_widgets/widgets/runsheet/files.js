// @ts-check
/**
 * A variant as a file: duplicated, taken away, brought, erased.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../kit/post.js").Post} Post
 * @typedef {{ model: Model, carrier: Post, t: Texts, uid: string, say: (text: string) => void }} Bench
 */

import { h, openDialog, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button } from "../kit/parts.js";

/** Duplicate, take away, bring, erase. @param {Bench} bench @param {(sentence: string) => void} blame */
export function filesPart({ model, carrier, t, uid }, blame) {
  const f = t.fichier;
  const sure = h("dialog", { class: "pap-dialog", "aria-labelledby": `${uid}-sure` });
  const asked = h("h3", { id: `${uid}-sure` });
  const close = () => sure.close();
  sure.append(
    asked,
    h("p", {}, f.effacer_texte),
    h(
      "div",
      { class: "pap-kit-line" },
      button(f.effacer_non, close, "main", { autofocus: true }),
      button(f.effacer_oui, () => (close(), carrier.send("erase")), "danger"),
    ),
  );
  const own = [
    button(f.dupliquer, () => (carrier.settle(), carrier.send("duplicate"))),
    button(f.telecharger, () => (carrier.settle(), carrier.send("download"))),
    button(
      f.effacer,
      () => {
        put(asked, fill(f.effacer_titre, { titre: carrier.carnet().titre }));
        openDialog(sure);
      },
      "danger",
    ),
  ];
  const input = h("input", {
    type: "file",
    id: `${uid}-file`,
    accept: ".json,application/json",
    "aria-describedby": `${uid}-file-help`,
  });
  const root = h(
    "section",
    { class: "pap-runsheet-files" },
    h("h3", {}, f.titre),
    h("div", { class: "pap-kit-line" }, ...own),
    h(
      "div",
      { class: "pap-runsheet-bring" },
      h("label", { for: input.id }, f.choisir),
      input,
      h("p", { id: `${uid}-file-help`, class: "pap-soft" }, f.aide),
    ),
    sure,
  );
  /** @param {File | undefined} file */
  async function take(file) {
    if (!file) return;
    const most = model.get("kit").plus_gros;
    if (file.size > most) return blame(fill(f.trop_gros, { nom: file.name, ko: most / 1024 }));
    try {
      const data = new DataView(await file.arrayBuffer());
      blame("");
      carrier.send("bring", { data });
    } catch {
      blame(fill(f.illisible, { nom: file.name }));
    }
  }
  input.addEventListener("change", () => {
    take(input.files?.[0]);
    input.value = "";
  });
  return { root, take, paint: () => own.forEach((one) => (one.hidden = !model.get("state").ouvert)) };
}
