// @ts-check
/** The page of a person's phone: it enters the session, follows its phases, keeps and sends what the person does. */

import { mountAnswering, ownScores, privacySentences } from "./answering.js";
import { makeCourier, patience } from "./courier.js";
import { endPart, evaluationPart } from "./evaluating.js";
import { follow } from "./follow.js";
import { Refused, ask, pause } from "./net.js";
import { openOutbox } from "./outbox.js";
import { counted, folded, h, pageData } from "./parts.js";
import { resultsView } from "./reading.js";
import { forgetPast, openStore, settleKey } from "./seat.js";
import { makeScreen } from "./screen.js";
import { textForm, timePart, transferPart } from "./side.js";
import { voteView } from "./voting.js";

const data = pageData();
const t = data.texts;
const q = data.questionnaire;

forgetPast();
const store = openStore(data.code, data.until);
const outbox = openOutbox(store);
let key = "";
let isIn = false; // the server knows this seat
let isOver = false;
/** @type {any} */
let now = null; // the session's state as it was last seen
/** @type {ReturnType<typeof follow>|null} */
let follower = null;

const screen = makeScreen({ t, lasts: () => store.lasts });

// ---------------------------------------- sending

/** @param {string} what @param {any} [body] @returns {Promise<any>} */
const seatAsk = (what, body) => ask(data.place + what, { key, body });

/** Send a batch of one kind, and say what became of each message. @param {import("./outbox.js").Message[]} batch */
async function deliver(batch) {
  if (!isIn) throw new Error("not in the session yet");
  const [{ seq, slot, body }] = batch;
  const [kind, id] = slot.split(":");
  try {
    if (kind === "answer") {
      const messages = batch.map((one) => ({ seq: one.seq, item: one.slot.slice("answer:".length), value: one.body }));
      const { outcomes } = await seatAsk("answers", { messages });
      const lost = ["seat", "session"].find((reason) => outcomes.includes(reason));
      if (lost) throw new Refused(lost, "");
      if (outcomes.includes("phase")) await waitIfNotOpen();
      return outcomes.map((/** @type {string} */ one) => (one === "kept" ? one : { reason: one, sentence: "" }));
    }
    await seatAsk(kind, kind === "vote" ? { seq, ballot: id, dots: body } : { seq, ...body });
    return ["kept"];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (await isSeatLost(error) || (error.reason === "limit" && (kind === "answer" || kind === "time"))) throw error;
    return batch.map(() => ({ reason: error.reason, sentence: error.sentence }));
  }
}

/** Answers that come before the questions are open (the trainer has gone back a step) wait; nothing is dropped. */
async function waitIfNotOpen() {
  await enter();
  if (now.phase === "attente") throw new Error("not open yet");
}

/** Handle a refusal of the seat or of the session itself. @param {Refused} refusal @returns {Promise<boolean>} */
async function isSeatLost(refusal) {
  if (refusal.reason === "session") await leaveIfErased();
  else if (refusal.reason !== "seat") return false;
  else {
    now = null; // another disk may be at an earlier version
    await enter();
  }
  return true;
}

let failed = 0;
const courier = makeCourier({ outbox, deliver, pause, refused, changed: sent });

/** After each try: where the network is back, so is the session. */
function sent() {
  const isBack = failed > 0 && courier.failures() === 0;
  failed = courier.failures();
  if (isBack) follower?.kick();
  paint();
}

/** @param {import("./outbox.js").Message[]} messages @param {{reason: string, sentence: string}[]} outcomes */
async function refused(messages, outcomes) {
  const answers = messages.filter((one) => one.slot.startsWith("answer:")).length;
  const [{ reason, sentence }] = outcomes;
  if (answers > 0 && !sentence) screen.alert(counted(t.refus[reason] ?? t.refus.autre, answers));
  else screen.alert(t.refus.repris.replace("{phrase}", sentence));
  for (const { slot, body } of messages) {
    if (slot.startsWith("comment:")) (body.about === "evaluation" ? evaluation.form : word).giveBack(body.body);
    if (slot.startsWith("time")) time.show(store.get("time") === "1");
  }
  vote.forget();
  questionnaire?.refresh();
  await enter().catch(() => {}); // take back what the server holds, now or when the network is back
}

/** Keep first, then send. @param {string} slot @param {any} body */
function put(slot, body) {
  outbox.put(slot, body);
  changed();
}

function changed() {
  screen.quiet();
  paint();
  courier.kick();
}

// ---------------------------------------- what is on the page

const answering = h("div", { class: "pap-room-questionnaire" });
/** @type {ReturnType<typeof mountAnswering>|null} */
let questionnaire = null; // built while the first request travels

const time = timePart(t.temps, (wanted) => {
  store.set("time", wanted ? "1" : "");
  put("time", { wanted });
});
/** @param {"seance"|"evaluation"} about */
const write = (about) => (/** @type {string} */ body) => put(`comment:${Math.random().toString(36).slice(2)}`, { body, about });
const word = textForm({ t: t.mot, store, name: "draft", most: data.longest, send: write("seance") });
const wordPart = folded(t.mot.titre, word.root);
const transfer = transferPart({
  t: t.autre,
  code: async () => (await seatAsk("transfer", {})).code,
  take: async (code) => seated(await seatAsk("take-over", { code })),
});
const vote = voteView({ data, own: () => seatAsk("vote"), pending: (id) => outbox.pending().find((one) => one.slot === `vote:${id}`)?.body, place: (id, dots) => put(`vote:${id}`, dots) });
const reading = resultsView({ data, published: () => seatAsk("results"), own: () => ownScores(data, outbox) });
const evaluation = evaluationPart({ data, store, mark: (item, value) => put(`answer:${item}`, value), write: write("evaluation") });
const sheetNow = () => {
  const { profil = null, variante = data.variant, ...values } = outbox.values();
  const reponses = Object.fromEntries(q.items.filter((/** @type {any} */ item) => item.id in values).map((/** @type {any} */ item) => [item.id, values[item.id]]));
  return { questionnaire: q.id, version: q.version, profil, variante, reponses };
};
const end = endPart({ data, lasts: store.lasts, waiting: () => outbox.pending().length > 0, sheet: sheetNow, erase });
const waiting = h("div", { class: "pap-room-card" }, h("h2", {}, t.confidentialite.titre), h("ul", {}, ...privacySentences(data, store.lasts).map((one) => h("li", {}, one))));

const ANSWERING = ["reponses", "pause", "cloture"];
/** Each part with the phases in which it is seen, in the order of the page. @type {[HTMLElement, string[]][]} */
const PARTS = [
  [time.root, ANSWERING],
  [waiting, ["attente"]],
  [answering, ANSWERING],
  [reading.root, ["resultats"]],
  [vote.root, ["vote"]],
  [vote.outcome, ["resultats_vote"]],
  [evaluation.root, ["evaluation"]],
  [end, ["fin"]],
  [wordPart, [...ANSWERING, "resultats"]],
  [transfer, ["attente", ...ANSWERING]],
];
screen.mount(PARTS);

/** Bring the page to what is known now. */
function paint() {
  if (isOver) return;
  const pending = outbox.pending();
  const held = outbox.held();
  screen.line({
    pending: pending.length,
    answers: pending.every((one) => one.slot.startsWith("answer:")),
    failures: courier.failures(),
    recorded: q.items.filter((/** @type {any} */ item) => item.id in held).length,
    isIn,
    phase: now?.phase,
  });
  evaluation.show(outbox.values());
  const unsent = pending.filter((one) => one.slot.startsWith("comment:")).map((one) => one.body.about);
  for (const [form, about, words] of /** @type {const} */ ([[word, "seance", t.mot.envoye], [evaluation.form, "evaluation", t.evaluation.envoye]])) {
    if (unsent.includes(about)) form.said(courier.failures() > 0 ? t.mot.garde : t.mot.envoi, true);
    else form.settled(words);
  }
}

/** Take a state of the session, unless it is older than the one that is shown. @param {any} state */
function take(state) {
  if (isOver || (now && state.version < now.version)) return;
  const before = now;
  now = state;
  vote.show(state);
  reading.show(state);
  if (before?.phase !== state.phase) screen.enter(state.phase, PARTS, !before);
  if (before && ANSWERING.includes(before.phase) && !ANSWERING.includes(state.phase)) time.show(false);
  paint();
}

// ---------------------------------------- entering and leaving

/** @param {{own: any, state: any}} reply */
function seated({ own, state }) {
  const { reponses, profil, variante } = own.sheet;
  const values = { ...reponses, ...own.evaluation };
  if (profil) values.profil = profil;
  if (variante && data.services.length > 0) values.variante = variante;
  outbox.adopt({ values, last_seq: own.last_seq }, (item) => !item.startsWith("EV-"));
  isIn = true;
  take(state);
  questionnaire?.refresh();
  follower?.from(state.tag);
  paint();
  courier.kick();
}

/** @type {Promise<void>|null} */
let entering = null;

/** Join with the phone's key, once or again: the same key is the same seat. */
function enter() {
  entering = entering ?? seatAsk("join", {}).then(seated).finally(() => void (entering = null));
  return entering;
}

/** The server says that there is no such session. Once more, to be sure; then nothing of it stays here. */
async function leaveIfErased() {
  if (isOver) return;
  await pause(3000).done;
  try {
    await enter();
  } catch (error) {
    if (error instanceof Refused && error.reason === "session") leave(t.partie);
  }
}

function erase() {
  leave(t.efface);
}

/** Stop, leave nothing in this phone, say goodbye. @param {{titre: string, texte: string}} words */
function leave(words) {
  stop(words);
  store.clear();
}

/** @param {{titre: string, texte: string}} words */
function stop(words) {
  isOver = true;
  follower?.stop();
  courier.stop();
  screen.last(words);
}

/** Enter, however long the network takes. */
async function begin() {
  key = await settleKey(store);
  for (let failures = 0; !isIn && !isOver; ) {
    try {
      await enter();
    } catch (error) {
      failures += 1;
      if (error instanceof Refused) {
        if (error.reason === "session") return leave(t.partie);
        if (error.reason === "phase") return stop(t.terminee);
        screen.alert(error.sentence);
      } else screen.cut(true);
      pausing = pause(patience(Math.min(failures, 5), Math.random()));
      await pausing.done;
    }
  }
  if (isOver) return;
  screen.cut(false);
  screen.alert("");
  time.show(store.get("time") === "1" && ANSWERING.includes(now.phase));
  follower = follow({
    address: `${data.place}state`,
    key: () => key,
    state: take,
    linked: (isUp) => {
      screen.cut(!isUp);
      paint();
      if (isUp) courier.failures() > 0 && courier.kick();
    },
    refused: async (refusal) => void (await isSeatLost(refusal).catch(() => {})),
  });
  follower.from(now.tag);
  courier.kick();
  setTimeout(() => reading.fetch(), 4000); // the code of the results, while the link is good
}

let pausing = pause(0);

/** The phone is back: from a pocket, from another page, from no network. */
function back() {
  if (isOver || document.visibilityState === "hidden") return;
  pausing.end();
  follower?.kick();
  courier.kick();
}
addEventListener("online", back);
addEventListener("pageshow", back);
document.addEventListener("visibilitychange", back);

/** What another tab of this phone did. @param {StorageEvent} event */
function elsewhere({ key: name, newValue }) {
  if (isOver || (name !== null && !name.startsWith(store.prefix))) return;
  const held = store.get("key");
  if (held === null) return stop(t.efface);
  if (held !== key && name?.endsWith(":key") && newValue) {
    key = held;
    enter().catch(() => {});
  }
  questionnaire?.refresh();
  paint();
}
addEventListener("storage", elsewhere);

begin();
setTimeout(() => {
  questionnaire = mountAnswering({ el: answering, data, outbox, lasts: store.lasts, changed });
});
