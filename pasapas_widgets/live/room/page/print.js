// @ts-check
/** The button that prints. */
document.getElementById("pap-print")?.addEventListener("click", () => window.print());
