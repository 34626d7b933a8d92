// @ts-check
/** «Garder ces résultats dans un carnet»: a name, a day, a carnet; Python keeps it and says so. */
import { courier } from "../../front/courier.js";
import { h, put } from "../../front/dom.js";
import { keepLineBreaks } from "../../front/linebreaks.js";
import { newUid } from "../../front/uid.js";
import { fill } from "../../front/words.js";
import { dayField } from "../kit/day.js";
import { button, field } from "../kit/parts.js";

const KEEP_PATIENCE = 10_000; // milliseconds without an answer before the person is told

/** @param {{ model: import("../../front/host.js").Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const id = newUid("keepresults");
  const title = /** @type {HTMLInputElement} */ (
    h("input", { id: `${id}-title`, type: "text", maxlength: 80, autocomplete: "off" })
  );
  let chosen = ""; // the day
  const day = dayField(`${id}-day`, t.jour, t.jour_refuse, (value) => (chosen = value ?? ""));
  const where = /** @type {HTMLSelectElement} */ (h("select", { id: `${id}-where` }));
  const keep = button(t.bouton, send, "main");
  const form = h(
    "div",
    { class: "pap-keepresults-form" },
    field(t.seance, title, t.seance_aide),
    day.root,
    field(t.ou, where, t.ou_aide),
    keep,
  );
  const nothing = h("p", { class: "pap-soft" }, t.rien);
  const alert = h("div", { role: "alert", class: "pap-kit-alert" });
  const status = h("p", { role: "status" });
  const next = h("div");
  const root = h(
    "div",
    { class: "pap pap-kit pap-keepresults" },
    h("h2", {}, t.titre),
    h("p", {}, t.intro),
    nothing,
    form,
    alert,
    status,
    next,
  );
  keepLineBreaks(root);
  el.append(root);
  let typed = false; // a proposal never takes the place of what was typed
  let asked = "";
  const post = courier(model, KEEP_PATIENCE);

  function drawForm() {
    nothing.hidden = model.get("ready");
    form.hidden = !model.get("ready");
  }
  function drawProposal() {
    const { titre, jour } = model.get("proposed");
    if (!typed) title.value = titre;
    day.node.max = jour;
    if (chosen) return;
    chosen = jour;
    day.show(jour);
  }
  function drawCarnets() {
    const before = where.value;
    const kept = model.get("carnets").map((/** @type {any} */ one) => h("option", { value: one.id }, one.titre));
    where.replaceChildren(h("option", { value: "" }, t.nouveau), ...kept);
    where.value = before;
    if (where.selectedIndex < 0) where.value = "";
  }
  function drawKept() {
    const { id: carnet, titre } = model.get("kept");
    const links = Object.entries(t.suite).map(([page, label]) =>
      h("li", {}, h("a", { href: `${page}?carnet=${carnet}` }, label)),
    );
    const advice = model.get("advice");
    next.replaceChildren(
      ...(carnet ? [...(advice ? [h("p", {}, advice)] : []), h("p", {}, t.ouvrir), h("ul", {}, ...links)] : []),
    );
    put(status, carnet ? fill(t.garde, { titre }) : "");
    if (carnet) where.value = carnet;
  }
  function drawPost() {
    const waits = post.busy() !== null && !post.late();
    if (waits) keep.setAttribute("aria-disabled", "true");
    else keep.removeAttribute("aria-disabled");
    put(alert, post.late() ? t.lien_coupe : post.faults().join(" "));
  }
  function send() {
    put(status, "");
    if (day.node.hasAttribute("aria-invalid")) return day.node.focus();
    const values = { titre: title.value, jour: chosen, carnet: where.value };
    const same = post.busy() && JSON.stringify(values) === asked; // only its answer is missing
    asked = JSON.stringify(values);
    post.ask(same ? [] : [{ verb: "keep", values, done: drawKept }]);
  }

  title.addEventListener("input", () => (typed = true));
  const listened = /** @type {[string, () => void][]} */ ([
    ["ready", drawForm],
    ["proposed", drawProposal],
    ["carnets", drawCarnets],
    ["kept", drawKept],
  ]);
  listened.forEach(([name, run]) => (run(), model.on(`change:${name}`, run)));
  const stop = post.listen(drawPost);
  return () => {
    stop();
    listened.forEach(([name, run]) => model.off(`change:${name}`, run));
  };
}

export default { render };
