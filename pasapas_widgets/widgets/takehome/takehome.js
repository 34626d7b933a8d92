// @ts-check
/** «Ce que l'on emporte»: folded by purpose, a line a document with its formats and fields; all at once; how far it is,
 * and what failed. */
import { h, put, redraw } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { counted, fill } from "../../front/words.js";
import { button, field } from "../kit/parts.js";
import { post } from "../kit/post.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain */

const TYPES = {
  pdf: "application/pdf",
  json: "application/json",
  ics: "text/calendar",
  csv: "text/csv",
  zip: "application/zip",
};
/** The field that is asked for beside a sheet. @param {string} name @param {Model} model @param {Texts} t
 * @param {string} uid */
function asked(name, model, t, uid) {
  const id = `${uid}-${name}`;
  const options = (/** @type {[string, string][]} */ all) =>
    h("select", { id }, ...all.map(([value, label]) => h("option", { value }, label)));
  if (name === "fiches")
    return options([
      ["plan", t.fiches.plan],
      ["toutes", t.fiches.toutes],
    ]);
  if (name !== "variante")
    return h("input", {
      type: "text",
      id,
      maxlength: 200,
      autocomplete: "off",
      inputmode: name === "adresse" ? "url" : null,
    });
  const variants = model.get("variants").map((/** @type {Plain} */ one) => [one.id, one.nom]);
  return options([["", t.variantes.carnet], ["base", t.variantes.base], ...variants]);
}

/** How far it is, how to stop it, and what failed.
 * @param {Model} model @param {Texts} t @param {(verb: string) => void} send */
function progressPart(model, t, send) {
  const status = h("p", { role: "status" });
  const meter = h("progress", { "aria-label": t.etat.avance });
  const stop = button(t.etat.arreter, () => send("stop"), "quiet", { "data-key": "stop" });
  const line = h("div", { class: "pap-kit-line" }, meter, stop);
  const again = h("a", { class: "pap-takehome-again", hidden: true });
  const faults = h("div", { role: "alert", class: "pap-kit-alert" });
  const root = h("div", { class: "pap-takehome-progress" }, status, again, line, faults);
  const names = Object.fromEntries(model.get("sheets").map((/** @type {Plain} */ one) => [one.id, one.nom]));
  return {
    root,
    /** Hand a file over by a link that stays: some browsers refuse, or ask, when a page gives several.
     * @param {BlobPart} data @param {string} name */
    hand(data, name) {
      this.forget();
      const type = TYPES[/** @type {keyof typeof TYPES} */ (name.split(".").pop())] ?? "application/octet-stream";
      Object.assign(again, { href: URL.createObjectURL(new Blob([data], { type })), download: name });
      again.click();
    },
    forget() {
      URL.revokeObjectURL(again.href);
      again.removeAttribute("href");
    },
    /** @param {string[]} refused */
    paint(refused) {
      const job = model.get("job");
      const running = job.etat === "en_cours";
      const held = line.contains(document.activeElement);
      line.hidden = !running || job.total < 2;
      if (held && line.hidden) {
        status.tabIndex = -1; // the button that had the keyboard is gone: its place is where the outcome is said
        status.focus();
      }
      meter.max = job.total ?? 1;
      meter.value = job.fait ?? 0;
      const said = { fichier: model.get("file_name"), nom: names[job.feuille] ?? "" };
      put(again, again.href && job.etat === "fini" ? fill(t.etat.encore, { fichier: again.download }) : "");
      put(
        status,
        running
          ? fill(t.etat.prepare, { ...said, n: job.fait + 1, total: job.total })
          : job.etat === "fini"
            ? counted(t.etat.fait, job.fait, said)
            : job.etat === "arrete"
              ? t.etat.arret
              : job.etat === "echec"
                ? t.etat.rien
                : "",
      );
      const failed = /** @type {Plain[]} */ (job.fautes ?? []);
      redraw(faults, [failed, refused], () => [
        ...refused.map((one) => h("p", {}, one)),
        ...(failed.length
          ? [
              h("p", {}, counted(t.etat.fautes, failed.length)),
              h(
                "ul",
                {},
                ...failed.map((one) =>
                  h("li", {}, fill(t.etat.faute, { nom: names[one.feuille] ?? one.feuille, raison: one.phrase })),
                ),
              ),
            ]
          : []),
      ]);
    },
  };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("takehome");
  const carrier = post(model, "emporter");
  const sheets = /** @type {Plain[]} */ (model.get("sheets"));
  /** @type {Record<string, any>} */
  const fields = {};
  const mine = new Set(); // what this page asked for: another page of the same widget takes no file that it did not ask
  const values = () => Object.fromEntries(Object.entries(fields).map(([name, node]) => [name, node.value]));
  let wanted = 0; // the last sheet that this page asked for
  const make = (/** @type {string} */ feuille) => {
    wanted = carrier.send("make", { feuille, champs: values() });
    mine.add(wanted);
    paint();
  };
  // What else waits stops no press: Python takes it first, in its turn. (A window that gets the focus back by the very
  // press looks at the disk; that press counts.)
  const isBusy = () => model.get("job").etat === "en_cours" || !carrier.isSeen(wanted);
  /** What a sheet lacks, once what was typed counts. @param {string} id */
  const lack = (id) => {
    const found = model.get("lacks")[id] ?? "";
    return found === "adresse" && fields.adresse?.value.trim() ? "" : found;
  };

  const cards = sheets.map((one) => {
    const key = `${uid}-${one.id.replace("/", "-")}`;
    const why = h("p", { class: "pap-advice", id: `${key}-why`, hidden: true });
    const asks = one.champs.map((/** @type {string} */ name) => {
      fields[name] = asked(name, model, t, uid);
      fields[name].addEventListener("input", paint);
      return field(t.champs[name].libelle, fields[name], t.champs[name].aide);
    });
    const format = t.formats[one.format] ?? one.format;
    const press = button(format, () => isBusy() || make(one.id), "quiet", {
      "aria-describedby": why.id,
      "aria-label": fill(t.bouton, { format, nom: one.nom }),
      "data-sheet": one.id,
    });
    return /** @type {Plain} */ ({ ...one, asks, why, press });
  });
  /** A document's line: what it is for, its formats, what is asked for it. @param {Plain} one */
  const line = (one) => {
    const all = [one, ...cards.filter((other) => other.avec === one.id)];
    return h(
      "li",
      { class: "pap-takehome-sheet" },
      h("div", {}, h("h4", {}, one.nom), h("p", {}, one.sert)),
      h("div", { class: "pap-takehome-ways" }, ...all.map(({ press }) => press)),
      ...one.asks,
      ...all.map(({ why }) => why),
    );
  };
  const groups = Object.keys(t.groupes)
    .map((name) => ({ name, inside: cards.filter((one) => one.groupe === name && !one.avec) }))
    .filter(({ inside }) => inside.length);
  const progress = progressPart(model, t, (verb) => carrier.send(verb));
  const without = h("div", {});
  const all = button(t.tout.bouton, () => isBusy() || make(""), "main", { "data-sheet": "tout" });
  const sample = h("p", { class: "pap-notice" }, t.exemple);
  const closed = h("p", {}, t.ferme);
  const body = h(
    "div",
    {},
    sample,
    h(
      "section",
      { class: "pap-takehome-all" },
      h("h3", {}, t.tout.titre),
      h("p", {}, t.tout.sert),
      without,
      all,
      progress.root,
    ),
    ...groups.map(({ name, inside }, place) =>
      h(
        "details",
        { class: "pap-kit-row", "data-group": name, open: place === 0 },
        h("summary", {}, h("h3", {}, t.groupes[name]), h("span", {}, counted(t.documents, inside.length))),
        h("ul", {}, ...inside.map(line)),
      ),
    ),
    h("p", { class: "pap-soft" }, t.prive),
  );
  const root = h("div", { class: "pap pap-kit pap-takehome" }, h("h2", {}, t.titre), h("p", {}, t.intro), closed, body);
  el.append(root);

  function paint() {
    const state = model.get("state");
    closed.hidden = state.ouvert;
    body.hidden = !state.ouvert;
    sample.hidden = !state.exemple;
    for (const one of cards) {
      const found = lack(one.id);
      const failed = (model.get("job").fautes ?? []).find(
        (/** @type {Plain} */ fault) => fault.feuille === one.id,
      )?.phrase;
      const reason = found ? t.manque[found] : failed;
      put(one.why, reason ? fill(t.tout.manque, { nom: one.nom, raison: reason }) : "");
      one.press.setAttribute("aria-disabled", String(Boolean(found) || isBusy()));
    }
    const left = cards.filter((/** @type {Plain} */ one) => lack(one.id));
    redraw(
      without,
      left.map((one) => one.id),
      () =>
        !left.length
          ? []
          : [
              h("p", { class: "pap-soft" }, t.tout.sans),
              h(
                "ul",
                { class: "pap-kit-plain pap-soft" },
                ...left.map((one) =>
                  h("li", {}, fill(t.tout.manque, { nom: one.nom, raison: t.manque.laisser[lack(one.id)] })),
                ),
              ),
            ],
    );
    all.setAttribute("aria-disabled", String(isBusy()));
    progress.paint(carrier.faults.map((/** @type {Plain} */ one) => one.phrase));
  }
  function hand() {
    const data = model.get("file");
    if (!data?.byteLength || !carrier.isOwn(model.get("job")) || !mine.delete(model.get("job").seq)) return;
    progress.hand(data, model.get("file_name"));
    paint();
  }
  const stop = carrier.listen(paint);
  const traits = ["lacks", "job", "file_name"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  model.on("change:file", hand);
  paint();
  return () => {
    stop();
    traits.forEach((event) => model.off(event, paint));
    model.off("change:file", hand);
    progress.forget();
  };
}

export default { render };
