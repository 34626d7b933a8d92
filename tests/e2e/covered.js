// What has the focus and is wholly under something that stays: a bar, a notice. Evaluated in the page; returns the
// faults in words. The focus goes from control to control as the Tab key would take it, and the page scrolls with it.
() => {
  const faults = [];
  const visible = (node) => node.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
  document.documentElement.style.scrollBehavior = "auto";
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  for (const node of document.querySelectorAll(controls)) {
    if (!visible(node) || node.disabled || node.tabIndex < 0) continue;
    node.focus();
    if (document.activeElement !== node) continue;
    const shown = node.matches("input[type=radio], input[type=checkbox]") ? node.closest("label") || node : node;
    const box = shown.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const at = (x, y) => document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y]));
    const isSeen = (one) => one !== null && (shown.contains(one) || one.contains(shown));
    const inSight = right > left && bottom > top;
    if (inSight && points.some(([x, y]) => isSeen(at(x, y)))) continue;
    const over = inSight ? at(0.5, 0.5) : null;
    const words = (shown.innerText || node.getAttribute("aria-label") || node.id).trim().slice(0, 40);
    faults.push(
      `${node.tagName.toLowerCase()} «${words}» has the focus under ${over ? `.${over.className}` : "the edge"}`,
    );
  }
  return faults;
};
