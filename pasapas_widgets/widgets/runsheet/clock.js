// @ts-check
/**
 * The clock of a session under way: pure arithmetic over the wall clock, and the words for it.
 *
 * Times are milliseconds since 1970, so that summer time changes nothing; nothing is counted by ticks, so that sleep, a
 * page that is loaded again or a browser that slows its timers changes nothing either. Only a computer clock that is
 * set back can be noticed, and is (`healed`); one that is set forward looks like time that has passed.
 *
 * @typedef {Record<string, any>} Spoken
 * @typedef {{ id: string, titre: string, duree: number, formateur: string, production: string | null, methode: string |
 *   null, application: string | null }} Step
 * @typedef {{ sheet: string, titre: string, steps: Step[], at: number, since: number, paused: number | null,
 *   spent: Record<string, number>, began: number, planned: number, seen: number, time: boolean }} Run
 */
import { fill } from "../../front/words.js";

export const MINUTE = 60_000; // milliseconds
export const AWAY = 6 * 60 * MINUTE; // without the page for so long, the person is asked whether to count it
const BACKWARD = 5_000; // milliseconds by which a clock may be set back without anybody noticing
const SHORTEST = 5; // minutes under which no sequence is proposed to be shortened
const PART = 3; // at most one third of a sequence is proposed to go

/** Begin a session now.
 * @param {{ id: string, titre: string, sequences: Step[] }} sheet @param {string} name @param {number} now
 * @returns {Run} */
export function begun(sheet, name, now) {
  const steps = sheet.sequences.map((one, place) => ({ ...one, id: one.id || `q${place + 1}` }));
  const whole = steps.reduce((sum, one) => sum + one.duree, 0) * MINUTE;
  return {
    sheet: name,
    titre: sheet.titre,
    steps,
    at: 0,
    since: now,
    paused: null,
    spent: {},
    began: now,
    planned: now + whole,
    seen: now,
    time: true,
  };
}

/** Whether something read from the browser's storage is a session under way. @param {any} run */
export const isRun = (run) =>
  Array.isArray(run?.steps) &&
  run.steps.length > 0 &&
  run.steps.every((/** @type {any} */ one) => Number.isFinite(one?.duree) && typeof one?.titre === "string") &&
  [run.at, run.since, run.began, run.planned, run.seen].every(Number.isFinite) &&
  run.at >= 0 &&
  run.at < run.steps.length &&
  typeof run.spent === "object" &&
  run.spent !== null;

/** Milliseconds spent in the present sequence. @param {Run} run @param {number} now */
export const spent = (run, now) => Math.max(0, (run.paused ?? now) - run.since);

/** Milliseconds left of it; below zero once it lasts longer than planned. @param {Run} run @param {number} now */
export const remaining = (run, now) => run.steps[run.at].duree * MINUTE - spent(run, now);

/** Go to a sequence; one that was left before goes on where it was.
 * @param {Run} run @param {number} to @param {number} now @returns {Run} */
export function gone(run, to, now) {
  if (to < 0 || to >= run.steps.length || to === run.at) return run;
  const kept = { ...run.spent, [run.steps[run.at].id]: spent(run, now) };
  return {
    ...run,
    at: to,
    spent: kept,
    since: now - (kept[run.steps[to].id] ?? 0),
    paused: run.paused === null ? null : now,
  };
}

/** @param {Run} run @param {number} now @returns {Run} */
export const paused = (run, now) => (run.paused === null ? { ...run, paused: now } : run);

/** @param {Run} run @param {number} now @returns {Run} */
export const resumed = (run, now) =>
  run.paused === null ? run : { ...run, since: run.since + (now - run.paused), paused: null };

/** Make a sequence longer or shorter; it keeps a minute.
 * @param {Run} run @param {string} id @param {number} minutes added @returns {Run} */
export const stretched = (run, id, minutes) => ({
  ...run,
  steps: run.steps.map((one) =>
    one.id === id ? { ...one, duree: Math.min(600, Math.max(1, one.duree + minutes)) } : one,
  ),
});

/** When the session would end if everything after now lasts as planned. @param {Run} run @param {number} now */
export const ending = (run, now) =>
  now +
  Math.max(0, remaining(run, now)) +
  run.steps.slice(run.at + 1).reduce((sum, one) => sum + one.duree, 0) * MINUTE;

/** Whole minutes later (or, below zero, sooner) than planned. @param {Run} run @param {number} now */
export const drift = (run, now) => Math.trunc((ending(run, now) - run.planned) / MINUTE);

/** Follow a computer clock that was set back: everything moves with it.
 * @param {Run} run @param {number} now @returns {Run} */
export function healed(run, now) {
  const back = now - run.seen;
  if (back > -BACKWARD) return { ...run, seen: Math.max(now, run.seen) };
  return {
    ...run,
    since: run.since + back,
    began: run.began + back,
    planned: run.planned + back,
    paused: run.paused === null ? null : run.paused + back,
    seen: now,
  };
}

/** How long the page was not there, where that is so long that it may have been a night; else 0.
 * @param {Run} run @param {number} now */
export const absence = (run, now) => (run.paused === null && now - run.seen > AWAY ? now - run.seen : 0);

/** Leave an absence out of the count. @param {Run} run @param {number} now @returns {Run} */
export function returned(run, now) {
  const away = now - run.seen;
  return { ...run, since: run.since + away, planned: run.planned + away, seen: now };
}

/**
 * Which later sequences could be shortened to end as planned: the longest first, a third of each at most, at least five
 * minutes left; never a break, never the last. `missing` is what could not be found.
 * @param {Run} run @param {number} now
 * @returns {{ cuts: { id: string, titre: string, from: number, to: number }[], missing: number }}
 */
export function proposal(run, now) {
  let missing = Math.max(0, Math.ceil((ending(run, now) - run.planned) / MINUTE - 0.01));
  if (missing < 2) return { cuts: [], missing: 0 };
  const later = run.steps.slice(run.at + 1, -1).filter((one) => one.methode || one.application || one.production);
  const cuts = [];
  for (const one of [...later].sort((a, b) => b.duree - a.duree)) {
    const cut = Math.min(missing, Math.floor(one.duree / PART), one.duree - SHORTEST);
    if (cut < 1) continue;
    cuts.push({ id: one.id, titre: one.titre, from: one.duree, to: one.duree - cut });
    missing -= cut;
    if (!missing) break;
  }
  return { cuts, missing };
}

// ---------------------------------------- in words

/** «1 h 30». @param {number} minutes whole @param {Spoken} t */
export function lengthInWords(minutes, t) {
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  if (!h) return fill(t.duree.minutes, { n: m });
  return m ? fill(t.duree.heures_minutes, { h, m: String(m).padStart(2, "0") }) : fill(t.duree.heures, { h });
}

/** «9 h 05», from minutes after midnight; past midnight it begins again. @param {number} minutes @param {Spoken} t */
export const hourInWords = (minutes, t) =>
  fill(t.heure, {
    h: Math.floor((((minutes % 1440) + 1440) % 1440) / 60),
    m: String(((minutes % 60) + 60) % 60).padStart(2, "0"),
  });

/** The hour on the wall at a moment, to the nearest minute. @param {number} moment @param {Spoken} t */
export function wallClock(moment, t) {
  const day = new Date(moment + MINUTE / 2);
  return hourInWords(day.getHours() * 60 + day.getMinutes(), t);
}

/** «09:30» → 570; nine o'clock where it is none. @param {string} value */
export function minutesOf(value) {
  const found = /^(\d{1,2}):(\d\d)$/.exec(value ?? "");
  return found && Number(found[1]) < 24 && Number(found[2]) < 60 ? Number(found[1]) * 60 + Number(found[2]) : 540;
}

/** «encore 8 min», «5 min de plus que prévu». @param {Run} run @param {number} now @param {Spoken} t */
export function remainingInWords(run, now, t) {
  const a = t.animer;
  const left = remaining(run, now);
  const said =
    left > MINUTE
      ? fill(a.encore, { duree: lengthInWords(Math.ceil(left / MINUTE), t) })
      : left > 0
        ? a.encore_peu
        : left > -MINUTE
          ? a.ecoule
          : fill(a.depasse, { duree: lengthInWords(Math.floor(-left / MINUTE), t) });
  return run.paused === null ? said : fill(a.en_pause, { reste: said });
}

/** «Fin vers 11 h 05, 5 min plus tard que prévu.» @param {Run} run @param {number} now @param {Spoken} t */
export function endingInWords(run, now, t) {
  const late = drift(run, now);
  const values = { heure: wallClock(ending(run, now), t), ecart: lengthInWords(Math.abs(late), t) };
  return fill(late > 0 ? t.animer.fin_plus : late < 0 ? t.animer.fin_moins : t.animer.fin_heure, values);
}

/** How much of the sequence has gone, from 0 to 1. @param {Run} run @param {number} now */
export const share = (run, now) => Math.min(1, spent(run, now) / (run.steps[run.at].duree * MINUTE));
