// What axe does not see. Evaluated in the page; returns the faults in words.
() => {
  const faults = [];
  const visible = (node) => node.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
  const place = (node) =>
    `${node.tagName.toLowerCase()}.${node.className} «${(node.textContent || "").trim().slice(0, 40)}»`;
  const name = (node) =>
    (
      node.getAttribute("aria-label") ||
      (node.labels && [...node.labels].map((l) => l.textContent).join(" ")) ||
      (node.getAttribute("aria-labelledby") || "")
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent || "")
        .join(" ") ||
      node.textContent ||
      node.value ||
      node.title ||
      ""
    ).trim();
  for (const node of document.querySelectorAll("input, select, textarea, button, a[href], summary"))
    if (visible(node) && node.type !== "hidden" && !name(node)) faults.push(`no name: ${place(node)}`);
  const groups = new Map();
  for (const radio of document.querySelectorAll("input[type=radio]")) {
    const group = radio.closest("fieldset, [role=radiogroup]");
    if (!radio.name) faults.push(`radio without a group name: ${place(radio)}`);
    if (!group) {
      faults.push(`radio outside a group: ${radio.name}`);
      continue;
    }
    const legend = group.querySelector("legend")?.textContent.trim() || group.getAttribute("aria-label");
    if (!legend) faults.push(`group without a legend: ${radio.name}`);
    groups.set(radio.name, (groups.get(radio.name) || new Set()).add(group));
  }
  for (const [key, sets] of groups) if (sets.size > 1) faults.push(`one radio name in several groups: ${key}`);
  for (const node of document.querySelectorAll(
    '[title="null"], [aria-label="null"], [title="undefined"], [alt="null"]',
  ))
    faults.push(`a null spoken: ${place(node)}`);
  const targets = [
    "button, summary, select, textarea, input:not([type=radio]):not([type=hidden]):not(label > [type=checkbox])",
    "label:has(input[type=radio]), label:has(> input[type=checkbox])",
  ];
  for (const node of document.querySelectorAll(targets.join(", "))) {
    if (!visible(node)) continue;
    const box = node.getBoundingClientRect();
    if (box.width && (box.height < 43.5 || box.width < 43.5))
      faults.push(`target ${Math.round(box.width)} × ${Math.round(box.height)}: ${place(node)}`);
  }
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width + 1) {
    const far = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
    faults.push(
      `scrolls sideways: ${document.documentElement.scrollWidth} > ${width} (${far.slice(-3).map(place).join(", ")})`,
    );
  }
  for (const node of document.querySelectorAll("main *, [role=main] *")) {
    if (
      !visible(node) ||
      node.closest("svg, [aria-hidden=true], .pap-unseen") ||
      ![...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim())
    )
      continue;
    const style = getComputedStyle(node);
    const hidden = /hidden|clip/.test(style.overflow + style.overflowX + style.overflowY);
    if (
      hidden &&
      node.clientWidth > 2 &&
      (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
    )
      faults.push(`text cut: ${place(node)}`);
  }
  if (document.documentElement.lang !== "fr") faults.push("the page does not say that it is in French");
  if (document.querySelectorAll("h1").length !== 1) faults.push(`${document.querySelectorAll("h1").length} h1`);
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter(visible).map((h) => Number(h.tagName[1]));
  levels.forEach((level, i) => {
    if (i && level > levels[i - 1] + 1) faults.push(`heading level jumps from h${levels[i - 1]} to h${level}`);
  });
  if (!document.title.trim()) faults.push("no title");
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of ids.filter((one, i) => ids.indexOf(one) !== i)) faults.push(`an id stands twice: ${id}`);
  return [...new Set(faults)];
};
