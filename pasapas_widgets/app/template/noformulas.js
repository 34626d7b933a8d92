// @ts-check
/* In the place of MathJax, for pages without formulas: Voilà asks it at each page to look for some. */
{
  const nothing = () => {};
  const hub = { Config: nothing, Configured: nothing, Queue: nothing, Register: { StartupHook: nothing } };
  /** @type {any} */ (window).MathJax = { Hub: hub };
}
