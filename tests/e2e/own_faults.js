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
  faults.push(...described(), ...grouped(), ...named(), ...structured(), ...edged());
  return [...new Set(faults)];

  /** What is said of a field: nothing that is not true now (RGAA 11.10). */
  function described() {
    const found = [];
    const told = (node, key) => (node.getAttribute(key) || "").split(/\s+/).filter(Boolean);
    for (const node of document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-errormessage]"))
      for (const id of ["aria-describedby", "aria-labelledby", "aria-errormessage"].flatMap((one) => told(node, one))) {
        const other = document.getElementById(id);
        if (!other && visible(node)) found.push(`names an id that is not there: ${id}, by ${place(node)}`);
        else if (node.matches("input, select, textarea") && other?.hidden && other.textContent.trim())
          found.push(`described by words that are hidden: ${id} «${other.textContent.slice(0, 40)}»`);
      }
    for (const node of document.querySelectorAll('[aria-invalid="true"]')) {
      const words = [...told(node, "aria-describedby"), ...told(node, "aria-errormessage")]
        .map((id) => document.getElementById(id))
        .filter((one) => one && visible(one) && !one.id.endsWith("-help") && one.id !== "aide")
        .map((one) => one.textContent.trim());
      if (visible(node) && !words.some(Boolean)) found.push(`invalid without words: ${place(node)} ${node.id}`);
    }
    const fieldsOf = (form) =>
      [...(form?.elements ?? [])].filter((one) => one.labels && one.type !== "submit" && visible(one));
    for (const node of document.querySelectorAll(":is(input, select, textarea):is([required], [aria-required=true])"))
      if (
        visible(node) &&
        fieldsOf(node.form).filter((one) => !one.matches("button")).length !== 1 &&
        !/obligatoire/i.test([...(node.labels || [])].map((one) => one.textContent).join(" "))
      )
        found.push(`must be filled, and does not say so: ${place(node)} ${node.id}`);
    for (const node of document.querySelectorAll(":is([aria-live], [role=status], [role=alert]) table"))
      if (visible(node)) found.push(`a table that is said whole: ${place(node)}`);
    return found;
  }

  /** The nearest named group that holds a field, and its name (RGAA 11.5). */
  function groupOf(node) {
    for (let at = node.parentElement; at; at = at.parentElement) {
      if (!at.matches("fieldset, [role=group], [role=radiogroup], [role=dialog], dialog")) continue;
      const words = at.getAttribute("aria-label") || at.querySelector(":scope > legend")?.textContent;
      const by = (at.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => document.getElementById(id));
      const said = (words || by.map((one) => one?.textContent ?? "").join(" ")).trim();
      if (said) return said;
    }
    return "";
  }
  function grouped() {
    const seen = new Map();
    for (const node of document.querySelectorAll("input:not([type=radio], [type=hidden]), select, textarea")) {
      if (!visible(node) || !name(node)) continue;
      const key = `«${name(node)}» in «${groupOf(node)}»`;
      seen.set(key, (seen.get(key) || 0) + 1);
    }
    return [...seen].filter(([, n]) => n > 1).map(([key, n]) => `${n} fields of one name: ${key}`);
  }

  /** A name that holds the words that are seen, so that a voice can press it (RGAA 11.9). */
  function named() {
    const found = [];
    const plain = (text) =>
      text
        .toLowerCase()
        .replace(/[\u2019']/g, "'")
        .replace(/[^\p{L}\p{N}']+/gu, " ")
        .trim();
    const seenWords = (node) => {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      let words = "";
      while (walker.nextNode()) {
        const holder = walker.currentNode.parentElement;
        if (!holder.closest("[aria-hidden=true], .pap-unseen") && visible(holder))
          words += `${walker.currentNode.data} `;
      }
      return plain(words);
    };
    for (const node of document.querySelectorAll(
      ":is(button, a[href], summary, [role=button], [role=tab]):is([aria-label], [aria-labelledby])",
    )) {
      if (!visible(node)) continue;
      const words = node.matches("svg *") ? plain(node.querySelector("text")?.textContent ?? "") : seenWords(node);
      if (words && !plain(name(node)).includes(words)) found.push(`«${words}» is not in its name «${name(node)}»`);
    }
    return found;
  }

  /** The frame of a page and the markup of its figures and tables (RGAA 1.2, 1.9, 2.1, 5.4, 9.2, 12.7). */
  function structured() {
    const found = [];
    const mains = [...document.querySelectorAll("main")].filter(visible);
    if (mains.length !== 1) found.push(`${mains.length} main`);
    for (const node of document.querySelectorAll("figure")) {
      if (!visible(node) || !node.querySelector("svg, img, canvas")) continue;
      const by = document.getElementById(node.getAttribute("aria-labelledby"))?.textContent;
      const said = (node.getAttribute("aria-label") || by || "").trim();
      if (!["figure", "group"].includes(node.getAttribute("role")) || !said)
        found.push(`figure without role and name: ${place(node)}`);
    }
    for (const node of document.querySelectorAll("svg"))
      if (visible(node) && !node.closest("[aria-hidden=true]") && !node.matches("[role=img], [role=group], svg svg"))
        found.push(`a drawing neither named nor hidden: ${place(node.parentElement)}`);
    for (const node of document.querySelectorAll("iframe"))
      if (visible(node) && !node.title.trim()) found.push(`frame without a title: ${place(node)}`);
    for (const node of document.querySelectorAll("table")) {
      const words = node.caption?.textContent.trim() || node.getAttribute("aria-label");
      if (visible(node) && !words && !node.getAttribute("aria-labelledby"))
        found.push(`table without a caption: ${place(node)}`);
    }
    return found;
  }

  /** What a border alone shows is seen: three to one against what is around it (RGAA 3.3). */
  function edged() {
    const found = [];
    const numbers = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
    const light = (colour) => {
      const [r, g, b] = numbers(colour)
        .map((n) => n / 255)
        .map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
      const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    };
    const opaque = (colour) => colour.startsWith("rgb") && (numbers(colour)[3] ?? 1) === 1;
    const around = (node) => {
      for (let at = node.parentElement; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (opaque(colour)) return colour;
      }
      return "rgb(255, 255, 255)";
    };
    const fields = "input:not([type=radio], [type=checkbox], [type=file], [type=range]), select, textarea";
    for (const node of document.querySelectorAll(`${fields}, [data-place], .pap-orientation-cell`)) {
      if (!visible(node) || node.matches(":disabled, [aria-disabled=true], :focus")) continue;
      const style = getComputedStyle(node);
      const outside = around(node);
      const drawn = [style.backgroundColor];
      if (parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none") drawn.push(style.borderTopColor);
      const best = Math.max(...drawn.filter(opaque).map((colour) => contrast(colour, outside)), 1);
      if (best < 2.995) found.push(`an edge of ${best.toFixed(2)} to 1: ${place(node)} ${node.id}`);
    }
    return found;
  }
};
