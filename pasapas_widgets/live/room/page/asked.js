// @ts-check
/** An exercise on a phone: where it is shown, and when. The code that draws it (exercise.js) comes when one is open. */

import { pause } from "./net.js";
import { h, say } from "../../../front/dom.js";
import { ASKED, TOLD } from "./parts.js";

/**
 * @param {{data: any, own: () => Promise<any>, pending: (ballot: string) => Record<string, number>|undefined,
 *   place: (ballot: string, dots: Record<string, number>) => void, tell: (text: string) => void}} means
 */
export function exerciseView({ data, own, pending, place, tell }) {
  const t = data.texts.exercice;
  const status = h("p", { role: "status" });
  const asked = h("div", {});
  const work = h("div", {}); // what each person does alone stays in sight beside what is said of it
  const told = h("div", {});
  /** @type {Promise<typeof import("./exercise.js")>|null} */
  let code = null;
  /** @type {ReturnType<typeof import("./exercise.js").questionPart>|null} */
  let question = null;
  let opened = ""; // the exercise whose question is on the page
  let wanted = "";
  let shown = "";
  let isLoading = false;
  /** @type {any} */
  let now = null;

  function fetch() {
    if (!document.getElementById("pap-exercise-style"))
      document.head.append(h("link", { id: "pap-exercise-style", rel: "stylesheet", href: data.exercise }));
    code = code ?? import("./exercise.js");
    code.catch(() => (code = null));
    return code;
  }

  /** @param {typeof import("./exercise.js")} parts @param {any} reply */
  function ask(parts, { ballot, own: mine, exercise }) {
    const isOther = opened !== "" && opened !== ballot.id;
    opened = ballot.id;
    question = null;
    work.replaceChildren();
    if (exercise.travail) {
      asked.replaceChildren();
      work.replaceChildren(parts.workPart(exercise));
    } else {
      question = parts.questionPart({ ballot, exercise, place: (dots) => place(ballot.id, dots) });
      question.show(pending(ballot.id) ?? mine);
      if (ballot.closed) question.close();
      asked.replaceChildren(question.root);
    }
    if (isOther) tell(exercise.titre);
  }

  async function update() {
    while (wanted && wanted !== shown) {
      const mark = wanted;
      try {
        if (!shown) say(status, t.attente);
        const [parts, reply] = await Promise.all([fetch(), own()]);
        if (mark !== wanted) continue;
        if (reply.ballot?.id !== now.ballot.id || !reply.exercise) throw new Error("another one is open by now");
        if (now.phase === TOLD && !reply.results) throw new Error("not told yet");
        shown = mark;
        say(status, "");
        if (reply.exercise.travail && opened !== reply.ballot.id) ask(parts, reply);
        if (now.phase === ASKED) ask(parts, reply);
        else {
          told.replaceChildren(parts.outcomePart(reply));
          pointOut(now.focus);
          tell(parts.words.dit);
        }
      } catch {
        if (mark === wanted) say(status, t.coupe);
        await pause(2000).done;
      }
    }
  }

  /** The answer that the wall shows. @param {string|null} focus */
  function pointOut(focus) {
    for (const one of told.querySelectorAll("[data-choice]")) {
      const isHere = /** @type {HTMLElement} */ (one).dataset.choice === focus;
      if (isHere) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  }

  return {
    status,
    asked,
    work,
    told,
    /** @param {any} state the session's, as it is shown */
    async show(state) {
      now = state;
      const { phase, ballot, focus } = state;
      if (phase !== ASKED && phase !== TOLD) return void (wanted = shown = opened = "");
      wanted = `${ballot.id} ${phase}`;
      pointOut(focus);
      if (ballot.closed && ballot.id === opened) question?.close();
      if (isLoading) return;
      isLoading = true;
      await update();
      isLoading = false;
    },
    /** Read the server's own again at the next state: something was refused. */
    forget: () => void (shown = ""),
  };
}
