// @ts-check
/** The picture that joins a phone to the Wi-Fi: made by the server of what is typed here, kept nowhere. */

import { say } from "../../../front/dom.js";
import { fill } from "../../../front/words.js";
import { pageData } from "./parts.js";

const t = pageData().texts.wifi;
const form = /** @type {HTMLFormElement} */ (document.getElementById("pap-wifi"));
const place = /** @type {HTMLElement} */ (document.getElementById("pap-wifi-place"));
const fault = /** @type {HTMLElement} */ (document.getElementById("pap-wifi-fault"));
const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

field("show").addEventListener("change", () => (field("password").type = field("show").checked ? "text" : "password"));
field("remove").addEventListener("click", () => {
  place.hidden = true;
  field("remove").hidden = true;
  form.reset();
  field("password").type = "password";
});
/** Say beside the two fields what is wrong with them, or nothing. @param {string} text */
function blame(text) {
  say(fault, text);
  for (const name of ["ssid", "password"])
    if (text) field(name).setAttribute("aria-invalid", "true");
    else field(name).removeAttribute("aria-invalid");
}
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  blame("");
  const ssid = field("ssid").value;
  try {
    const body = JSON.stringify({ ssid, password: field("password").value });
    const reply = await fetch(form.action, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!reply.ok) throw new Error((await reply.json()).sentence);
    const image = /** @type {HTMLImageElement} */ (place.querySelector("img"));
    image.src = `data:image/svg+xml,${encodeURIComponent(await reply.text())}`;
    image.alt = fill(t.dessin, { nom: ssid });
    say(/** @type {Element} */ (place.querySelector("[data-name]")), fill(t.legende_nom, { nom: ssid }));
    place.hidden = false;
    field("remove").hidden = false;
    field("password").value = "";
    form.closest("details")?.removeAttribute("open");
  } catch (error) {
    blame(error instanceof TypeError ? t.refus : /** @type {Error} */ (error).message || t.refus);
  }
});
