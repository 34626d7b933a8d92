// What cannot be read on the wall: a page that scrolls, a text that is cut, a text that is set too small.
// Evaluated in the page; returns the faults in words.
(least) => {
  const faults = [];
  const root = document.documentElement;
  const [wide, high] = [innerWidth, innerHeight];
  if (root.scrollHeight > high || document.body.scrollHeight > high)
    faults.push(`scrolls: ${Math.max(root.scrollHeight, document.body.scrollHeight)} > ${high}`);
  if (root.scrollWidth > wide) faults.push(`scrolls sideways: ${root.scrollWidth} > ${wide}`);
  const box = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  const sizeOf = (node) => {
    const size = parseFloat(getComputedStyle(node).fontSize);
    const matrix = node.closest("svg") ? node.getScreenCTM() : null;
    return matrix ? size * Math.hypot(matrix.b, matrix.d) : size;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const node = text.parentElement;
    if (!text.data.trim() || node.closest("script, .pap-unseen, .pap-room-skip, title, desc")) continue;
    if (!node.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const { left, right, top, bottom, width } = box(text);
    if (!width || getComputedStyle(node).clipPath !== "none") continue; // for a screen reader alone
    const said = `«${text.data.trim().slice(0, 40)}»`;
    if (left < -1 || right > wide + 1 || top < -1 || bottom > high + 1)
      faults.push(`outside: ${said} ${[left, top, right, bottom].map(Math.round)}`);
    for (let one = node; one !== document.body; one = one.parentElement) {
      if (!/hidden|clip|auto|scroll/.test(getComputedStyle(one).overflowY) || one.closest("svg")) continue;
      const frame = one.getBoundingClientRect();
      if (bottom > frame.bottom + 1 || top < frame.top - 1 || right > frame.right + 1 || left < frame.left - 1)
        faults.push(`cut: ${said}`);
    }
    const size = sizeOf(node);
    if (size < least * wide - 0.1) faults.push(`small: ${said} ${size.toFixed(1)} < ${(least * wide).toFixed(1)}`);
  }
  return [...new Set(faults)];
};
