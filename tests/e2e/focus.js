// Where the keyboard focus is, and whether it can be seen. Evaluated in the page.
() => {
  const node = document.activeElement;
  if (!node || node === document.body) return { tag: "body" };
  const box = node.matches("input[type=radio], input[type=checkbox]") ? node.closest("label") || node : node;
  const seen = [node, box].some((one) => {
    const s = getComputedStyle(one);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1.5) || s.boxShadow !== "none";
  });
  return {
    tag: node.tagName.toLowerCase(),
    name: node.name || "",
    seen,
    text: (node.textContent || "").trim().slice(0, 40),
    item: node.closest("[data-item]")?.dataset.item || "",
    type: node.type || "",
  };
};
