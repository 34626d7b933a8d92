// @ts-check
/** A variant to change: its sequences in order, longer, shorter, added, taken out; its name; files in and out. */
import { h, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button, field } from "../kit/parts.js";
import { hourInWords, lengthInWords } from "./clock.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("../../front/host.js").Model} Model @typedef {import("../kit/post.js").Post} Post
 * @typedef {{ model: Model, carrier: Post, t: Texts, uid: string, say: (text: string) => void }} Bench */

/** Move a member of a list by one place. @template T @param {T[]} all @param {number} from @param {number} by @returns {T[]} */
export function moved(all, from, by) {
  const to = from + by;
  if (from < 0 || to < 0 || to >= all.length) return all;
  const next = [...all];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** «Les séquences font 1 h 55 : 5 min de moins que les 2 h voulues.» @param {Plain} session @param {Texts} t */
export function sumInWords(session, t) {
  const sum = session.sequences.reduce((/** @type {number} */ all, /** @type {Plain} */ one) => all + one.duree, 0);
  const gap = sum - session.duree_totale;
  const values = {
    somme: lengthInWords(sum, t),
    ecart: lengthInWords(Math.abs(gap), t),
    voulue: lengthInWords(session.duree_totale, t),
  };
  return fill(t.adapter.somme[gap > 0 ? "plus" : gap < 0 ? "moins" : "juste"], values);
}

/** Show what is wrong with a field beside it; nothing is sent then. @param {any} control @param {string} text */
function advise(control, text) {
  control.setAttribute("aria-invalid", String(Boolean(text)));
  put(/** @type {HTMLElement} */ (control.parentElement.querySelector(`#${control.id}-advice`)), text);
}

/** A text of the variant, sent as it is typed. @param {Bench} bench @param {any} control @param {string[]} path @param {(value: string) => any} [kept] @param {string} [needed] */
function typed({ carrier }, control, path, kept = (value) => value, needed = "") {
  control.addEventListener("input", () => {
    const isMissing = Boolean(needed) && !control.value.trim();
    advise(control, isMissing ? needed : "");
    if (!isMissing) carrier.type(path, kept(control.value), path.join("."));
  });
  control.addEventListener("blur", carrier.settle);
  return control;
}

/** A number of minutes. @param {Bench} bench @param {string} id @param {string[]} path @param {number} most */
function minutesInput({ carrier, t }, id, path, most) {
  const control = h("input", { type: "number", id, min: 1, max: most, step: 1, inputmode: "numeric" });
  control.addEventListener("input", () => {
    const fits = control.value !== "" && control.validity.valid;
    advise(control, fits ? "" : fill(t.adapter.minutes_faute, { plus: most }));
    if (fits) carrier.type(path, Number(control.value), path.join("."));
  });
  control.addEventListener("blur", carrier.settle);
  return control;
}

/** Let a control show a value, unless somebody is typing in it. @param {any} control @param {any} value */
function shows(control, value) {
  if (control === document.activeElement && control.tagName !== "SELECT") return;
  if (control.value === String(value ?? "")) return;
  control.value = String(value ?? "");
  const advice = control.parentElement.querySelector(`#${control.id}-advice`);
  if (advice && !advice.hidden) advise(control, "");
}

/** One sequence: its place, its minutes, and the rest in a fold. @param {Bench} bench @param {string} id @param {(id: string, by: number) => void} shift @param {(id: string) => void} remove */
function stepRow(bench, id, shift, remove) {
  const { model, carrier, t, uid } = bench;
  const a = t.adapter;
  const kit = model.get("kit");
  const at = (/** @type {string} */ key) => ["sequences", id, key];
  const moment = h("p", { class: "pap-runsheet-moment" });
  const heading = h("h4", {});
  const minutes = minutesInput(bench, `${uid}-${id}-minutes`, at("duree"), 600);
  const step = (/** @type {number} */ by) => () => {
    carrier.settle();
    const now = carrier.carnet().sequences.find((/** @type {Plain} */ one) => one.id === id)?.duree ?? 0;
    carrier.change([{ op: "set", path: at("duree"), value: Math.min(600, Math.max(1, now + by)) }], `${id}-step`);
  };
  const less = button("− 5", step(-5));
  const more = button("+ 5", step(5));
  const up = button(a.monter, () => shift(id, -1), "quiet", { "data-key": `${id}-up` });
  const down = button(a.descendre, () => shift(id, 1), "quiet", { "data-key": `${id}-down` });
  const out = button(a.retirer, () => remove(id), "quiet", { "data-key": `${id}-out` });
  const title = typed(
    bench,
    h("input", { type: "text", id: `${uid}-${id}-titre`, maxlength: 120, autocomplete: "off" }),
    at("titre"),
    undefined,
    a.sans_titre,
  );
  const trainer = typed(bench, h("textarea", { id: `${uid}-${id}-vous`, maxlength: 600, rows: 3 }), at("formateur"));
  const made = typed(
    bench,
    h("textarea", { id: `${uid}-${id}-produit`, maxlength: 600, rows: 2 }),
    at("production"),
    (value) => value || null,
  );
  const select = (/** @type {string} */ key, /** @type {string} */ none, /** @type {[string, string][]} */ options) => {
    const node = h(
      "select",
      { id: `${uid}-${id}-${key}` },
      h("option", { value: "" }, none),
      ...options.map(([value, label]) => h("option", { value }, label)),
    );
    node.addEventListener("change", () => carrier.change([{ op: "set", path: at(key), value: node.value || null }]));
    return node;
  };
  const method = select(
    "methode",
    a.sans_methode,
    kit.methodes.map((/** @type {Plain} */ one) => [one.id, one.nom]),
  );
  const workbook = select(
    "application",
    a.sans_carnet,
    /** @type {[string, string][]} */ (Object.entries(kit.carnets)),
  );
  const fold = h(
    "details",
    { class: "pap-kit-fold", "data-key": `${id}-fold` },
    h("summary", {}, a.modifier),
    h(
      "div",
      { class: "pap-kit-grid" },
      field(a.champ_titre, title),
      field(a.champ_vous, trainer),
      field(a.champ_produit, made),
      field(a.champ_methode, method),
      field(a.champ_carnet, workbook),
    ),
  );
  const root = h(
    "li",
    { class: "pap-runsheet-step pap-runsheet-edit", "data-id": id },
    moment,
    heading,
    h(
      "div",
      { class: "pap-kit-line pap-kit-bottom" },
      h("div", { class: "pap-runsheet-minutes" }, less, field(a.minutes, minutes), more),
      h("div", { class: "pap-runsheet-moves" }, up, down, out),
    ),
    fold,
  );
  return {
    root,
    fold,
    title,
    /** @param {Plain} one @param {number} start @param {boolean} first @param {boolean} last */
    paint(one, start, first, last) {
      put(
        moment,
        fill(t.lire.moment, {
          debut: hourInWords(start, t),
          fin: hourInWords(start + one.duree, t),
          duree: lengthInWords(one.duree, t),
        }),
      );
      put(heading, one.titre);
      if (one.application && !kit.carnets[one.application] && !workbook.querySelector(`[value="${one.application}"]`))
        workbook.append(h("option", { value: one.application }, one.application));
      for (const [node, value] of [
        [minutes, one.duree],
        [title, one.titre],
        [trainer, one.formateur],
        [made, one.production],
        [method, one.methode],
        [workbook, one.application],
      ])
        shows(node, value);
      for (const [node, label] of [
        [less, a.moins_cinq],
        [more, a.plus_cinq],
        [up, a.monter],
        [down, a.descendre],
        [out, a.retirer],
      ])
        node.setAttribute(
          "aria-label",
          `${label}${label === node.textContent ? "" : ` (${node.textContent})`} : ${one.titre}`,
        );
      up.setAttribute("aria-disabled", String(first));
      down.setAttribute("aria-disabled", String(last));
    },
  };
}

/** The sequences of a variant, kept as nodes by their names so that the keyboard stays where it is. @param {Bench} bench */
function stepsPart(bench) {
  const { carrier, t, say } = bench;
  const a = t.adapter;
  /** @type {Map<string, ReturnType<typeof stepRow>>} */
  const rows = new Map();
  const list = h("ol", { class: "pap-runsheet-list" });
  const steps = () => /** @type {Plain[]} */ (carrier.carnet().sequences);
  let hour = 540;
  const startOf = (/** @type {number} */ place) =>
    steps()
      .slice(0, place)
      .reduce((sum, one) => sum + one.duree, hour);

  function shift(/** @type {string} */ id, /** @type {number} */ by) {
    carrier.settle();
    const from = steps().findIndex((one) => one.id === id);
    carrier.change([{ op: "set", path: ["sequences"], value: moved(steps(), from, by) }]);
    const place = steps().findIndex((one) => one.id === id);
    say(fill(a.deplacee, { titre: steps()[place].titre, n: place + 1, heure: hourInWords(startOf(place), t) }));
  }
  function remove(/** @type {string} */ id) {
    carrier.settle();
    const place = steps().findIndex((one) => one.id === id);
    if (steps().length < 2) return say(a.derniere);
    const { titre } = steps()[place];
    carrier.change([{ op: "remove", path: ["sequences"], value: id }]);
    say(fill(a.retiree, { titre }));
    const near = steps()[Math.min(place, steps().length - 1)];
    /** @type {HTMLElement | null} */ (list.querySelector(`[data-key="${CSS.escape(near.id)}-out"]`))?.focus();
  }
  const add = button(
    a.ajouter,
    () => {
      carrier.settle();
      const id = newId("q");
      carrier.change([
        {
          op: "add",
          path: ["sequences"],
          value: {
            id,
            debut: 0,
            duree: 10,
            titre: a.nouvelle,
            formateur: "",
            methode: null,
            application: null,
            production: null,
          },
        },
      ]);
      say(a.ajoutee);
      const row = rows.get(id);
      if (!row) return;
      row.fold.open = true;
      row.title.focus();
      row.title.select();
    },
    "main",
    { "data-key": "add" },
  );
  return {
    root: h("div", {}, list, h("div", { class: "pap-kit-line" }, add)),
    /** @param {number} start */
    paint(start) {
      hour = start;
      const all = steps();
      for (const [id, row] of rows) {
        if (all.some((one) => one.id === id)) continue;
        row.root.remove();
        rows.delete(id);
      }
      const held = /** @type {HTMLElement | null} */ (document.activeElement);
      all.forEach((one, place) => {
        const row = rows.get(one.id) ?? stepRow(bench, one.id, shift, remove);
        rows.set(one.id, row);
        if (list.children[place] !== row.root) list.insertBefore(row.root, list.children[place] ?? null);
        row.paint(one, startOf(place), place === 0, place === all.length - 1);
      });
      // A node that moves in the page lets go of the keyboard.
      if (held && held !== document.activeElement && list.contains(held)) held.focus();
    },
  };
}

/** The name, the wished length, and the sum beside it. @param {Bench} bench */
function headPart(bench) {
  const { model, carrier, t, uid } = bench;
  const a = t.adapter;
  const lines = (/** @type {string} */ value) =>
    value
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean)
      .slice(0, 40);
  const title = typed(
    bench,
    h("input", { type: "text", id: `${uid}-titre`, maxlength: 120, autocomplete: "off" }),
    ["titre"],
    undefined,
    a.sans_titre,
  );
  const wished = minutesInput(bench, `${uid}-voulue`, ["duree_totale"], model.get("kit").plus_long);
  const group = typed(bench, h("input", { type: "text", id: `${uid}-groupe`, maxlength: 600, autocomplete: "off" }), [
    "groupe",
  ]);
  const before = typed(bench, h("textarea", { id: `${uid}-prealable`, rows: 4 }), ["prealable"], lines);
  const material = typed(bench, h("textarea", { id: `${uid}-materiel`, rows: 4 }), ["materiel"], lines);
  const sum = h("p", { class: "pap-runsheet-sum" });
  const names = h("p", { class: "pap-kit-notice", hidden: true });
  const root = h(
    "div",
    {},
    h("div", { class: "pap-kit-grid" }, field(a.titre, title), field(a.voulue, wished)),
    names,
    h(
      "details",
      { class: "pap-kit-fold" },
      h("summary", {}, a.cadre),
      h(
        "div",
        { class: "pap-kit-grid" },
        field(a.groupe, group),
        field(t.lire.avant, before, a.une_par_ligne),
        field(t.lire.materiel, material, a.une_par_ligne),
      ),
    ),
  );
  return {
    root,
    sum,
    title,
    paint() {
      const session = carrier.carnet();
      for (const [node, value] of [
        [title, session.titre],
        [wished, session.duree_totale],
        [group, session.groupe],
        [before, session.prealable.join("\n")],
        [material, session.materiel.join("\n")],
      ])
        shows(node, value);
      put(sum, sumInWords(session, t));
      const traces = model.get("traces");
      put(names, traces.length ? fill(a.noms, { liste: traces.join(", ") }) : "");
    },
  };
}

/** Duplicate, take away, bring, erase. @param {Bench} bench @param {(sentence: string) => void} blame */
function filesPart({ model, carrier, t, uid }, blame) {
  const f = t.fichier;
  const sure = h("dialog", { class: "pap-kit-dialog", "aria-labelledby": `${uid}-sure` });
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
        sure.showModal();
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
      h("p", { id: `${uid}-file-help`, class: "pap-kit-soft" }, f.aide),
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

/** @param {Bench} bench @param {(sentence: string) => void} blame */
export function adaptView(bench, blame) {
  const { model, carrier, t } = bench;
  let isMaking = false;
  const make = button(
    t.adapter.faire,
    () => {
      isMaking = true;
      carrier.send("adapt");
    },
    "main",
    { "data-key": "adapt" },
  );
  const offer = h("div", { class: "pap-runsheet-offer" }, h("p", {}, t.adapter.modele), make);
  const head = headPart(bench);
  const files = filesPart(bench, blame);
  const ephemeral = h("p", { class: "pap-kit-notice" }, t.adapter.ephemere);
  const steps = stepsPart(bench);
  const body = h("div", {}, head.root, head.sum, h("h3", {}, t.lire.sequences), steps.root);
  return {
    root: h("div", {}, offer, ephemeral, body, files.root),
    take: files.take,
    /** @param {number} start */
    paint(start) {
      const state = model.get("state");
      offer.hidden = state.ouvert;
      body.hidden = !state.ouvert;
      ephemeral.hidden = state.navigateur !== "session";
      files.paint();
      if (!state.ouvert) return;
      head.paint();
      steps.paint(start);
      if (isMaking) head.title.focus(); // the button has gone
      isMaking = false;
    },
  };
}
