// The tree that Firefox hands to a screen reader, as nested nodes; null before there is one. Run with the rights of the
// browser, in the page's own process, where the tree is never behind the page.
() => {
  const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
  const root = service.getAccessibleFor(document);
  const active = document.activeElement;
  const focused = active && active !== document.body ? service.getAccessibleFor(active) : null;
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
      isFocused: one === focused,
      children,
    };
  };
  return root?.childCount ? read(root) : null;
};
