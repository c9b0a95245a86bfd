// @ts-check
/**
 * On a question's page: how the reader stands with it. Opening a closed part makes a new question a seen one; the
 * rest is the reader's word. Its place is in the page (hooks/kb/templates/question.md), which says so.
 *
 * @module
 */

import { day, marked, markOf, STATES } from "./progress.js";
import { change, follow, NOT_KEPT, onProgress, progress } from "./progress-store.js";

/** @import { Page } from "./page.js" */
/** @import { State } from "./progress.js" */

/** @type {Record<State, string>} */
export const TITLES = { new: "New", seen: "Seen", confident: "Confident", review: "Review" };

/** @param {Page} page */
export function questionState({ left, again }) {
  const box = document.querySelector(".kb-state");
  if (!(box instanceof HTMLElement) || !box.dataset.question) return;
  const id = box.dataset.question;
  const was = (box.dataset.was ?? "").split(" ").filter(Boolean);
  if (was.length) follow({ questions: Object.fromEntries(was.map((old) => [old, id])), plans: {} });

  const group = document.createElement("fieldset");
  const legend = Object.assign(document.createElement("legend"), { textContent: "How you stand with it" });
  const row = document.createElement("div");
  const said = Object.assign(document.createElement("small"), { className: "kb-state-day" });
  said.setAttribute("role", "status");
  const choices = STATES.map((state) => choice(state));
  row.append(...choices.map(({ label }) => label), said);
  group.append(legend, row);
  box.prepend(group);

  const show = () => {
    const mark = markOf(progress(), id);
    for (const { input } of choices) input.checked = input.value === mark.state;
    said.textContent = mark.day && mark.state !== "new" ? `since ${mark.day}` : "";
  };
  /** @param {State} state */
  const set = (state) => {
    const kept = change((now) => marked(now, id, state, day(new Date())));
    if (kept) show();
    else said.textContent = NOT_KEPT;
  };
  show();
  onProgress(show, left);

  // What the reader says here stands until they leave, whatever they open.
  let decided = false;
  for (const { input, state } of choices) {
    input.addEventListener("change", () => {
      decided = true;
      set(state);
    });
  }

  let printing = false;
  addEventListener("beforeprint", () => {
    printing = true;
  }, { signal: left });
  addEventListener("afterprint", () => {
    setTimeout(() => {
      printing = false;
    });
  }, { signal: left });
  for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.kb-fold"))) {
    // What Back opens again is nothing that the reader does; its event is still to come.
    let restored = again && fold.open;
    fold.addEventListener("toggle", () => {
      if (fold.open && !restored && !printing && !decided && markOf(progress(), id).state === "new") set("seen");
      restored = false;
    }, { signal: left });
  }
}

/** A button of the group. @param {State} state */
function choice(state) {
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "kb-state", value: state });
  const label = Object.assign(document.createElement("label"), { className: "kb-chip" });
  label.append(input, Object.assign(document.createElement("span"), { textContent: TITLES[state] }));
  return { input, label, state };
}
