// The ground of all pages: French words, identifiers, the model over a plain object, what a browser keeps.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { modelOf, reword } from "../../pasapas_widgets/front/host.js";
import { openShelf } from "../../pasapas_widgets/front/shelf.js";
import { newUid } from "../../pasapas_widgets/front/uid.js";
import {
  counted,
  dayInWords,
  dayOfYear,
  fileName,
  fill,
  monthInWords,
  numberInWords,
  shortDay,
} from "../../pasapas_widgets/front/words.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/words.json", import.meta.url), "utf8"));

test("days, plurals and numbers are said as Python says them", () => {
  for (const [day, said] of vectors.dates) assert.equal(dayInWords(day), said);
  for (const [texts, n, said] of vectors.plurals) assert.equal(counted(texts, n), said);
  for (const [value, said] of vectors.numbers) assert.equal(numberInWords(value), said);
  for (const [kind, title, ending, name] of vectors.file_names) assert.equal(fileName(kind, title, ending), name);
  assert.equal(monthInWords("2026-08"), "août 2026");
  assert.deepEqual(
    [12.5, 12, 0.25, 1.005, 1e-7].map((value) => numberInWords(value, 2, true)),
    ["12,5", "12", "0,25", "1,01", "0"],
  );
});

test("the first of a month is said as such in every form", () => {
  assert.equal(shortDay("2027-03-01"), "1er mars 2027");
  assert.equal(shortDay("2027-01-10"), "10 janv. 2027");
  assert.equal(dayOfYear(new Date(2027, 4, 1)), "1er mai");
  assert.equal(dayOfYear(new Date(2027, 4, 11)), "11 mai");
});

test("a hole without a value stays, whatever that value is called", () => {
  assert.equal(fill("{a} {b} {a} {c}", { a: 0, b: null }), "0 {b} 0 {c}");
  assert.equal(counted({ un: "{n} de {total}", plusieurs: "-" }, 1, { total: 9 }), "1 de 9");
});

test("identifiers stay unique where the module is loaded anew, as anywidget does for each model", async () => {
  const again = await import("../../pasapas_widgets/front/uid.js?again");
  assert.notEqual(again.newUid, newUid);
  const found = [newUid("radar"), again.newUid("radar"), newUid("plan"), again.newUid("radar")];
  assert.equal(new Set(found.map((one) => one.replace(/^pap-[a-z]+-/, ""))).size, 4);
  assert.ok(found.every((one) => /^pap-(radar|plan)-\d+$/.test(one)));
});

test("a model over a plain object tells what changes, and only that", () => {
  let saved = 0;
  const model = modelOf({ a: { n: 1 } }, () => (saved += 1));
  const heard = [];
  const call = () => heard.push(model.get("a").n);
  model.on("change:a", call);
  model.set("a", { n: 1 });
  model.set("a", { n: 2 });
  model.set("b", 1);
  model.off("change:a", call);
  model.set("a", { n: 3 });
  model.save_changes();
  assert.deepEqual([heard, saved], [[2], 1]);
});

test("statements are worded for the chosen variant, and again as they were", () => {
  const items = [
    { id: "1", texte: "base" },
    { id: "2", texte: "same" },
  ];
  const model = modelOf({ variant: "own", questionnaire: { items } });
  const texts = () => model.get("questionnaire").items.map((one) => one.texte);
  reword(model, { own: { 1: { texte: "other", repere_1: "low" } } });
  assert.deepEqual(texts(), ["other", "same"]);
  assert.equal(model.get("questionnaire").items[0].repere_1, "low");
  model.set("variant", null);
  assert.deepEqual(texts(), ["base", "same"]);
});

/** A browser's storage, of so many values. */
class Storage {
  #most;
  constructor(most) {
    this.#most = most;
  }
  getItem(name) {
    return this[name] ?? null;
  }
  setItem(name, text) {
    if (!(name in this) && Object.keys(this).length >= this.#most) throw new Error("QuotaExceededError");
    this[name] = text;
  }
  removeItem(name) {
    delete this[name];
  }
}

test("a shelf keeps what the browser takes, and the rest while the page lasts", () => {
  globalThis.localStorage = new Storage(2);
  const shelf = openShelf("a:");
  assert.deepEqual([shelf.set("x", { n: 1 }), shelf.set("y", 2), shelf.set("z", 3)], [true, true, false]);
  assert.deepEqual(["x", "y", "z", "none"].map(shelf.get), [{ n: 1 }, 2, 3, null]);
  assert.deepEqual(shelf.names(), ["x", "y"]);
  assert.equal(openShelf("a:").get("z"), null);
  shelf.set("x", null);
  assert.deepEqual([shelf.get("x"), shelf.set("z", 3), shelf.names()], [null, true, ["y", "z"]]);
  localStorage.setItem("a:y", "{no JSON");
  assert.equal(shelf.get("y"), null);
});

test("a shelf without storage works all the same", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new Error("SecurityError");
    },
  });
  const shelf = openShelf("a:");
  assert.deepEqual([shelf.set("x", 1), shelf.get("x"), shelf.names()], [false, 1, []]);
  shelf.set("x", null);
  assert.equal(shelf.get("x"), null);
  delete globalThis.localStorage;
});
