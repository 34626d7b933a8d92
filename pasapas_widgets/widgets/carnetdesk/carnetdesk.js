// @ts-check
/** «Le carnet du groupe»: which one is open, whether it is on disk, ways to open, begin, bring and take away. */
import { h, handOver, openDialog, put, redraw } from "../../front/dom.js";
import { openShelf } from "../../front/shelf.js";
import { newUid } from "../../front/uid.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { bar } from "../kit/bar.js";
import { numberField } from "../kit/number.js";
import { button, field, unheard } from "../kit/parts.js";
import { post } from "../kit/post.js";
import { filePart } from "./bring.js";
import { conflictPart } from "./conflict.js";
import { contextBar } from "./contextbar.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

/** The carnet that this tab has open, so that loading the page again finds it. @param {string} [id]
 * @returns {string} */
function remembered(id) {
  const shelf = openShelf("pasapas-carnet-", true);
  if (id) shelf.set("ouvert", id);
  return shelf.get("ouvert") ?? "";
}

/** The carnet that the page's address names, once: loading the page again finds what was opened since.
 * @returns {string} */
function addressed() {
  const address = new URL(location.href);
  const id = address.searchParams.get("carnet") ?? "";
  if (!id) return "";
  address.searchParams.delete("carnet");
  history.replaceState(history.state, "", address);
  return id;
}

/** What the carnet is about: its name, the service, the number of employees, the employer.
 * @param {Model} model @param {Post} carrier @param {Texts} t @param {string} uid */
function aboutPart(model, carrier, t, uid) {
  const title = h("input", { type: "text", id: `${uid}-title`, maxlength: 80, autocomplete: "off" });
  const service = h(
    "select",
    { id: `${uid}-service` },
    h("option", { value: "" }, t.apropos.sans_service),
    ...model.get("services").map((/** @type {Plain} */ one) => h("option", { value: one.id }, one.nom)),
  );
  const employer = h(
    "select",
    { id: `${uid}-employer` },
    ...Object.entries(t.apropos.employeurs).map(([id, label]) =>
      h("option", { value: id === "non_dit" ? "" : id }, label),
    ),
  );
  const set = (/** @type {string} */ key, /** @type {any} */ value) =>
    carrier.change([{ op: "set", path: [key], value }]);
  const staff = numberField(
    `${uid}-staff`,
    t.apropos.effectif,
    { most: 100_000 },
    t.apropos.effectif_faute,
    (value) => set("effectif", value),
    t.apropos.effectif_aide,
  );
  title.addEventListener("input", () => carrier.type(["titre"], title.value, "titre"));
  title.addEventListener("blur", carrier.settle);
  service.addEventListener("change", () => set("service", service.value || null));
  employer.addEventListener("change", () => set("employeur", employer.value || null));
  const root = h(
    "div",
    { class: "pap-kit-grid" },
    field(t.apropos.titre, title, t.apropos.titre_aide),
    field(t.apropos.service, service),
    staff.root,
    field(t.apropos.employeur, employer),
  );
  function paint() {
    const carnet = carrier.carnet();
    for (const [node, value] of [
      [title, carnet.titre],
      [service, carnet.service ?? ""],
      [employer, carnet.employeur ?? ""],
    ]) {
      if (node !== document.activeElement || node.tagName === "SELECT") node.value = String(value);
    }
  }
  return { root, paint };
}

/** The carnets of this computer, and a new one. @param {Model} model @param {Post} carrier @param {Texts} t
 * @param {string} uid */
function listPart(model, carrier, t, uid) {
  const list = h("ul", { class: "pap-kit-list" });
  const title = h("input", { type: "text", id: `${uid}-new`, maxlength: 80, autocomplete: "off" });
  const create = button(
    t.liste.creer,
    () => {
      if (!title.value.trim()) return title.focus();
      carrier.send("create", { title: title.value });
      title.value = "";
    },
    "main",
  );
  title.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && create.click());
  const which = h(
    "select",
    { id: `${uid}-sample` },
    .../** @type {Plain[]} */ (model.get("samples")).map((one) => h("option", { value: one.id }, one.titre)),
  );
  which.addEventListener("change", paint);
  const sample = button(t.liste.exemple, () => carrier.send("sample", { id: which.value }));
  const samples = h("div", { class: "pap-kit-line pap-kit-bottom" }, field(t.liste.exemples, which), sample);
  const root = h(
    "section",
    {},
    h("h3", {}, t.liste.titre),
    list,
    h("div", { class: "pap-kit-line pap-kit-bottom" }, field(t.liste.nouveau, title, t.apropos.titre_aide), create),
    samples,
  );
  function paint() {
    const { id, exemple } = model.get("state");
    const all = /** @type {Plain[]} */ (model.get("carnets"));
    redraw(list, [all, id], () =>
      (all.length ? all : [{}]).map((one) => {
        if (!one.id) return h("li", {}, t.liste.aucun);
        const name = one.titre || t.liste.sans_titre;
        const words = h(
          "div",
          {},
          h("strong", {}, one.faute && !one.ailleurs ? t.liste.abime : name),
          h("span", { class: "pap-soft" }, one.faute || fill(t.liste.jour, { jour: dayInWords(one.jour) })),
        );
        if (one.id === id)
          return h("li", { "aria-current": "true" }, words, h("span", { class: "pap-kit-badge" }, t.liste.ouvert));
        if (one.ailleurs) return h("li", {}, words);
        const verb = one.faute ? "mend" : "open";
        return h(
          "li",
          {},
          words,
          button(one.faute ? t.liste.recuperer : t.liste.ouvrir, () => carrier.send(verb, { id: one.id }), "quiet", {
            "data-key": one.id,
          }),
        );
      }),
    );
    for (const one of list.querySelectorAll("button")) {
      if (!one.querySelector("span"))
        one.append(unheard(` : ${all.find((found) => found.id === one.dataset.key)?.titre ?? ""}`));
    }
    samples.hidden = !model.get("state").a_exemple;
    sample.hidden = exemple && which.value === model.get("sample");
  }
  return { root, title, paint };
}

/** Take the carnet away, go back to an earlier version, erase it. @param {Model} model @param {Post} carrier
 * @param {Texts} t @param {string} uid */
function keepPart(model, carrier, t, uid) {
  const earlier = h("select", { id: `${uid}-earlier` });
  const restore = button(
    t.versions.reprendre,
    () => earlier.value && carrier.send("restore", { number: Number(earlier.value) }),
  );
  const none = h("p", { class: "pap-soft" }, t.versions.aucune);
  const some = h(
    "div",
    { class: "pap-kit-line pap-kit-bottom" },
    field(t.versions.choisir, earlier, t.versions.aide),
    restore,
  );
  const sure = h("dialog", { class: "pap-dialog", "aria-labelledby": `${uid}-sure` });
  const close = () => sure.close();
  sure.append(
    h("h3", { id: `${uid}-sure` }, t.effacer.titre),
    h("p", {}, t.effacer.texte),
    h(
      "div",
      { class: "pap-kit-line" },
      button(t.effacer.garder, close, "main", { autofocus: true }),
      button(t.effacer.oui, () => (close(), carrier.send("erase")), "danger"),
    ),
  );
  const erase = button(t.effacer.bouton, () => openDialog(sure), "danger");
  const root = h("section", {}, h("h3", {}, t.versions.titre), none, some, erase, sure);
  function paint() {
    const all = /** @type {Plain[]} */ (model.get("revisions"));
    none.hidden = all.length > 0;
    some.hidden = !all.length;
    redraw(earlier, all, () =>
      all.map((one) =>
        h(
          "option",
          { value: one.numero },
          fill(t.versions.option, {
            jour: dayInWords(one.instant.slice(0, 10)),
            heure: one.instant.slice(11, 16).replace(":", " h "),
          }),
        ),
      ),
    );
    erase.hidden = !model.get("state").id;
  }
  return { root, paint };
}

/** Take the carnet away: its file, or what is made of it; keep the sample as it was changed.
 * @param {Model} model @param {Post} carrier @param {Texts} t */
function takePart(model, carrier, t) {
  const download = button(
    t.telecharger,
    () => {
      carrier.settle();
      carrier.send("download");
    },
    "main",
  );
  const sheets = h(
    "a",
    { class: "pap-button pap-button-quiet", href: "05_plan_action.ipynb#emporter" },
    t.barre.feuilles_a_emporter,
  );
  const keep = button(t.barre.garder, () => carrier.send("keep"));
  const root = h("div", { class: "pap-kit-line" }, keep, download, sheets);
  function paint() {
    const { ouvert, exemple, annuler } = model.get("state");
    root.hidden = !ouvert;
    keep.hidden = !exemple || !annuler;
  }
  return { root, download, paint };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("carnetdesk");
  const carrier = post(model, "bureau");
  const top = bar(model, carrier);
  const own = h("p", { role: "alert", class: "pap-kit-alert", hidden: true });
  const status = h("p", { role: "status", class: "pap-kit-status", hidden: true });
  const name = h("p", { class: "pap-kit-name" });
  const waves = h("p", { class: "pap-soft" });
  const sample = h("p", { class: "pap-notice" }, t.exemple);
  const about = aboutPart(model, carrier, t, uid);
  const list = listPart(model, carrier, t, uid);
  const file = filePart(model, carrier, t, uid, (sentence) => put(own, sentence));
  const kept = keepPart(model, carrier, t, uid);
  const conflict = conflictPart(model, carrier, t, uid);
  const take = takePart(model, carrier, t);
  const fold = (/** @type {string} */ title, /** @type {Node[]} */ ...children) =>
    h("details", { class: "pap-kit-fold" }, h("summary", {}, title), h("div", {}, ...children));
  const lists = fold(t.liste.resume, list.root, file.root, kept.root);
  const panel = h(
    "dialog",
    { class: "pap-dialog pap-carnetdesk-panel", "aria-labelledby": `${uid}-panel` },
    h(
      "div",
      { class: "pap-kit-line pap-carnetdesk-head" },
      h("h2", { id: `${uid}-panel`, tabindex: -1 }, t.titre),
      button(t.barre.fermer, () => panel.close()),
    ),
    name,
    waves,
    sample,
    own,
    status,
    file.waits,
    take.root,
    fold(t.apropos.resume, about.root),
    lists,
    h("p", { class: "pap-soft" }, t.intro),
  );
  let shown = "";
  const carnetShown = () => (model.get("state").exemple ? `exemple ${model.get("sample")}` : model.get("state").id);
  function open() {
    shown = carnetShown();
    panel.prepend(context.told); // what is refused is read where the hand is
    if (!panel.open) openDialog(panel);
  }
  const context = contextBar(model, carrier, t, top, {
    panel: open,
    take() {
      open();
      take.download.focus();
    },
    begin() {
      open();
      lists.open = true;
      list.title.focus();
    },
  });
  panel.addEventListener("close", () => context.line.after(context.told));
  const root = h("div", { class: "pap pap-kit pap-carnetdesk" }, context.line, context.told, conflict.root, panel);

  function paint() {
    const state = model.get("state");
    const carnet = carrier.carnet();
    // What was brought waits for a decision; another carnet is what was asked for.
    if (Object.keys(model.get("brought")).length) open();
    else if (panel.open && carnetShown() !== shown) panel.close();
    put(name, state.ouvert ? fill(t.ouvert, { titre: carnet.titre || t.liste.sans_titre }) : t.rien);
    const all = /** @type {Plain[]} */ (model.get("waves"));
    put(
      waves,
      !state.ouvert
        ? ""
        : all.length
          ? all
              .map((one) =>
                fill(one.n ? t.seances.une : t.seances.sans_resultat, {
                  titre: one.titre,
                  jour: dayInWords(one.jour),
                  n: one.n,
                }),
              )
              .join(" · ")
          : t.seances.aucune,
    );
    sample.hidden = !state.exemple;
    [top, context, take, about, list, file, kept, conflict].forEach((one) => one.paint());
    if (state.id) remembered(state.id);
  }
  function hand() {
    const data = model.get("file");
    if (!data?.byteLength) return;
    handOver(data, "application/json", model.get("file_name"), root);
    put(status, t.telecharge);
  }
  const joined = () => put(status, counted(t.apporte.jointes, model.get("joined_waves")));
  /** A file dropped anywhere on the desk is a carnet that is brought. @param {DragEvent} event */
  const dropped = (event) => {
    if (!event.dataTransfer?.types.includes("Files") || event.defaultPrevented) return;
    event.preventDefault();
    if (event.type !== "drop") return;
    open();
    file.take(event.dataTransfer.files[0]);
  };
  root.addEventListener("dragover", dropped);
  root.addEventListener("drop", dropped);

  el.append(root);
  const stop = carrier.listen(paint);
  const traits = ["carnets", "revisions", "conflict", "brought", "waves", "sample"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  model.on("change:file", hand);
  model.on("change:joined_waves", joined);
  paint();
  const before = addressed() || remembered();
  if (before && before !== model.get("state").id && !Object.keys(model.get("pages")).length)
    carrier.send("reopen", { id: before });
  return () => {
    stop();
    traits.forEach((event) => model.off(event, paint));
    model.off("change:file", hand);
    model.off("change:joined_waves", joined);
  };
}

export default { render };
