// @ts-check
/** «Terminer»: the carnet that the group keeps, the comparison with an earlier time, and the erasure with its
 * receipt. */
import { advise, h, handOver, openDialog, put, redraw } from "../../front/dom.js";
import { dayInWords, fileName, fill } from "../../front/words.js";
import { advice, button, field, fold, wrong } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const LARGEST_CARNET = 2 * 1024 * 1024; // bytes

/** The name of a carnet's file: two sessions of one group are two files in a folder. @param {string} kind
 * @param {string} text */
function carnetName(kind, text) {
  const { titre, vagues } = JSON.parse(text);
  const { seance } = vagues[vagues.length - 1];
  return fileName(kind, `${seance.jour} ${titre || seance.titre}`, "json");
}

/** @param {Desk} desk @param {(session: any, from: HTMLElement) => void} erase @param {Part} evaluation
 * @returns {Part} */
export function endPart(desk, erase, evaluation) {
  const { model, texts } = desk;
  const t = texts.terminer;
  const take = button(
    t.carnet.bouton,
    async (pressed) => {
      const told = await desk.act(pressed, "carnet", {}, t.carnet.fait);
      if (told.ok) handOver(told.given, "application/json", carnetName(t.carnet.fichier, told.given), desk.root);
    },
    "main",
  );
  const where = /** @type {HTMLSelectElement} */ (
    h("select", { id: `${desk.uid}-keep` }, h("option", { value: "" }, t.carnet.nouveau))
  );
  const filed = h("div", {});
  const keep = button(t.carnet.ranger, async (pressed) => {
    const told = await desk.act(pressed, "file_carnet", { id: where.value });
    if (!told.ok) return;
    const carnet = told.given;
    desk.say(fill(t.carnet.range, carnet));
    const links = Object.entries(t.carnet.suite).map(([page, label]) =>
      h("li", {}, h("a", { href: `${page}?carnet=${carnet.id}` }, label)),
    );
    filed.replaceChildren(h("p", {}, fill(t.carnet.range, carnet), " ", t.carnet.ouvrir), h("ul", {}, ...links));
    await list();
    where.value = carnet.id;
  });
  /** The carnets of this computer, asked for when somebody may choose. */
  async function list() {
    const told = await desk.ask("carnets");
    if (!told.ok) return;
    const before = where.value;
    where.replaceChildren(
      h("option", { value: "" }, t.carnet.nouveau),
      ...told.given.map((/** @type {any} */ one) => h("option", { value: one.id }, one.titre)),
    );
    where.value = before;
    if (where.selectedIndex < 0) where.value = "";
  }
  let asked = "";
  const gone = button(
    t.effacer.bouton,
    (pressed) => erase({ ...model.get("about"), id: model.get("opened") }, pressed),
    "danger",
  );
  const until = h("p", { class: "pap-soft" });
  return {
    root: h(
      "div",
      { class: "pap-cockpit-halves" },
      h(
        "section",
        {},
        h("h4", {}, t.carnet.titre),
        h("p", { class: "pap-soft" }, t.carnet.aide),
        take,
        field(t.carnet.dans, where, t.carnet.ranger_aide),
        keep,
        filed,
      ),
      h(
        "div",
        {},
        h("section", {}, h("h4", {}, t.effacer.titre), h("p", { class: "pap-soft" }, t.effacer.aide), until, gone),
        evaluation.root,
      ),
    ),
    paint() {
      evaluation.paint();
      put(until, fill(t.effacer.date, { jour: dayInWords(model.get("about").kept_until) }));
      if (asked === model.get("opened") || model.get("state").phase !== "fin") return;
      asked = model.get("opened");
      filed.replaceChildren();
      list();
    },
  };
}

/** What was done earlier, beside what is published now. @param {Desk} desk @returns {Part} */
export function earlierPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.avant_apres;
  const select = /** @type {HTMLSelectElement} */ (h("select", { id: `${uid}-earlier` }));
  const compare = button(t.comparer, (pressed) =>
    desk.act(pressed, "compare", { with: select.value || null }, select.value ? t.fait : t.retire),
  );
  const file = /** @type {HTMLInputElement} */ (
    h("input", {
      id: `${uid}-carnet`,
      type: "file",
      accept: ".json",
      "aria-describedby": `${uid}-carnet-help ${uid}-carnet-advice`,
    })
  );
  const drop = h(
    "div",
    { class: "pap-cockpit-drop pap-field" },
    h("div", { class: "pap-cockpit-choose" }, file, h("label", { for: file.id }, t.carnet)),
    h("p", { id: `${uid}-carnet-help`, class: "pap-soft" }, t.carnet_aide),
    advice(file.id),
  );
  const now = h("p", {});
  const root = fold(
    t.titre,
    h("p", { class: "pap-soft" }, t.aide),
    h("div", { class: "pap-field" }, h("label", { for: select.id }, t.seance), select),
    compare,
    drop,
    now,
  );

  /** @param {File | undefined} chosen */
  async function open(chosen) {
    if (!chosen) return;
    if (chosen.size > LARGEST_CARNET) return wrong(file, t.trop_gros);
    const told = await desk.ask("compare_carnet", { text: await chosen.text() });
    if (!told.ok) return wrong(file, told.fault ?? "");
    advise(file, "");
    desk.say(t.fait);
  }
  file.addEventListener("change", () => (open(file.files?.[0]), (file.value = "")));
  drop.addEventListener("dragover", (/** @type {DragEvent} */ event) => event.preventDefault());
  drop.addEventListener(
    "drop",
    (/** @type {DragEvent} */ event) =>
      (event.preventDefault(), open(event.dataTransfer?.files[0])),
  );
  return {
    root,
    paint() {
      root.hidden =
        model.get("state").phase !== "resultats" ||
        (!Object.keys(model.get("results")).length && !Object.keys(model.get("kept")).length);
      const others = model.get("sessions").filter((/** @type {any} */ one) => one.id !== model.get("opened"));
      redraw(select, others, () => [
        h("option", { value: "" }, t.aucune),
        ...others.map((/** @type {any} */ one) =>
          h("option", { value: one.id }, fill(t.option, { titre: one.title, jour: dayInWords(one.day) })),
        ),
      ]);
      const { label } = model.get("earlier");
      put(now, label ? fill(t.maintenant, { nom: label }) : "");
    },
  };
}

/**
 * Ask before a session is erased: the button works once the box is ticked, which no slip of the hand does.
 * @param {Desk} desk
 */
export function eraseDialog(desk) {
  const { texts, uid } = desk;
  const t = texts.effacement;
  /** @type {any} */
  let about = null;
  /** @type {HTMLElement | null} */
  let from = null;
  const question = h("h4", { id: `${uid}-erase-title`, tabindex: -1 });
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: `${uid}-erase-sure` }));
  const sure = h("label", { class: "pap-cockpit-tick", for: box.id }, box, h("span", {}, t.sur));
  const yes = button(t.oui, run, "danger", { "aria-disabled": "true" });
  const no = button(t.non, () => dialog.close());
  const receipt = h("div", { hidden: true });
  const ask = h("div", {}, h("p", {}, t.consequence), sure, h("div", { class: "pap-cockpit-row" }, no, yes));
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { class: "pap-dialog", "aria-labelledby": question.id }, question, ask, receipt)
  );
  box.addEventListener("change", () => yes.setAttribute("aria-disabled", String(!box.checked)));
  dialog.addEventListener("close", () =>
    (from?.isConnected && from.offsetParent
      ? from
      : /** @type {HTMLElement | null} */ (desk.root.querySelector(".pap-cockpit-part:not([hidden]) h3"))
    )?.focus(),
  );

  async function run() {
    const told = await desk.act(yes, "erase", { session: about.id });
    if (!told.ok) return put(question, told.fault ?? "");
    put(question, t.recu.titre);
    ask.hidden = true;
    receipt.hidden = false;
    const lines = Object.entries(told.given.efface).map(([name, n]) =>
      h("li", {}, fill(t.recu.ligne, { quoi: t.recu.noms[name] ?? name, n })),
    );
    const name = fileName(t.recu.fichier, about.title, "json");
    const keep = button(
      t.recu.telecharger,
      () => handOver(JSON.stringify(told.given, null, 1), "application/json", name, desk.root),
      "main",
    );
    receipt.replaceChildren(
      h("p", {}, fill(t.recu.jour, { jour: dayInWords(told.given.jour) })),
      h("ul", {}, ...lines),
      h("p", { class: "pap-soft" }, fill(t.recu.empreinte, told.given)),
      h(
        "div",
        { class: "pap-cockpit-row" },
        keep,
        button(t.recu.fermer, () => dialog.close()),
      ),
    );
    desk.say(t.fait);
    question.focus();
  }

  return {
    root: dialog,
    /** @param {any} session @param {HTMLElement} pressed */
    open(session, pressed) {
      about = session;
      from = pressed;
      box.checked = false;
      yes.setAttribute("aria-disabled", "true");
      ask.hidden = false;
      receipt.hidden = true;
      put(question, fill(t.question, { titre: session.title }));
      openDialog(dialog);
    },
  };
}
