// What a page has a screen reader say by itself: the words of its live regions, in the order in which they change.
(() => {
  if (window.papAnnounced) return;
  const LIVE = "[aria-live]:not([aria-live='off']),[role='status'],[role='alert'],[role='log'],output";
  const said = [];
  const due = new Map();
  let last = Date.now();
  const isSilent = (one) => one.closest("[hidden],[inert],[aria-hidden='true']") || !one.getClientRects().length;
  const words = (one) => one.innerText.replace(/\s+/g, " ").trim();
  const pace = (one) => {
    const asked = one.getAttribute("aria-live");
    return asked === "assertive" || (!asked && one.getAttribute("role") === "alert") ? "at once" : "politely";
  };
  const note = (region) => {
    due.delete(region);
    if (region.isConnected && !isSilent(region) && words(region)) said.push(`${pace(region)}: ${words(region)}`);
  };
  const seen = (node) => {
    const region = (node.nodeType === 1 ? node : node.parentElement)?.closest(LIVE);
    if (!region) return;
    last = Date.now();
    clearTimeout(due.get(region));
    due.set(region, setTimeout(note, 150, region)); // what changes in several strokes is said once
  };
  const observe = () =>
    new MutationObserver((changes) => {
      for (const one of changes) {
        if (one.type === "attributes" || [...one.addedNodes].some((node) => node.textContent.trim())) seen(one.target);
        else if (one.type === "characterData") seen(one.target);
        for (const node of one.addedNodes) {
          if (node.nodeType === 1 && node.matches("[role='alert']")) seen(node); // a new region is silent, an alert not
        }
      }
    }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden"] });
  observe();
  window.papAnnounced = {
    isQuiet: () => !due.size && Date.now() - last > 400,
    take: () => said.splice(0),
  };
})();
