// @ts-check
/**
 * Study plans: the tasks become boxes to tick, which the browser remembers. The list itself, with an empty square
 * before each task, is in the page (hooks/kb/templates/plan.md).
 *
 * @module
 */

import { taskKeys } from "./plan-tasks.js";
import { day, restarted, ticked, ticksOf } from "./progress.js";
import { change, follow, NOT_KEPT, onProgress, progress } from "./progress-store.js";

/** @import { Page } from "./page.js" */

/** @param {Page} page */
export function plans({ left }) {
  for (const box of document.querySelectorAll(".kb-plan")) {
    if (box instanceof HTMLElement && box.dataset.plan) plan(box, box.dataset.plan, left);
  }
}

/**
 * @param {HTMLElement} box
 * @param {string} id
 * @param {AbortSignal} left
 */
function plan(box, id, left) {
  const was = (box.dataset.was ?? "").split(" ").filter(Boolean);
  if (was.length) follow({ questions: {}, plans: Object.fromEntries(was.map((old) => [old, id])) });
  const tasks = [...box.querySelectorAll("li")];
  const keys = taskKeys(tasks.map(words));
  const boxes = tasks.map((task, place) => ticking(task, `kb-task-${place + 1}`));
  const bar = document.createElement("progress");
  const count = document.createElement("p");
  const again = Object.assign(document.createElement("button"), { type: "button", className: "kb-button", textContent: "Start over" });
  bar.max = tasks.length;
  bar.setAttribute("aria-label", "Done of this plan");
  count.setAttribute("role", "status");
  box.querySelector(".kb-progress")?.append(bar, count, again);

  const show = () => {
    const done = ticksOf(progress(), id);
    boxes.forEach((tick, place) => {
      tick.checked = Object.hasOwn(done, keys[place]);
    });
    const number = boxes.filter((tick) => tick.checked).length;
    bar.value = number;
    count.textContent = `${number} done`;
    again.hidden = !number;
  };
  show();

  boxes.forEach((tick, place) => tick.addEventListener("change", () => {
    const kept = change((now) => ticked(now, id, keys[place], tick.checked ? day(new Date()) : null));
    if (kept) show();
    else count.textContent = NOT_KEPT;
  }));
  again.addEventListener("click", () => {
    change((now) => restarted(now, id));
    show();
    boxes[0]?.focus();
  });
  onProgress(show, left);
}

/**
 * What is to be done, without the minutes and the links behind it.
 *
 * @param {HTMLLIElement} task
 */
function words(task) {
  return before(task).map((node) => node.textContent).join("").trim();
}

/** @param {HTMLLIElement} task @returns {ChildNode[]} */
function before(task) {
  const nodes = [...task.childNodes];
  const minutes = nodes.findLastIndex((node) => node instanceof HTMLElement && node.tagName === "EM");
  return nodes.slice(0, minutes < 0 ? nodes.length : minutes);
}

/**
 * Puts a box before the task, and makes its words the box's label.
 *
 * @param {HTMLLIElement} task
 * @param {string} id
 */
function ticking(task, id) {
  const tick = Object.assign(document.createElement("input"), { type: "checkbox", id });
  const label = Object.assign(document.createElement("label"), { htmlFor: id });
  label.append(...before(task));
  task.prepend(tick, label);
  return tick;
}
