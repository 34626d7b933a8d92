// @ts-check
/**
 * French as a page says it: holes filled, plurals, days, months, numbers. The twin of
 * pasapas_widgets/content/french.py;
 * both are held to tests/vectors/words.json.
 *
 * @typedef {Record<string, any>} Texts
 */

/** Fill the `{name}` places of a text; what has no value stays as it is. @param {string} text
 * @param {Record<string, unknown>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));

/** Choose the wording that agrees with `n`: the plural begins at two.
 * @param {{un: string, plusieurs: string}} pair @param {number} n @param {Record<string, unknown>} [values] */
export const counted = (pair, n, values = {}) => fill(n < 2 ? pair.un : pair.plusieurs, { n, ...values });

/** @param {Date} day @param {Intl.DateTimeFormatOptions} parts */
const told = (day, parts) => day.toLocaleDateString("fr-FR", parts).replace(/^1 /, "1er ");

/** @param {string} iso a day, 2027-03-01 */
const noon = (iso) => new Date(`${iso}T12:00:00`);

/** «1er mars 2027». @param {string} iso a day */
export const dayInWords = (iso) => told(noon(iso), { day: "numeric", month: "long", year: "numeric" });

/** «1er janv. 2027». @param {string} iso a day */
export const shortDay = (iso) => told(noon(iso), { day: "numeric", month: "short", year: "numeric" });

/** «1er mars». @param {Date} day */
export const dayOfYear = (day) => told(day, { day: "numeric", month: "long" });

/** «mars 2027». @param {string} month 2027-03 */
export const monthInWords = (month) => told(noon(`${month}-15`), { month: "long", year: "numeric" });

const LONGEST = 53; // letters of a title in the name of a file

/** The name of a file that people take: what it is, then what they call it.
 * @param {string} kind @param {string} title @param {string} ending */
export function fileName(kind, title, ending) {
  const plain = title
    .normalize("NFKD")
    .replace(/[^\0-\x7f]/g, "")
    .toLowerCase();
  const named = (plain.match(/[a-z0-9]+/g) ?? []).join("-").slice(0, LONGEST).replace(/-+$/, "");
  return named ? `${kind}-${named}.${ending}` : `${kind}.${ending}`;
}

/** «1 234,5»: halves rounded away from zero, as they are written.
 * @param {number} value @param {number} [decimals]
 * @param {boolean} [bare] leave out the zeros at the end of the decimals */
export function numberInWords(value, decimals = 1, bare = false) {
  const size = Math.round(Number(`${Math.abs(value).toFixed(12)}e${decimals}`)) / 10 ** decimals;
  const digits = { minimumFractionDigits: bare ? 0 : decimals, maximumFractionDigits: decimals };
  const said = size.toLocaleString("fr-FR", digits).replace(/\s/g, "\u00a0");
  return value < 0 && size > 0 ? `-${said}` : said;
}
