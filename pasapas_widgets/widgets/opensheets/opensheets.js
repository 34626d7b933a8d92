// @ts-check
/**
 * «Ouvrir des réponses»: a sample, files or share codes are handed to Python one at a time. Without an answer the
 * person is told; what was already open stays.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../../front/courier.js").Task} Task
 * @typedef {{ id: number, name: string, n: number, doubles: number, notes: string[] }} Loaded
 * @typedef {{ id: string, label: string, n: number, unnamed: number }} Session
 * @typedef {import("../../front/host.js").Model} Model
 */

import { courier } from "../../front/courier.js";
import { h, redraw, say } from "../../front/dom.js";
import { keepLineBreaks } from "../../front/linebreaks.js";
import { newUid } from "../../front/uid.js";
import { counted, fill } from "../../front/words.js";
import { columnsPanel } from "../kit/columns.js";

const LIMIT = 5 * 1024 * 1024; // bytes; a notebook server silently cuts the link on messages above 10 MiB
const PATIENCE = 10; // seconds without an answer before the person is told
const MO = LIMIT / 1024 / 1024;
const NONE = ""; // the choice «compare with none»; the other values are places in the list of sessions

/** The three ways in. @param {Texts} texts @param {{ id: string, label: string }[]} samples @param {string} id */
function ways(texts, samples, id) {
  const { exemple, fichier, codes } = texts;
  const select = /** @type {HTMLSelectElement} */ (
    h("select", { id: `${id}-sample` }, ...samples.map((one) => h("option", { value: one.id }, one.label)))
  );
  const sample = h("button", { type: "button", class: "pap-button pap-button-main" }, exemple.ouvrir);
  const files = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "file",
      id: `${id}-files`,
      multiple: "",
      accept: ".csv,.tsv,.txt,.json,.jsonl,.xlsx",
      "aria-describedby": `${id}-files-help`,
    })
  );
  const drop = h(
    "div",
    { class: "pap-opensheets-drop" },
    // The native input lies, unseen, over its label, which looks like a button and shows the focus.
    h("div", { class: "pap-opensheets-choose" }, files, h("label", { for: files.id }, fichier.choisir)),
    h("p", { id: `${id}-files-help` }, fill(fichier.aide, { mo: MO })),
  );
  const area = /** @type {HTMLTextAreaElement} */ (
    h("textarea", {
      id: `${id}-codes`,
      rows: 4,
      autocomplete: "off",
      autocapitalize: "characters",
      spellcheck: "false",
      "aria-describedby": `${id}-codes-help`,
    })
  );
  const read = h("button", { type: "button", class: "pap-button pap-button-main" }, codes.ouvrir);
  const part = (/** @type {string} */ title, /** @type {Node[]} */ ...children) =>
    h("section", {}, h("h3", {}, title), ...children);
  const nodes = [
    part(fichier.titre, drop),
    part(
      codes.titre,
      h("label", { for: area.id }, codes.coller),
      area,
      h("p", { id: `${id}-codes-help` }, codes.aide),
      read,
    ),
  ];
  if (samples.length)
    nodes.unshift(part(exemple.titre, h("label", { for: select.id }, exemple.choisir), select, sample));
  return { nodes, select, sample, files, drop, area, read };
}

/** What is open, with a way to take each back.
 * @param {Model} model @param {(task: Task) => void} send @returns {Node[]} */
function opened(model, send) {
  const texts = model.get("texts");
  const { ouvert, attente, seances } = texts;
  /** @type {Loaded[]} */
  const loaded = model.get("loaded");
  if (!loaded.length) return [h("p", {}, ouvert.rien)];
  const quiet = (/** @type {Task} */ task, /** @type {(Node | string)[]} */ ...label) => {
    const button = h("button", { type: "button", class: "pap-button pap-button-quiet" }, ...label);
    button.addEventListener("click", () => send(task));
    return button;
  };
  const rows = loaded.map((one) => {
    const button = quiet(
      { verb: "remove", values: { id: one.id }, name: one.name },
      ouvert.retirer,
      h("span", { class: "pap-unseen" }, fill(ouvert.retirer_quoi, { nom: one.name })),
    );
    const notes = [
      counted(ouvert.feuilles, one.n),
      ...(one.doubles ? [counted(ouvert.doubles, one.doubles)] : []),
      ...one.notes,
    ];
    return h("li", {}, h("div", {}, h("strong", {}, one.name), ...notes.map((note) => h("span", {}, note))), button);
  });
  const [waiting, session] = [model.get("waiting"), model.get("session")];
  const phrase = fill(waiting < 2 ? attente.un : attente.plusieurs, { n: waiting, palier: model.get("step") });
  const parts = [
    h("ul", {}, ...rows),
    h("p", { class: "pap-opensheets-total" }, counted(ouvert.total, model.get("total"))),
  ];
  if (waiting)
    parts.push(
      h(
        "p",
        { class: "pap-opensheets-waiting" },
        session ? fill(seances.attente, { seance: session, phrase }) : phrase,
      ),
    );
  if (loaded.length > 1) parts.push(quiet({ verb: "clear", name: ouvert.tout_retirer }, ouvert.tout_retirer));
  return parts;
}

/**
 * Which session is read and which one it is compared with, where several are open. The two lists stay in place, so that
 * the keyboard keeps its place in them.
 * @param {Model} model @param {string} id @param {(task: Task) => void} send
 */
function reading(model, id, send) {
  const { seances } = model.get("texts");
  const choice = (/** @type {"read" | "compare"} */ verb, /** @type {string} */ label) => {
    const select = /** @type {HTMLSelectElement} */ (h("select", { id: `${id}-${verb}` }));
    select.addEventListener("change", () => {
      const chosen =
        select.value === NONE ? null : /** @type {Session[]} */ (model.get("sessions"))[Number(select.value)];
      send({ verb, values: { id: chosen && chosen.id }, name: chosen ? chosen.label : seances.aucune });
    });
    return { select, node: h("div", {}, h("label", { for: select.id }, label), select) };
  };
  const [read, compare] = [choice("read", seances.lire), choice("compare", seances.comparer)];
  const said = h("p", { class: "pap-opensheets-said" });
  const parts = [
    h("h3", {}, seances.titre),
    h("p", {}, seances.intro),
    h("div", { class: "pap-opensheets-choices" }, read.node, compare.node),
    said,
  ];
  const node = h("section", { class: "pap-opensheets-sessions" });

  /** Offer those sessions but `without`, `none` first where given; change nothing that is the same.
   * @param {HTMLSelectElement} select @param {Session[]} sessions @param {string | null} chosen
   * @param {{ without?: string, none?: string }} [less] */
  function offer(select, sessions, chosen, { without, none } = {}) {
    const options = sessions.flatMap((one, i) =>
      one.id === without
        ? []
        : [{ value: String(i), label: fill(counted(seances.option, one.n), { seance: one.label }) }],
    );
    if (none) options.unshift({ value: NONE, label: none });
    const same =
      options.length === select.options.length &&
      options.every(({ value, label }, i) => select.options[i].value === value && select.options[i].text === label);
    if (!same) select.replaceChildren(...options.map(({ value, label }) => h("option", { value }, label)));
    select.value = chosen === null ? NONE : String(sessions.findIndex((one) => one.id === chosen));
  }

  function draw() {
    const sessions = /** @type {Session[]} */ (model.get("sessions"));
    if (!sessions.length) return node.replaceChildren();
    if (!node.hasChildNodes()) node.append(...parts);
    const told = (/** @type {string} */ one) => (one ? fill(seances.dite, { nom: one }) : seances.dite_sans);
    const compared = /** @type {string | null} */ (model.get("compared"));
    offer(read.select, sessions, model.get("read"));
    offer(compare.select, sessions, compared, { without: model.get("read"), none: seances.aucune });
    const completed = sessions.find((one) => one.unnamed);
    const sentences = [
      fill(compared === null ? seances.lue : seances.lue_comparee, {
        seance: told(model.get("read")),
        autre: told(compared ?? ""),
      }),
      ...(completed ? [fill(counted(seances.completee, completed.unnamed), { nom: completed.label })] : []),
    ];
    said.textContent = sentences.join(" ");
  }
  return { node, draw };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const texts = model.get("texts");
  const id = newUid("opensheets");
  const { nodes, select, sample, files, drop, area, read } = ways(texts, model.get("samples"), id);
  const alert = h("div", { role: "alert", class: "pap-opensheets-faults" });
  const status = h("p", { role: "status", class: "pap-opensheets-status" });
  const heading = h("h3", { tabindex: -1 }, texts.ouvert.titre);
  const list = h("div");
  const sessions = reading(model, id, (task) => start([task]));
  const panel = columnsPanel(`${id}-columns`, {
    accept: (choices) => start([{ verb: "accept", values: choices, name: model.get("asked").nom }]),
    leave: () => start([{ verb: "leave", name: model.get("asked").nom }]),
  });
  const root = h(
    "div",
    { class: "pap pap-opensheets" },
    h("h2", {}, texts.titre),
    h("p", {}, texts.intro),
    h("div", { class: "pap-opensheets-ways" }, ...nodes),
    status,
    alert,
    panel.root,
    h("section", { class: "pap-opensheets-list" }, heading, list),
    sessions.node,
  );
  keepLineBreaks(root);
  el.append(root);
  /** What this page found by itself, beside what Python says. @type {string[]} */
  let own = [];
  const post = courier(model, PATIENCE * 1000);

  function drawFaults() {
    const late = post.late() ? [fill(texts.lien_coupe, { secondes: PATIENCE })] : [];
    const said = [...own, ...post.faults(), ...late];
    redraw(alert, said, () =>
      said.length ? [h("strong", {}, texts.fautes), h("ul", {}, ...said.map((one) => h("li", {}, one)))] : [],
    );
  }
  function drawList() {
    list.replaceChildren(...opened(model, (task) => start([task])));
  }
  function drawPost() {
    const name = post.busy();
    say(status, name ? fill(texts.lecture, { nom: name }) : "");
    if (!name) sessions.draw();
    drawFaults();
  }

  /** Send what one gesture gives. @param {Task[]} tasks */
  function start(tasks) {
    own = tasks.some((task) => task.file) ? own : [];
    post.ask(
      tasks.map((task) => ({
        ...task,
        unreadable: () => own.push(fill(texts.fichier.illisible, { nom: task.name ?? "" })),
        done(faults) {
          if (task.verb === "codes" && !faults.length) area.value = "";
          const gone = ["remove", "clear", "accept", "leave"].includes(task.verb); // the button that was pressed
          if (gone && !faults.length && !model.get("asked").forme) heading.focus();
        },
      })),
    );
  }

  /** @param {Iterable<File>} chosen */
  function take(chosen) {
    const some = [...chosen];
    const small = some.filter((file) => file.size <= LIMIT);
    own = some
      .filter((file) => file.size > LIMIT)
      .map((file) => fill(texts.fichier.trop_gros, { nom: file.name, mo: MO }));
    drawFaults();
    start(small.map((file) => ({ verb: "file", name: file.name, file })));
  }

  sample.addEventListener("click", () =>
    start([{ verb: "sample", values: { id: select.value }, name: select.selectedOptions[0].text }]),
  );
  files.addEventListener("change", () => {
    take(files.files ?? []);
    files.value = ""; // the same file can be chosen again once mended
  });
  drop.addEventListener("dragover", (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.toggleAttribute("data-over", true);
  });
  drop.addEventListener("dragleave", () => drop.toggleAttribute("data-over", false));
  drop.addEventListener("drop", (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.toggleAttribute("data-over", false);
    take(event.dataTransfer?.files ?? []);
  });
  read.addEventListener("click", () => {
    own = area.value.trim() ? [] : [texts.codes.vide];
    drawFaults();
    if (own.length) area.focus();
    else start([{ verb: "codes", values: { text: area.value }, name: texts.codes.titre }]);
  });

  const listened = /** @type {[string, () => void][]} */ ([
    ...["loaded", "total", "waiting", "step", "session"].map((name) => [name, drawList]),
    ["asked", () => panel.show(model.get("asked"))],
    // While a choice is under way, an earlier answer must not move the list under the person's hand.
    ...["sessions", "read", "compared"].map((name) => [name, () => post.busy() ?? sessions.draw()]),
  ]);
  listened.forEach(([name, run]) => model.on(`change:${name}`, run));
  const stop = post.listen(drawPost);
  drawPost();
  drawList();
  panel.show(model.get("asked"));
  return () => {
    stop();
    listened.forEach(([name, run]) => model.off(`change:${name}`, run));
  };
}

export default { render };
