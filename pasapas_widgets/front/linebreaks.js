// @ts-check
/** Enter in a text field, for every widget that has one. */

/** JupyterLab 4 takes the line breaks of every text field inside a cell; the event must not reach the field's own
 * listeners, where it waits.
 * @param {HTMLElement} root */
export function keepLineBreaks(root) {
  root.addEventListener(
    "beforeinput",
    (event) => {
      if (
        /** @type {InputEvent} */ (event).inputType === "insertLineBreak" &&
        event.target instanceof HTMLTextAreaElement
      )
        event.stopPropagation();
    },
    true,
  );
}
