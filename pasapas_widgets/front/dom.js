// @ts-check
/** Nodes of a page: made, filled, put anew only where something has changed; bytes handed over as a file. */

const CONTROLS = ["button", "select", "textarea", "input", "summary", "a"];

/** @typedef {Node | string | null | undefined} Child */

/** Set attributes: functions are listeners, true is an empty attribute; false, null and undefined are left out.
 * @param {Element} node @param {Record<string, any>} attributes */
export function setAll(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined)
      node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Fill an element that has just been made. @param {Element} node @param {Record<string, any>} attributes
 * @param {Child[]} children */
export function filled(node, attributes, children) {
  // JupyterLab takes the keys of what it does not know; Enter, Space and letters are a control's own.
  if (CONTROLS.includes(node.localName) || "tabindex" in attributes)
    node.setAttribute("data-lm-suppress-shortcuts", "");
  setAll(node, attributes);
  node.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== undefined)));
  return node;
}

/** Make an element with its attributes, as `setAll` reads them.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {Child[]} children @returns {any} */
export const h = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);

/** Put text in a node only if it changes, so that nothing is announced or laid out twice.
 * @param {Node} node @param {string} text */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The same for a sentence that takes no place where it is empty. @param {HTMLElement} node @param {string} text */
export function put(node, text) {
  say(node, text);
  node.hidden = !text;
}

/** Fill a node anew only where what it shows has changed; the keyboard keeps its place.
 * @param {HTMLElement} node @param {unknown} shown @param {() => (Node | string | null)[]} make */
export function redraw(node, shown, make) {
  const now = JSON.stringify(shown) ?? "";
  if (node.dataset.shown === now) return;
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const held = active && node.contains(active) ? active.dataset.key : undefined;
  const open = [...node.querySelectorAll("details[open]")].map((one) => /** @type {HTMLElement} */ (one).dataset.key);
  node.dataset.shown = now;
  node.replaceChildren(.../** @type {Node[]} */ (make().filter((one) => one !== null)));
  for (const one of /** @type {NodeListOf<HTMLDetailsElement>} */ (node.querySelectorAll("details"))) {
    if (one.dataset.key && open.includes(one.dataset.key)) one.open = true;
  }
  if (held) /** @type {HTMLElement | null} */ (node.querySelector(`[data-key="${CSS.escape(held)}"]`))?.focus();
}

/** A button, deaf while it is told disabled. @param {string} label @param {(pressed: HTMLElement) => void} run
 * @param {string} [kind] main, quiet or danger @param {Record<string, any>} [more] attributes */
export function button(label, run, kind = "quiet", more = {}) {
  const node = h("button", { type: "button", class: `pap-button pap-button-${kind}`, ...more }, label);
  node.addEventListener("click", () => node.getAttribute("aria-disabled") === "true" || run(node));
  return node;
}

/** A control under its label, with help and with room for advice.
 * @param {string} label @param {HTMLElement} control @param {string} [help] */
export function field(label, control, help) {
  const note = h("p", { id: `${control.id}-help`, class: "pap-soft" }, help ?? "");
  const advice = h("p", { id: `${control.id}-advice`, class: "pap-advice", hidden: true });
  control.setAttribute("aria-describedby", [help ? note.id : "", advice.id].join(" ").trim());
  const told = h("label", { for: control.id }, label);
  return h("div", { class: "pap-field" }, told, help ? note : null, control, advice);
}

/** Say beside a field of `field` what is wrong with it; without words, that it is right. What is not wrong is never
 * described as such: a hidden sentence is still read where a field names it.
 * @param {HTMLElement} control @param {string} text */
export function advise(control, text) {
  if (text) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  const root = /** @type {ParentNode} */ (control.closest(".pap-field") ?? control.parentElement);
  put(/** @type {HTMLElement} */ (root.querySelector(`#${CSS.escape(`${control.id}-advice`)}`)), text);
}

/** Show a dialog over the page. Who closes it by the keyboard sees where the focus is back: where a finger or a mouse
 * pressed what opened it, Firefox and WebKit do not show it by themselves. @param {HTMLDialogElement} dialog */
export function openDialog(dialog) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const kinds = ["keydown", "cancel", "pointerdown"];
  let isByKey = false;
  const pressed = (/** @type {Event} */ event) => (isByKey = event.type !== "pointerdown");
  function closed() {
    kinds.forEach((one) => dialog.removeEventListener(one, pressed));
    if (!opener || !isByKey || document.activeElement !== opener) return;
    opener.classList.add("pap-ring");
    opener.addEventListener("blur", () => opener.classList.remove("pap-ring"), { once: true });
  }
  kinds.forEach((one) => dialog.addEventListener(one, pressed));
  dialog.addEventListener("close", closed, { once: true });
  dialog.showModal();
}

/** Show the stage of the page that holds a node, which is to take the focus. @param {Node} node */
export const reveal = (node) => node.dispatchEvent(new CustomEvent("pasapas:show", { bubbles: true }));

/** Hand bytes over as a file. @param {BlobPart} data @param {string} type @param {string} name
 * @param {HTMLElement} [root] */
export function handOver(data, type, name, root = document.body) {
  const url = URL.createObjectURL(new Blob([data], { type }));
  const link = h("a", { href: url, download: name, hidden: true });
  root.append(link); // some browsers only follow a link that is in the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
