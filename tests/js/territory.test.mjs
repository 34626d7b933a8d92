import assert from "node:assert/strict";
import { test } from "node:test";
import { sortedNodes } from "../../pasapas_widgets/widgets/territory/list.js";
import { networkLayout } from "../../pasapas_widgets/widgets/territory/network.js";

const families = { a: "Autorités", b: "Secteur", c: "Formation" };
const nodes = Array.from({ length: 20 }, (_, i) => ({
  id: `n${i}`,
  nom: `Nom ${20 - i}`,
  famille: "abc"[i % 3],
  contact: { lien: ["", "aucun", "regulier", "ponctuel"][i % 4], apporte: "", fonction: "", a_prendre: i === 7 },
}));

test("no box covers another or leaves the figure, at any width and size of letters", () => {
  for (const width of [288, 360, 560, 864, 1200]) {
    for (const rem of [16, 24, 32]) {
      const { boxes, edges, centre, height } = networkLayout(nodes, families, width, rem);
      assert.deepEqual(boxes.map((one) => one.id).sort(), nodes.map((one) => one.id).sort());
      assert.equal(edges.length, boxes.length);
      const all = [...boxes, centre];
      for (const [i, one] of all.entries()) {
        assert.ok(
          one.x >= 0 && one.y >= 0 && one.x + one.w <= width + 0.5 && one.y + one.h <= height + 0.5,
          `${width} ${rem} ${JSON.stringify(one)}`,
        );
        for (const other of all.slice(i + 1)) {
          assert.ok(
            one.x + one.w <= other.x ||
              other.x + other.w <= one.x ||
              one.y + one.h <= other.y ||
              other.y + other.h <= one.y,
          );
        }
      }
      assert.ok(boxes.every((one) => one.h >= 44 && one.w >= 44));
    }
  }
});

test("the list is sorted by the strength of the link, by group, by name, and back", () => {
  const rules = { familles: families, liens: ["regulier", "ponctuel", "aucun", ""] };
  const links = sortedNodes(nodes, "lien", true, rules).map((one) => rules.liens.indexOf(one.contact.lien));
  assert.deepEqual(links, [...links].sort());
  assert.equal(sortedNodes(nodes, "a_prendre", true, rules)[0].id, "n7");
  const groups = sortedNodes(nodes, "famille", false, rules)
    .map((one) => one.famille)
    .join("");
  assert.match(groups, /^c+b+a+$/);
  assert.equal(nodes[0].id, "n0", "the original order is left alone");
});
