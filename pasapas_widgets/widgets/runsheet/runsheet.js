// @ts-check
/** «Dérouler une séance»: choose a session and the hour it begins, then read it, adapt it, lead it, print it. */
import { h, handOver, put, redraw } from "../../front/dom.js";
import { keepLineBreaks } from "../../front/linebreaks.js";
import { openShelf } from "../../front/shelf.js";
import { newUid } from "../../front/uid.js";
import { fill } from "../../front/words.js";
import { bar } from "../kit/bar.js";
import { button } from "../kit/parts.js";
import { post } from "../kit/post.js";
import { adaptView } from "./adapt.js";
import { hourInWords, lengthInWords, minutesOf } from "./clock.js";
import { atHand, readView } from "./read.js";
import { runView } from "./run.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain */

/** Which session, and when it begins. @param {Model} model @param {Texts} t @param {string} uid */
function choosing(model, t, uid) {
  const sheet = h("select", { id: `${uid}-sheet` });
  const start = h("input", { type: "time", id: `${uid}-start`, class: "pap-runsheet-start" });
  const root = h(
    "div",
    { class: "pap-kit-line pap-kit-bottom pap-kit-screen" },
    h("div", { class: "pap-field" }, h("label", { for: sheet.id }, t.choisir.seance), sheet),
    h("div", { class: "pap-runsheet-hour" }, h("label", { for: start.id }, t.choisir.debut), start),
  );
  return {
    root,
    sheet,
    start,
    paint() {
      const own = /** @type {Plain[]} */ (model.get("sheets"));
      const option = (/** @type {Plain} */ one) =>
        h("option", { value: one.id, disabled: Boolean(one.faute) }, one.titre || one.faute);
      redraw(sheet, own, () => [
        h("optgroup", { label: t.choisir.modeles }, ...model.get("kit").modeles.map(option)),
        own.length ? h("optgroup", { label: t.choisir.variantes }, ...own.map(option)) : null,
      ]);
      sheet.value = model.get("state").deroule;
    },
  };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("runsheet");
  const carrier = post(model, "deroule");
  const ofTab = openShelf("pasapas-deroule-", true); // a page that is loaded again opens the last variant
  const shelf = openShelf("pasapas-deroule:", model.get("state").navigateur === "session");
  const top = bar(model, carrier);
  const status = h("p", { role: "status", class: "pap-runsheet-status" });
  const say = (/** @type {string} */ text) => (status.textContent = text);
  const blamed = h("p", { role: "alert", class: "pap-kit-alert", hidden: true });
  const elsewhere = h("p", { role: "alert", class: "pap-notice", hidden: true });
  const choose = choosing(model, t, uid);
  const title = h("h3", { class: "pap-runsheet-title" });
  const summary = h("p", { class: "pap-soft" });
  const views = {
    lire: readView(model, t, shelf),
    adapter: adaptView({ model, carrier, t, uid: `${uid}-a`, say }, (sentence) => put(blamed, sentence)),
    animer: runView(model, t, `${uid}-r`, shelf, say),
  };
  let view = views.animer.isUnderWay ? "animer" : "lire";
  const tabs = Object.keys(views).map((name) =>
    button(
      t.vues[name],
      () => {
        view = name;
        say("");
        paint();
      },
      "quiet",
      { "data-view": name },
    ),
  );
  const print = button(
    t.imprimer,
    () => {
      carrier.settle();
      carrier.send("print", { start: choose.start.value || "09:00" });
    },
    "quiet",
    { "data-key": "print" },
  );
  const root = h(
    "div",
    { class: "pap pap-kit pap-runsheet" },
    h("h2", {}, t.titre),
    h("p", { class: "pap-intro" }, t.intro),
    choose.root,
    title,
    summary,
    h(
      "div",
      { class: "pap-kit-line" },
      h("div", { class: "pap-kit-line pap-runsheet-views", role: "group", "aria-label": t.vues.groupe }, ...tabs),
      print,
    ),
    top.root,
    blamed,
    elsewhere,
    status,
    ...Object.values(views).map((one) => one.root),
    atHand(model.get("kit"), t),
  );
  keepLineBreaks(root);
  choose.start.value = shelf.get("debut") ?? "09:00";
  choose.sheet.addEventListener("change", () => {
    carrier.settle();
    put(blamed, "");
    say("");
    carrier.send("open", { id: choose.sheet.value });
  });
  choose.start.addEventListener("input", () => {
    if (choose.start.value) shelf.set("debut", choose.start.value);
    paint();
  });
  for (const name of ["dragover", "drop"]) {
    root.addEventListener(name, (/** @type {any} */ event) => {
      if (!event.dataTransfer?.types.includes("Files") || event.target.type === "file") return;
      event.preventDefault();
      if (name === "drop") views.adapter.take(event.dataTransfer.files[0]);
    });
  }

  function paint() {
    const session = carrier.carnet();
    const { deroule } = model.get("state");
    const start = minutesOf(choose.start.value);
    const sum = session.sequences.reduce((/** @type {number} */ all, /** @type {Plain} */ one) => all + one.duree, 0);
    choose.paint();
    top.paint();
    const isAdapting = view === "adapter" && model.get("state").ouvert;
    top.root.hidden =
      !isAdapting && !carrier.faults.length && !carrier.late && !carrier.left.length && !model.get("state").faute;
    status.classList.toggle("pap-unseen", view === "animer"); // what it says then stands just below
    put(elsewhere, model.get("told"));
    put(title, session.titre);
    put(
      summary,
      fill(session.groupe ? t.resume : t.resume_sans_groupe, {
        duree: lengthInWords(sum, t),
        debut: hourInWords(start, t),
        fin: hourInWords(start + sum, t),
        groupe: session.groupe,
      }),
    );
    for (const [name, one] of Object.entries(views)) one.root.hidden = name !== view;
    views.lire.paint(session, deroule, start);
    views.adapter.paint(start);
    views.animer.paint(session, deroule);
    tabs.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.view === view)));
    ofTab.set("ouvert", deroule);
  }
  function hand() {
    const isSheet = model.get("file_name").endsWith(".pdf");
    handOver(model.get("file"), isSheet ? "application/pdf" : "application/json", model.get("file_name"), root);
    say(isSheet ? t.imprime : t.fichier.telecharge);
  }
  const finished = () => model.get("done") && say(model.get("done"));

  const before = ofTab.get("ouvert") ?? "";
  el.append(root);
  const stop = carrier.listen(paint);
  const painted = ["sheets", "traces", "told"].map((one) => `change:${one}`);
  painted.forEach((event) => model.on(event, paint));
  model.on("change:handed", hand);
  model.on("change:done", finished);
  if (before && before !== model.get("state").deroule && !Object.keys(model.get("pages")).length)
    carrier.send("reopen", { id: before });
  paint();
  return () => {
    stop();
    views.animer.close();
    painted.forEach((event) => model.off(event, paint));
    model.off("change:handed", hand);
    model.off("change:done", finished);
  };
}

export default { render };
