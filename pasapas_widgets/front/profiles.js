// @ts-check
/** The order in which people read the professions; the questionnaire's own is that of the share code. The twin of
 * Questionnaire.shown_profiles. */

const UNSAID = "non_precise"; // «je préfère ne pas préciser»

/** @template {{id: string}} T @param {T[]} profils @returns {T[]} who would rather not say comes last */
export const inOrder = (profils) => [...profils].sort((a, b) => Number(a.id === UNSAID) - Number(b.id === UNSAID));
