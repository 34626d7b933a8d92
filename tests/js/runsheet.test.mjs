import assert from "node:assert/strict";
import { test } from "node:test";
import { openShelf } from "../../pasapas_widgets/front/shelf.js";
import {
  AWAY,
  MINUTE,
  absence,
  begun,
  drift,
  ending,
  endingInWords,
  gone,
  healed,
  hourInWords,
  isRun,
  lengthInWords,
  minutesOf,
  paused,
  proposal,
  remaining,
  remainingInWords,
  resumed,
  returned,
  share,
  stretched,
  wallClock,
} from "../../pasapas_widgets/widgets/runsheet/clock.js";
import { sumInWords } from "../../pasapas_widgets/widgets/runsheet/adapt.js";
import { moved } from "../../pasapas_widgets/widgets/runsheet/steps.js";

process.env.TZ = "Europe/Paris";
const t = {
  heure: "{h} h {m}",
  duree: { minutes: "{n} min", heures: "{h} h", heures_minutes: "{h} h {m}" },
  animer: {
    encore: "encore {duree}",
    encore_peu: "ENCORE PEU",
    ecoule: "ÉCOULÉ",
    depasse: "{duree} de plus",
    en_pause: "PAUSE, {reste}",
    fin_heure: "Fin {heure}.",
    fin_plus: "Fin {heure}, {ecart} de plus.",
    fin_moins: "Fin {heure}, {ecart} de moins.",
  },
  adapter: {
    somme: {
      juste: "{somme} juste",
      plus: "{somme}, {ecart} de plus que {voulue}",
      moins: "{somme}, {ecart} de moins que {voulue}",
    },
  },
};
const step = (id, duree, more = {}) => ({
  id,
  titre: id.toUpperCase(),
  duree,
  formateur: "",
  production: "x",
  methode: null,
  application: null,
  ...more,
});
const rest = { production: null };
const sheet = {
  id: "S",
  titre: "Séance",
  sequences: [step("a", 10), step("b", 30), step("repas", 60, rest), step("c", 20), step("fin", 40)],
};
const T0 = Date.UTC(2026, 10, 23, 8, 0); // nine o'clock in Paris
const at = (minutes) => T0 + minutes * MINUTE;

test("time left comes from the wall clock alone: sleep, slow timers and a page loaded again change nothing", () => {
  const run = begun(sheet, "S", T0);
  assert.equal(remaining(run, at(4)), 6 * MINUTE);
  const again = JSON.parse(JSON.stringify(run)); // what the browser kept
  assert.ok(isRun(again));
  assert.equal(remaining(again, at(13)), -3 * MINUTE, "nine minutes of sleep are nine minutes");
  assert.deepEqual(
    [0, 5, 9.5, 10, 10.9, 15].map((m) => remainingInWords(run, at(m), t)),
    ["encore 10 min", "encore 5 min", "ENCORE PEU", "ÉCOULÉ", "ÉCOULÉ", "5 min de plus"],
  );
  assert.deepEqual([share(run, at(5)), share(run, at(50))], [0.5, 1]);
});

test("nothing happens by itself when the time is up", () => {
  const run = begun(sheet, "S", T0);
  assert.equal(healed(run, at(200)).at, 0);
  assert.deepEqual(healed(run, at(200)).steps, run.steps);
});

test("a pause stops the sequence and moves the end", () => {
  const run = paused(begun(sheet, "S", T0), at(4));
  assert.equal(remaining(run, at(30)), 6 * MINUTE);
  assert.equal(remainingInWords(run, at(30), t), "PAUSE, encore 6 min");
  assert.equal(drift(run, at(30)), 26);
  const on = resumed(run, at(30));
  assert.equal(remaining(on, at(31)), 5 * MINUTE);
  assert.equal(drift(on, at(31)), 26);
  assert.equal(paused(run, at(35)).paused, at(4), "pausing twice is pausing once");
});

test("next, previous: a sequence that was left goes on where it was", () => {
  const run = begun(sheet, "S", T0);
  const second = gone(run, 1, at(8));
  assert.deepEqual([second.at, remaining(second, at(8))], [1, 30 * MINUTE]);
  assert.equal(drift(second, at(8)), -2, "two minutes sooner");
  const back = gone(second, 0, at(10));
  assert.equal(remaining(back, at(11)), MINUTE);
  assert.equal(gone(run, -1, at(1)), run);
  assert.equal(gone(run, 5, at(1)), run);
  const still = gone(paused(run, at(3)), 1, at(9));
  assert.equal(remaining(still, at(20)), 30 * MINUTE, "a paused session stays paused");
});

test("five minutes more or less, never under one", () => {
  const run = begun(sheet, "S", T0);
  assert.equal(drift(stretched(run, "a", 5), T0), 5);
  assert.equal(stretched(run, "a", -50).steps[0].duree, 1);
  assert.equal(endingInWords(stretched(run, "a", 5), T0, t), "Fin 11 h 45, 5 min de plus.");
  assert.equal(endingInWords(run, at(3), t), "Fin 11 h 40.");
});

test("an overrun is spread over later sequences: the longest first, no break, never the last", () => {
  const run = begun(sheet, "S", T0);
  assert.deepEqual(proposal(run, at(10)), { cuts: [], missing: 0 });
  assert.deepEqual(proposal(run, at(17)), { cuts: [{ id: "b", titre: "B", from: 30, to: 23 }], missing: 0 });
  const late = proposal(run, at(40));
  assert.deepEqual(
    late.cuts.map(({ id, to }) => [id, to]),
    [
      ["b", 20],
      ["c", 14],
    ],
  );
  assert.equal(late.missing, 14);
  const done = late.cuts.reduce((held, one) => stretched(held, one.id, one.to - one.from), run);
  assert.equal(drift(done, at(40)), 14, "what was accepted is what was promised");
  for (let minutes = 0; minutes < 200; minutes += 7) {
    for (const one of proposal(run, at(minutes)).cuts)
      assert.ok(one.to >= 5 && one.to >= one.from * 0.66 && one.id !== "repas" && one.id !== "fin");
  }
});

test("summer time moves the hour on the wall, not what is left", () => {
  const night = Date.UTC(2026, 9, 25, 0, 30); // 2 h 30 in Paris, before three o'clock becomes two
  const run = begun({ ...sheet, sequences: [step("a", 90), step("b", 30)] }, "S", night);
  assert.equal(wallClock(night, t), "2 h 30");
  assert.equal(remaining(run, night + 60 * MINUTE), 30 * MINUTE);
  assert.equal(wallClock(ending(run, night), t), "3 h 30", "two hours later the wall says one hour more");
  assert.equal(drift(run, night + 60 * MINUTE), 0);
});

test("a clock that is set back moves everything with it", () => {
  const run = healed(begun(sheet, "S", T0), at(6));
  const back = healed(run, at(6 - 45));
  assert.equal(remaining(back, at(6 - 45)), 4 * MINUTE);
  assert.equal(drift(back, at(6 - 45)), 0);
  const hold = healed({ ...paused(run, at(6)), seen: at(8) }, at(-100));
  assert.equal(remaining(hold, at(-100)), 4 * MINUTE);
  assert.equal(remaining(healed(run, at(6) - 2000), at(6) - 2000), 4 * MINUTE + 2000, "a second or two is nothing");
  assert.ok(remaining({ ...run, since: at(9) }, at(6)) <= 10 * MINUTE, "never more than the whole sequence");
});

test("a night without the page is told, and can be left out", () => {
  const run = healed(begun(sheet, "S", T0), at(5));
  assert.equal(absence(run, at(60)), 0);
  const morning = at(5) + AWAY + MINUTE;
  assert.equal(absence(run, morning), AWAY + MINUTE);
  const on = returned(run, morning);
  assert.deepEqual([remaining(on, morning), drift(on, morning), absence(on, morning)], [5 * MINUTE, 0, 0]);
  assert.equal(absence(paused(run, at(5)), morning), 0, "a pause may last");
});

test("what another program left in the browser is no session", () => {
  for (const bad of [
    null,
    1,
    "x",
    {},
    { steps: [] },
    { ...begun(sheet, "S", T0), at: 9 },
    { ...begun(sheet, "S", T0), since: null },
    { ...begun(sheet, "S", T0), steps: [{}] },
    { ...begun(sheet, "S", T0), spent: null },
  ])
    assert.equal(isRun(bad), false);
});

test("a browser that keeps nothing still leads a session", () => {
  const shelf = openShelf("pasapas-deroule:"); // no localStorage here
  assert.equal(shelf.get("seance"), null);
  shelf.set("seance", { a: 1 });
  assert.deepEqual(shelf.get("seance"), { a: 1 });
  shelf.set("seance", null);
  assert.equal(shelf.get("seance"), null);
});

test("lengths, hours, sums in words", () => {
  assert.deepEqual(
    [5, 60, 65, 210].map((n) => lengthInWords(n, t)),
    ["5 min", "1 h", "1 h 05", "3 h 30"],
  );
  assert.deepEqual(
    [545, 1470, -30].map((n) => hourInWords(n, t)),
    ["9 h 05", "0 h 30", "23 h 30"],
  );
  assert.deepEqual(["09:30", "23:59", "24:00", "", undefined].map(minutesOf), [570, 1439, 540, 540, 540]);
  assert.deepEqual(
    [100, 90, 180].map((duree_totale) => sumInWords({ duree_totale, sequences: [{ duree: 60 }, { duree: 40 }] }, t)),
    ["1 h 40 juste", "1 h 40, 10 min de plus que 1 h 30", "1 h 40, 1 h 20 de moins que 3 h"],
  );
  assert.deepEqual(
    [moved([1, 2, 3], 0, 1), moved([1, 2, 3], 2, -1), moved([1, 2, 3], 0, -1), moved([1, 2, 3], 2, 1)],
    [
      [2, 1, 3],
      [1, 3, 2],
      [1, 2, 3],
      [1, 2, 3],
    ],
  );
});
