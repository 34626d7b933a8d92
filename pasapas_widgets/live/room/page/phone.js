// @ts-check
/** The page of a person's phone: what is on it in each phase, what the person does, what is known to be kept. */

import "../../../front/older.js";
import { exerciseView } from "./asked.js";
import { answersOf, mountAnswering, ownScores, privacySentences } from "./answers.js";
import { endPart, evaluationPart, researchPart } from "./evaluation.js";
import { makeLink } from "./link.js";
import { openOutbox } from "./outbox.js";
import { h } from "../../../front/dom.js";
import { counted, fill } from "../../../front/words.js";
import { ANSWERING, ASKED, asShown, CLOSED, folded, isOfTheEnd, pageData, RESEARCH, TOLD } from "./parts.js";
import { resultsView } from "./published.js";
import { makeScreen } from "./screen.js";
import { forgetPast, openStore } from "./seat.js";
import { textForm, timePart, transferPart } from "./side.js";
import { voteView } from "./votes.js";

const data = pageData();
const t = data.texts;

// Reloaded, or found again in the browser's list, the page waits for nobody who guesses codes.
if (!location.search) history.replaceState(history.state, "", `?i=${data.invitation}`);

forgetPast(data.code, data.today);
const store = openStore(data.code, data.until);
const outbox = openOutbox(store);
const screen = makeScreen({ t, lasts: () => store.lasts });
const link = makeLink({
  place: data.place,
  invitation: data.invitation,
  rehearsal: data.rehearsal,
  store,
  outbox,
  page: {
    took,
    state: take,
    now: () => now,
    forget: () => void (now = null),
    refused,
    stuck: screen.alert,
    cut,
    changed: paint,
    gone,
  },
});
let isOver = false;
/** @type {any} */
let now = null; // the session's state as it was last seen

// ---------------------------------------- what the person does: kept first, then sent

/** @param {string} slot @param {any} body */
function put(slot, body) {
  outbox.put(slot, body);
  changed();
}

function changed() {
  screen.quiet();
  paint();
  link.send();
}

/** @param {boolean} wanted */
function wantTime(wanted) {
  store.set("time", wanted ? "1" : "");
  put("time", { wanted });
}

/** @param {"seance"|"evaluation"} about */
const write = (about) => (/** @type {string} */ body) =>
  put(`comment:${Math.random().toString(36).slice(2)}`, { body, about });

function sheetNow() {
  const { profil = null, variante = data.variant, ...values } = outbox.values();
  const { id, version } = data.questionnaire;
  return { questionnaire: id, version, profil, variante, reponses: answersOf(values, data.questionnaire) };
}

// ---------------------------------------- what is on the page

const answering = h("div", { class: "pap-room-questionnaire" });
/** @type {ReturnType<typeof mountAnswering>|null} */
let questionnaire = null; // built while the first request travels

const time = timePart(t.temps, wantTime);
const word = textForm({ t: t.mot, store, name: "draft", most: data.longest, send: write("seance") });
const transfer = transferPart({
  t: t.autre,
  code: async () => (await link.seatAsk("transfer", {})).code,
  take: link.takeOver,
});
const vote = voteView({
  data,
  own: () => link.seatAsk("vote"),
  pending: (id) => outbox.pending().find((one) => one.slot === `vote:${id}`)?.body,
  place: (id, dots) => put(`vote:${id}`, dots),
  tell: screen.tell,
});
const exercise = exerciseView({
  data,
  own: () => link.seatAsk("vote"),
  pending: (id) => outbox.pending().find((one) => one.slot === `vote:${id}`)?.body,
  place: (id, dots) => put(`vote:${id}`, dots),
  tell: screen.tell,
});
const reading = resultsView({
  data,
  published: () => link.seatAsk("results"),
  card: () => link.seatAsk("card"),
  own: () => ownScores(data, outbox),
  answers: () => answersOf(outbox.values(), data.questionnaire),
  lasts: () => store.lasts,
  tell: screen.tell,
});
const evaluation = evaluationPart({
  data,
  store,
  mark: (item, value) => put(`answer:${item}`, value),
  write: write("evaluation"),
});
const research = researchPart(t.recherche, (yes) => put(`answer:${RESEARCH}`, yes ? "oui" : null));
const end = endPart({
  data,
  lasts: store.lasts,
  waiting: () => outbox.pending().length > 0,
  sheet: sheetNow,
  erase: () => leave(t.efface),
  radar: async () => (await reading.fetch())?.ownRadarPart(data, ownScores(data, outbox)) ?? null,
});
const privacyLines = () => privacySentences(data, store.lasts).map((one) => h("li", {}, one));
const [responsible, ...noticed] = data.notice;
const told = (/** @type {[string, string]} */ [title, text]) =>
  h("p", {}, h("span", { class: "pap-room-strong" }, `${title} `), text);
const waiting = h(
  "div",
  { class: "pap-room-card" },
  h("h2", {}, t.confidentialite.titre),
  h("ul", {}, ...privacyLines()),
  told(responsible),
);
const whole = [h("h2", {}, t.confidentialite.titre), h("ul", {}, ...privacyLines())];
const notice = folded(t.mention, ...[responsible, ...noticed].map(told), ...whole);
const until = h("p", { class: "pap-room-until" });
const brief = h("p", { class: "pap-room-brief" }, data.brief);

/** Each part with the phases in which it is seen, in the order of the page. @type {[HTMLElement, string[]][]} */
const PARTS = [
  [waiting, ["attente"]],
  [until, data.remote ? [...ANSWERING, CLOSED] : []],
  [brief, ANSWERING],
  [notice, ["attente", ...ANSWERING, CLOSED]],
  [answering, ANSWERING],
  [time.root, data.remote ? [] : ANSWERING], // at a distance nobody waits for anybody
  [reading.root, ["resultats"]],
  [vote.root, ["vote"]],
  [vote.outcome, ["resultats_vote"]],
  [exercise.status, [ASKED, TOLD]],
  [exercise.asked, [ASKED]],
  [exercise.told, [TOLD]],
  [exercise.work, [ASKED, TOLD]],
  [evaluation.root, ["evaluation"]],
  [research.root, data.research ? ["evaluation", "fin"] : []],
  [end.root, ["fin"]],
  [folded(t.mot.titre, word.root), [...ANSWERING, "resultats"]],
  [transfer, ["attente", ...ANSWERING]],
];

/** Bring the page to what is known now. */
function paint() {
  if (isOver) return;
  const pending = outbox.pending();
  const held = outbox.held();
  screen.line({
    pending: pending.length,
    answers: pending.every((one) => one.slot.startsWith("answer:")),
    failures: link.failures(),
    recorded: Object.keys(answersOf(held, data.questionnaire)).length,
    isIn: link.isIn(),
    phase: now?.phase,
    isAlone: [ASKED, TOLD].includes(now?.phase) && now.ballot?.choices.length === 0,
  });
  evaluation.show(outbox.values());
  research.show(outbox.values()[RESEARCH] === "oui");
  const unsent = pending.filter((one) => one.slot.startsWith("comment:")).map((one) => one.body.about);
  const onItsWay = link.failures() > 0 ? t.mot.garde : t.mot.envoi;
  if (unsent.includes("seance")) word.said(onItsWay, true);
  else word.settled(t.mot.envoye);
  if (unsent.includes("evaluation")) evaluation.form.said(onItsWay, true);
  else evaluation.form.settled(t.evaluation.envoye);
}

// ---------------------------------------- what the server says

/** Take a state of the session, unless it is older than the one that is shown. @param {any} seen */
function take(seen) {
  if (isOver || (now && seen.version < now.version)) return;
  const state = asShown(seen);
  const before = now;
  now = state;
  vote.show(state);
  exercise.show(state);
  reading.show(state);
  if (before?.phase !== state.phase) screen.enter(state.phase, PARTS, !before);
  else if (state.focus && state.focus !== before.focus && scrollY > innerHeight / 2)
    screen.lead(t.resultats.en_discussion);
  if (state.until) tellUntil(state, before);
  if (state.phase === "fin" && before?.phase !== "fin") end.draw();
  hasten(state.phase === "cloture");
  if (!before) time.show(store.get("time") === "1" && ANSWERING.includes(state.phase));
  else if (ANSWERING.includes(before.phase) && !ANSWERING.includes(state.phase)) time.show(false);
  paint();
}

/** Say until when answers are taken at a distance, and that it has changed. @param {any} state @param {any} before */
function tellUntil({ phase, until: { words } }, before) {
  const { ouvertes, revenir, fermees, changees } = t.distance;
  const quand = { quand: words };
  const isOpen = phase !== CLOSED;
  const strong = h("strong", {}, fill(isOpen ? ouvertes : fermees, quand));
  until.replaceChildren(strong, isOpen && store.lasts ? ` ${revenir}` : "");
  if (before?.until && before.until.words !== words) screen.tell(fill(changees, quand));
}

/** Who needs time says it at once in the last minute; else it stands below the statement. @param {boolean} isUrgent */
function hasten(isUrgent) {
  const isAbove = answering.previousSibling === time.root;
  if (isAbove !== isUrgent && !time.root.contains(document.activeElement))
    answering[isUrgent ? "before" : "after"](time.root);
}

/** Take what the server holds of this seat. @param {{own: any, state: any}} reply */
function took({ own, state }) {
  const { reponses, profil, variante } = own.sheet;
  const values = { ...reponses, ...own.evaluation };
  if (own.research) values[RESEARCH] = "oui";
  if (profil) values.profil = profil;
  if (variante && data.services.length > 0) values.variante = variante;
  outbox.adopt({ values, last_seq: own.last_seq }, (item) => !isOfTheEnd(item));
  take(state);
  questionnaire?.refresh();
  paint();
}

/** @param {import("./outbox.js").Message[]} messages @param {{reason: string, sentence: string}[]} why */
function refused(messages, why) {
  const answers = messages.filter((one) => one.slot.startsWith("answer:")).length;
  const [{ reason, sentence }] = why;
  if (answers > 0 && !sentence) screen.alert(counted(t.refus[reason] ?? t.refus.autre, answers));
  else screen.alert(t.refus.repris.replace("{phrase}", sentence));
  for (const { body } of messages.filter((one) => one.slot.startsWith("comment:"))) {
    (body.about === "evaluation" ? evaluation.form : word).giveBack(body.body);
  }
  vote.forget();
  exercise.forget();
  questionnaire?.refresh();
  link.enter().catch(() => {}); // take back what the server holds, now or when the network is back
}

/** @param {boolean} isCut */
function cut(isCut) {
  screen.cut(isCut);
  paint();
}

// ---------------------------------------- the end

/** @param {"partie"|"terminee"} why */
function gone(why) {
  if (why === "terminee") return stop(t.terminee);
  if (outbox.pending().length > 0) return stop(t.perdue);
  stop(t.partie);
  store.clear(["key", "until"]); // a session that was only away (another file was opened) finds the same person again
}

/** Stop, leave nothing in this phone, say goodbye. @param {{titre: string, texte: string}} words */
function leave(words) {
  stop(words);
  store.clear();
}

/** @param {{titre: string, texte: string}} words */
function stop(words) {
  isOver = true;
  link.stop();
  screen.last(words);
}

/** What another tab of this phone did. @param {StorageEvent} event */
function elsewhere({ key: name }) {
  if (isOver || (name !== null && !name.startsWith(store.prefix))) return;
  const key = store.get("key");
  if (key === null) return stop(t.efface);
  link.useKey(key);
  questionnaire?.refresh();
  paint();
}

screen.mount(PARTS);
addEventListener("storage", elsewhere);
link.begin().then(() => isOver || setTimeout(reading.fetch, 4000)); // the code of the results, while the link is good
setTimeout(() => {
  questionnaire = mountAnswering({ el: answering, data, outbox, lasts: store.lasts, changed });
});
