// @ts-check
/** Requests to the session's server: a time limit on each, and a refusal told apart from a network that fails. */

/** What the server does not do, with its sentence for the person. */
export class Refused extends Error {
  /** @param {string} reason @param {string} sentence */
  constructor(reason, sentence) {
    super(sentence);
    this.reason = reason;
    this.sentence = sentence;
  }
}

const PATIENCE = 10_000; // milliseconds

/**
 * Ask for a JSON document; null where the server has nothing new (204).
 *
 * What is not the server's own JSON (the page of a captive Wi-Fi, a proxy's error) counts as a network that fails.
 * @param {string} address
 * @param {{body?: any, key?: string, patience?: number, cut?: AbortController}} [options]
 * @returns {Promise<any>}
 */
export async function ask(address, { body, key, patience = PATIENCE, cut = new AbortController() } = {}) {
  const limit = setTimeout(() => cut.abort(), patience);
  try {
    /** @type {Record<string, string>} */
    const headers = {};
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (key) headers.Authorization = `Place ${key}`;
    const method = body === undefined ? "GET" : "POST";
    const options = {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: cut.signal,
    };
    const reply = await fetch(address, { ...options, cache: "no-store", redirect: "error" });
    if (reply.status === 204) return null;
    if (!(reply.headers.get("Content-Type") ?? "").includes("json")) throw new TypeError("not the server's answer");
    const said = await reply.json();
    if (reply.ok) return said;
    if (reply.status < 500 && said?.reason) throw new Refused(said.reason, String(said.sentence ?? ""));
    throw new TypeError(`status ${reply.status}`);
  } finally {
    clearTimeout(limit);
  }
}

/** A wait that can be ended early. @param {number} milliseconds */
export function pause(milliseconds) {
  let end = () => {};
  const done = /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      end = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    })
  );
  return { done, end };
}
