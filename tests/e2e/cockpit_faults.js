// What of the cockpit is out of the window, and where its bar stands. Evaluated in the page.
() => {
  const faults = [];
  const page = document.documentElement;
  const part = (css) => document.querySelector(`.pap-cockpit${css}`);
  const box = (node) => node.getBoundingClientRect();
  if (scrollY !== 0) faults.push(`the page has scrolled by ${scrollY}`);
  if (page.scrollWidth > innerWidth) faults.push(`${page.scrollWidth} px wide`);
  const { bottom } = box(part(""));
  if (Math.abs(bottom - innerHeight) > 1) faults.push(`it ends at ${bottom} of ${innerHeight}`);
  for (const css of ["", " .pap-cockpit-rail", " .pap-cockpit-middle", " .pap-cockpit-side"]) {
    const node = part(css);
    if (!node.checkVisibility()) continue;
    const over = node.scrollHeight - node.clientHeight;
    if (over > 1) faults.push(`${css || "the whole"} is too tall by ${over}`);
    const wide = node.scrollWidth - node.clientWidth;
    if (wide > 1) faults.push(`${css || "the whole"} is too wide by ${wide}`);
  }
  const { left, top, width, height } = box(part(" .pap-cockpit-bar"));
  return { faults, bar: [left, top, width, height].map(Math.round) };
};
