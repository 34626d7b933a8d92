// The tree that Firefox hands to a screen reader, as nested nodes. Run in the browser's own process.
(done) => {
  const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
  const frame = Services.wm.getMostRecentWindow("navigator:browser").gBrowser.selectedBrowser;
  const STATES = ["checked", "expanded", "collapsed", "pressed", "selected", "required", "invalid", "unavailable"];
  const kept = (one, key) => {
    try {
      return one.attributes.getStringProperty(key);
    } catch {
      return "";
    }
  };
  const read = (one) => {
    const [state, more] = [{}, {}];
    one.getState(state, more);
    const states = [...service.getStringStates(state.value, more.value)];
    const children = [];
    for (let at = 0; at < one.childCount; at += 1) children.push(read(one.getChildAt(at)));
    return {
      role: kept(one, "xml-roles").split(" ")[0] || service.getStringRole(one.role),
      tag: kept(one, "tag"),
      name: one.name ?? "",
      described: one.description ?? "",
      level: kept(one, "level"),
      value: kept(one, "valuetext"),
      states: STATES.filter((name) => states.includes(name)),
      isFocused: states.includes("focused"),
      children,
    };
  };
  const wait = (tries) => {
    const root = service.getAccessibleFor(frame);
    const page = root?.childCount ? root.getChildAt(0) : null;
    if (page?.childCount) done(read(page));
    else if (tries) setTimeout(wait, 100, tries - 1);
    else done(null);
  };
  setTimeout(wait, 300, 100);
};
