// @ts-check
/** «Autour de notre établissement»: the place, the network and its list, what may be missing, the contacts to make. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button, field, unheard } from "../kit/parts.js";
import { carnetScreen, paintAll } from "../kit/screen.js";
import { exchangePart } from "./exchange.js";
import { listPart } from "./list.js";
import { networkFigure } from "./network.js";
import { actorSheet, contactThere } from "./sheet.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const FIRST_GAPS = 3;
/** The département, its région, who has its powers. @param {Model} model @param {Post} carrier @param {Texts} t
 * @param {string} uid */
function placePart(model, carrier, t, uid) {
  const rules = model.get("rules");
  const regions = [...new Set(rules.departements.map((/** @type {Plain} */ one) => one.region))].sort((a, b) =>
    a.localeCompare(b, "fr"),
  );
  const option = (/** @type {Plain} */ one) => h("option", { value: one.code }, `${one.code} – ${one.nom}`);
  const select = h(
    "select",
    { id: `${uid}-place` },
    h("option", { value: "" }, t.choisir),
    ...regions.map((region) =>
      h(
        "optgroup",
        { label: region },
        ...rules.departements.filter((/** @type {Plain} */ one) => one.region === region).map(option),
      ),
    ),
    h("optgroup", { label: t.outre_mer }, ...rules.collectivites.map(option)),
  );
  const said = h("p", {});
  select.addEventListener("change", () =>
    carrier.change([{ op: "set", path: ["territoire", "departement"], value: select.value || null }]),
  );
  return {
    root: h(
      "section",
      { "data-stage": "carte" },
      h("h3", {}, t.titre),
      h("div", { class: "pap-territory-place" }, field(t.departement, select, t.aide)),
      said,
    ),
    paint() {
      const code = carrier.carnet().territoire.departement ?? "";
      if (select.value !== code) select.value = code;
      const place = model.get("place");
      const region =
        !code || !("region" in place) ? "" : place.region ? fill(t.region, { region: place.region }) : t.sans_region;
      put(
        said,
        [region, place.autorite ? fill(t.autorite, { autorite: place.autorite }) : ""].filter(Boolean).join(" "),
      );
    },
  };
}

/** @param {Model} model @param {Texts} t @param {(id: string) => void} open */
function gapPart(model, t, open) {
  const g = t.manques;
  const body = h("div", {});
  return {
    root: h("section", { "data-stage": "manques" }, h("h3", {}, g.titre), h("p", {}, g.intro), body),
    paint() {
      const found = /** @type {Plain[]} */ (model.get("missing"));
      const hasResults = model.get("ideas").resultats;
      const line = (/** @type {Plain} */ one) =>
        h(
          "li",
          {},
          h("div", {}, one.phrase),
          button(g.ouvrir, () => open(one.id), "quiet", {
            "data-key": `gap-${one.id}`,
            "aria-label": `${g.ouvrir} : ${one.nom}`,
          }),
        );
      redraw(body, [found, hasResults], () =>
        !found.length
          ? [h("p", { class: "pap-soft" }, hasResults ? g.aucun : g.sans_resultats)]
          : [
              h("ul", { class: "pap-kit-list" }, ...found.slice(0, FIRST_GAPS).map(line)),
              found.length > FIRST_GAPS
                ? h(
                    "details",
                    { class: "pap-kit-fold", "data-key": "gaps" },
                    h("summary", {}, counted(g.autres, found.length - FIRST_GAPS)),
                    h("ul", { class: "pap-kit-list" }, ...found.slice(FIRST_GAPS).map(line)),
                  )
                : null,
            ],
      );
    },
  };
}

/** The contacts to make, each of which may become an action. @param {Model} model @param {Post} carrier
 * @param {Texts} t @param {string} uid
 * @param {{ say(text: string): void, nodes(): Plain[] }} act */
function contactPart(model, carrier, t, uid, act) {
  const c = t.contacts;
  let items = model.get("items"); // another carnet may have another wording
  /** @type {Map<string, string>} */
  const about = new Map();
  const list = h("ul", { class: "pap-territory-cards" });
  const none = h("p", { class: "pap-soft" }, c.aucun);
  const root = h("section", { "data-stage": "contacts" }, h("h3", {}, c.titre), h("p", {}, c.intro), none, list);

  /** @param {Plain} node @param {Plain} action */
  function putInPlan(node, action) {
    const id = newId("a");
    carrier.change([
      ...contactThere(carrier.carnet(), node),
      { op: "add", path: ["actions"], value: { ...action, id } },
      { op: "set", path: ["territoire", "contacts", node.id, "action"], value: id },
    ]);
    act.say(fill(c.mis, { titre: action.titre }));
  }
  /** @param {Plain} node @param {Plain[]} begun */
  function choosing(node, begun) {
    const subjects = [...new Set(begun.map((one) => one.enonce))];
    if (!about.has(node.id)) about.set(node.id, subjects[0]);
    const select = h(
      "select",
      { id: `${uid}-${node.id}-item`, "data-key": `item-${node.id}` },
      ...subjects.map((id) => h("option", { value: id }, items[id].texte)),
    );
    select.value = about.get(node.id) ?? "";
    select.addEventListener("change", () => {
      about.set(node.id, select.value);
      paint();
    });
    const fitting = begun.filter((one) => one.enonce === about.get(node.id));
    return [
      h("div", { class: "pap-field" }, h("label", { for: select.id }, c.enonce), select),
      h(
        "ul",
        { class: "pap-kit-list" },
        ...fitting.map((one, i) =>
          h(
            "li",
            {},
            h("div", {}, h("strong", {}, one.action.titre), h("span", { class: "pap-soft" }, one.action.premiers_pas)),
            button(c.mettre, () => putInPlan(node, one.action), i ? "quiet" : "main", {
              "data-key": `plan-${node.id}-${i}`,
              "aria-label": `${c.mettre} : ${one.action.titre}`,
            }),
          ),
        ),
      ),
    ];
  }
  function paint() {
    items = model.get("items");
    const wanted = act.nodes().filter((one) => one.contact.a_prendre);
    const actions = /** @type {Plain[]} */ (carrier.carnet().actions);
    const begun = model.get("begun");
    none.hidden = wanted.length > 0;
    redraw(list, [wanted, actions.map((one) => [one.id, one.titre]), begun, [...about]], () =>
      wanted.map((node) => {
        const made = actions.find((one) => one.id === node.contact.action);
        const unmark = button(
          c.retirer,
          () => carrier.change([{ op: "set", path: ["territoire", "contacts", node.id, "a_prendre"], value: false }]),
          "quiet",
          { "data-key": `unmark-${node.id}` },
        );
        unmark.append(unheard(` : ${node.nom}`));
        const parts = [
          h("h4", { id: `${uid}-${node.id}-contact` }, node.nom),
          ...(made
            ? [
                h("p", {}, fill(c.deja, { titre: made.titre })),
                h("p", {}, h("a", { href: "05_plan_action.ipynb" }, c.voir)),
              ]
            : [
                node.contact.action ? h("p", { class: "pap-soft" }, c.parti) : null,
                ...choosing(node, begun[node.id] ?? []),
              ]),
          h("div", { class: "pap-kit-line" }, unmark),
        ];
        return h(
          "li",
          { class: "pap-territory-card", "data-id": node.id },
          h("div", { role: "group", "aria-labelledby": `${uid}-${node.id}-contact` }, ...parts),
        );
      }),
    );
  }
  return { root, paint };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const traits = ["nodes", "told", "missing", "begun", "advice", "ideas", "place"];
  const about = { name: "territory", view: "territoire", traits };
  return carnetScreen({ model, el }, about, ({ t, uid, carrier, say, paint }) => {
    let from = "";
    /** The actors with what this page has just written. @returns {Plain[]} */
    const nodes = () => {
      const written = carrier.carnet().territoire.contacts;
      return model.get("nodes").map((/** @type {Plain} */ one) => ({
        ...one,
        contact: written.find((/** @type {Plain} */ other) => other.id === one.id) ?? one.contact,
      }));
    };
    const open = (/** @type {string} */ id) => {
      from = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key ?? "";
      sheet.choose(id);
      paint();
    };
    const sheet = actorSheet(model, carrier, `${uid}-sheet`, {
      say,
      nodes,
      close(id) {
        paint();
        const opener = [list.root, missing.root].map((one) => one.querySelector(`[data-key="${CSS.escape(from)}"]`));
        const back = /** @type {HTMLElement | null | undefined} */ (opener.find(Boolean));
        if (back) back.focus();
        else figure.focus(id);
      },
    });
    const figure = networkFigure(t, model.get("rules").familles, open);
    const place = placePart(model, carrier, t.lieu, uid);
    const list = listPart(model, carrier, t, uid, { open, say, nodes });
    const missing = gapPart(model, t, open);
    const contacts = contactPart(model, carrier, t, uid, { say, nodes });
    const exchanges = exchangePart(model, carrier, `${uid}-exchange`);
    const told = h("p", {});
    return {
      body: [
        place.root,
        h(
          "section",
          { "data-stage": "carte" },
          h("h3", {}, t.reseau.titre),
          h("p", {}, t.reseau.intro),
          h("p", { class: "pap-soft pap-territory-keys" }, t.reseau.clavier),
          figure.root,
          h("p", { class: "pap-soft" }, t.reseau.legende),
          told,
        ),
        sheet.root,
        list.root,
        missing.root,
        contacts.root,
        exchanges.root,
      ],
      paint() {
        put(told, model.get("told"));
        figure.paint(nodes(), sheet.chosen);
        paintAll([place, sheet, list, missing, contacts, exchanges]);
      },
      close: () => figure.close(),
    };
  });
}

export default { render };
