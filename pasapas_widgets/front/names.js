// @ts-check
/**
 * What looks like a person in a text that is being written: a name, a telephone number, an e-mail address. The twin of
 * pasapas_widgets/model/field/personal.py, for what a person writes and nobody else is to have; both are held to
 * tests/vectors/names.json.
 *
 * @typedef {{ civilites: string[], connus: string[], prenoms: string[], aussi_des_mots: string[] }} Words
 * @typedef {{ genre: string, texte: string, debut: number }} Trace
 */

const EMAIL = /[\w.+-]+@[\w-]+\.[\w.-]*\w/g;
const PHONE = /(^|[^\p{L}\p{N}_+])((?:\+\d{2}|00\d{2}|0)[ .\u00a0\u202f-]?[1-9](?:[ .\u00a0\u202f-]?\d{2}){4})(?!\d)/gu;
const WORD = /\p{L}+(?:[-'’]\p{L}+)*/gu;
const SENTENCE_END = /(?:^|[.!?…:;\n«»“”"(•–—-])\s*$/;
const ELIDED = /^(?:[cdjlmnst]|qu)['’]/i;

/** A word without accents, in small letters. @param {string} word */
const plain = (word) => word.replaceAll("’", "'").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {string} word */
const isAcronym = (word) => word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase();

/** @param {string} text @param {Words} words @returns {Trace[]} */
function names(text, words) {
  const [titles, known, first] = [words.civilites, words.connus, words.prenoms].map((one) => new Set(one));
  const also = new Set(words.aussi_des_mots);
  /** @type {Trace[]} */
  const found = [];
  let [afterTitle, afterFamily] = [false, false];
  for (const match of text.matchAll(WORD)) {
    const elided = match[0].match(ELIDED)?.[0] ?? "";
    const start = match.index + elided.length;
    const word = match[0].slice(elided.length);
    const said = plain(word);
    const isCapital = /^\p{Lu}/u.test(word);
    const isInside = Boolean(elided) || !SENTENCE_END.test(text.slice(0, match.index));
    const isCode = word.length === 1 && /^\d/.test(text.slice(start + 1)); // a card, a statement: F08, L2-05
    const parts = said.replaceAll("'", "-").split("-");
    const isStrange = isInside && !isCode && !isAcronym(word) && !parts.every((one) => known.has(one));
    const isNamed = isCapital && (afterTitle || first.has(parts[0]) || (afterFamily && word.length === 1) || isStrange);
    const isSmall = first.has(said) && (afterTitle || !also.has(said));
    if ((isNamed && (!titles.has(said) || afterFamily)) || isSmall)
      found.push({ genre: "nom", texte: word, debut: start });
    afterTitle = titles.has(said) && !afterFamily;
    afterFamily = said === "famille";
  }
  return found;
}

/** What looks like a person in a text, in its order. @param {string} text @param {Words} words @returns {Trace[]} */
export function tracesOf(text, words) {
  const mails = [...text.matchAll(EMAIL)].map((one) => ({ genre: "courriel", texte: one[0], debut: one.index }));
  const phones = [...text.matchAll(PHONE)].map((one) => ({
    genre: "telephone",
    texte: one[2],
    debut: one.index + one[1].length,
  }));
  const taken = [...mails, ...phones];
  const isFree = (/** @type {Trace} */ one) =>
    !taken.some((other) => other.debut <= one.debut && one.debut < other.debut + other.texte.length);
  return [...taken, ...names(text, words).filter(isFree)].sort((a, b) => a.debut - b.debut);
}
