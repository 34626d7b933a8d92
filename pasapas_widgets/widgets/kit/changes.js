// @ts-check
/**
 * Changes applied to what is shown; the twin of pasapas_widgets/rules/changes.py.
 *
 * @typedef {Record<string, any>} Plain
 * @typedef {{ op: "set" | "add" | "remove", path: string[], value?: any }} Change
 */

/**
 * Make one change in plain JSON, the original left as it was; throw where its place is not there.
 * @param {Plain} plain @param {Change} change @returns {Plain}
 */
export function patched(plain, change) {
  const root = { ...plain };
  /** @type {any} */
  let here = root;
  for (const step of change.path.slice(0, -1)) {
    const at = Array.isArray(here) ? here.findIndex((one) => one?.id === step) : step;
    const inner = here[at];
    if (typeof inner !== "object" || inner === null) throw new Error(`nothing at ${change.path}`);
    here = here[at] = Array.isArray(inner) ? [...inner] : { ...inner };
  }
  const last = change.path[change.path.length - 1];
  if (Array.isArray(here)) throw new Error(`a list has no ${last}`);
  if (change.op === "set") {
    here[last] = change.value;
    return root;
  }
  const members = here[last] ?? [];
  const isMember = typeof change.value === "object" && change.value !== null;
  if (!Array.isArray(members) || (change.op === "add" && !isMember)) throw new Error(`no list at ${change.path}`);
  const id = isMember ? change.value.id : change.value;
  if (change.op === "remove") here[last] = members.filter((one) => one.id !== id);
  else if (!members.some((one) => one.id === id)) here[last] = [...members, change.value];
  return root;
}

/** What is at a path; undefined where there is nothing. @param {any} plain @param {string[]} path @returns {any} */
export function reached(plain, path) {
  return path.reduce(
    (here, step) => (Array.isArray(here) ? here.find((one) => one?.id === step) : here?.[step]),
    plain,
  );
}

/** Whether a change would change nothing any more. @param {Plain} plain @param {Change} change */
export function isMade(plain, change) {
  const here = reached(plain, change.path);
  if (change.op === "set") return JSON.stringify(here) === JSON.stringify(change.value);
  const id = typeof change.value === "object" ? change.value?.id : change.value;
  return (here ?? []).some((/** @type {Plain} */ one) => one.id === id) === (change.op === "add");
}

/** An identifier that no part of any carnet has: a calendar keeps events of several carnets apart by it.
 * @param {string} first */
export function newId(first) {
  const bytes = crypto.getRandomValues(new Uint8Array(9)); // 72 bits; also there where the page is not served securely
  return `${first}-${[...bytes].map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}
