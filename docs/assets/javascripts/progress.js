// @ts-check
/**
 * What the handbook remembers for the reader: how they stand with each question, and which tasks of the plans are
 * done. Here is its shape, every version of it, and what can be done with it. Pure: it neither reads nor writes what
 * the browser keeps, which is the work of progress-store.js; files of it are in progress-file.js.
 *
 * Version 2, in local storage under `<path of the site>kb.v2.progress`, as JSON:
 *
 *     {
 *       "questions": { "stampede": { "state": "confident", "day": "2026-11-21" } },
 *       "plans": { "two-weeks": { "1x7k2p0": "2026-11-20", "0zs81aq": "2026-11-21" } }
 *     }
 *
 * - `questions`: by the question's id (its file's name) the state, one of `STATES`, and the day on which it was set.
 *   A question that is not there is new. `new` itself stands only where the reader set it back, with its day, so
 *   that an older file does not bring the old state again.
 * - `plans`: by the plan's id, by the task's key (plan-tasks.js), the day on which it was ticked. A task that is
 *   not done is not there.
 * - Days are those of the reader's own calendar, `YYYY-MM-DD`.
 *
 * Beside it Material keeps light or dark, in a shape of its own (theme.js). Nothing else is kept.
 *
 * @module
 */

/** How the reader stands with a question. The first is what every question is at first. */
export const STATES = /** @type {const} */ (["new", "seen", "confident", "review"]);

/** @typedef {typeof STATES[number]} State */
/** @typedef {{ state: State, day: string }} Mark */
/** @typedef {Readonly<Record<string, string>>} Ticks by the task's key, the day */
/** @typedef {{ questions: Readonly<Record<string, Mark>>, plans: Readonly<Record<string, Ticks>> }} Progress */
/** Ids that were changed: by kind and old id, the new one. @typedef {{ questions: Readonly<Record<string, string>>, plans: Readonly<Record<string, string>> }} Renamed */

/** @type {Progress} */
export const NOTHING = Object.freeze({ questions: Object.freeze({}), plans: Object.freeze({}) });

/**
 * Every version there was, oldest first: the name under which it is kept, and what makes the next version's value of
 * its value. A new shape is one more entry here, a `next` for the one before, and another `read`.
 *
 * @type {readonly { version: number, name: string, next?: (value: unknown) => unknown }[]}
 */
export const VERSIONS = Object.freeze([
  // { "<plan>": { "<task>": "<day>" } }: there were only plans.
  { version: 1, name: "kb.v1.plans", next: (plans) => ({ questions: {}, plans }) },
  { version: 2, name: "kb.v2.progress" },
]);

/** The version that is written. */
export const { version: VERSION, name: NAME } = VERSIONS[VERSIONS.length - 1];

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const TASK = /^[0-9a-z]{1,20}$/;
const LONGEST = 200;

/**
 * The progress that a value of the present version holds, and in words what of it is not of the shape above. What is
 * wrong is left out and the rest is read: what the browser has kept is used as far as it goes, and only a file is
 * refused for a fault.
 *
 * @param {unknown} value
 * @returns {{ progress: Progress, faults: string[] }}
 */
export function read(value) {
  /** @type {string[]} */
  const faults = [];
  if (!isObject(value)) return { progress: NOTHING, faults: ["progress: is missing, or no group of fields"] };
  for (const name of Object.keys(value)) {
    if (name !== "questions" && name !== "plans") faults.push(`progress: ${shown(name)} is not a field of it`);
  }
  const questions = members(value, "questions", faults).flatMap(([id, mark]) => {
    const found = readMark(id, mark, faults);
    return found ? [/** @type {const} */ ([id, found])] : [];
  });
  const plans = members(value, "plans", faults).flatMap(([id, ticks]) => {
    const found = readTicks(id, ticks, faults);
    return found ? [/** @type {const} */ ([id, found])] : [];
  });
  return { progress: { questions: Object.fromEntries(questions), plans: Object.fromEntries(plans) }, faults };
}

/**
 * The same for a value of an older version, too.
 *
 * @param {number} version one of `VERSIONS`
 * @param {unknown} value
 */
export function upgraded(version, value) {
  const steps = VERSIONS.filter((known) => known.version >= version);
  return read(steps.reduce((now, { next }) => (next ? next(now) : now), value));
}

/** @param {string} id @param {unknown} mark @param {string[]} faults @returns {Mark | undefined} */
function readMark(id, mark, faults) {
  const at = `question ${shown(id)}`;
  if (!isId(id)) return void faults.push(`${at}: is not the id of a question`);
  if (!isObject(mark)) return void faults.push(`${at}: has no state and day`);
  const { state, day, ...others } = mark;
  const known = STATES.find((name) => name === state);
  if (!known) return void faults.push(`${at}: ${shown(state)} is not a state; known: ${STATES.join(", ")}`);
  if (!isDay(day)) return void faults.push(`${at}: ${shown(day)} is not a day`);
  if (Object.keys(others).length) faults.push(`${at}: ${shown(Object.keys(others)[0])} is not a field of it`);
  return { state: known, day };
}

/** @param {string} id @param {unknown} ticks @param {string[]} faults @returns {Ticks | undefined} */
function readTicks(id, ticks, faults) {
  const at = `plan ${shown(id)}`;
  if (!isId(id)) return void faults.push(`${at}: is not the id of a plan`);
  if (!isObject(ticks)) return void faults.push(`${at}: has no tasks`);
  /** @type {[string, string][]} */
  const good = [];
  for (const [task, day] of Object.entries(ticks)) {
    if (!TASK.test(task)) faults.push(`${at}: ${shown(task)} is not the key of a task`);
    else if (!isDay(day)) faults.push(`${at}, task ${task}: ${shown(day)} is not a day`);
    else good.push([task, day]);
  }
  return good.length ? Object.fromEntries(good) : undefined;
}

/** @param {Record<string, unknown>} value @param {string} name @param {string[]} faults @returns {[string, unknown][]} */
function members(value, name, faults) {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  if (isObject(found)) return Object.entries(found);
  faults.push(`${name}: is missing, or no group of fields`);
  return [];
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {string} text */
function isId(text) {
  return text.length <= LONGEST && ID.test(text);
}

/** A day that there is in the calendar. @param {unknown} value @returns {value is string} */
export function isDay(value) {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/**
 * A value of a stranger's, fit to stand in a message: short, and without letters that turn the line about.
 *
 * @param {unknown} value
 */
export function shown(value) {
  // It may be nested deeper than anything can write it out.
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "a group of fields";
  const text = (JSON.stringify(value) ?? "nothing").replace(/[^\x20-\x7e]/g, "?");
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/**
 * How the reader stands with a question.
 *
 * @param {Progress} progress
 * @param {string} id
 * @returns {{ state: State, day: string }} a question that was never touched is new, its day empty
 */
export function markOf({ questions }, id) {
  return Object.hasOwn(questions, id) ? questions[id] : { state: "new", day: "" };
}

/**
 * Sets how the reader stands with a question.
 *
 * @param {Progress} progress
 * @param {string} id
 * @param {State} state
 * @param {string} day
 * @returns {Progress}
 */
export function marked(progress, id, state, day) {
  return { ...progress, questions: { ...progress.questions, [id]: { state, day } } };
}

/**
 * The ticks of a plan.
 *
 * @param {Progress} progress
 * @param {string} plan
 * @returns {Ticks}
 */
export function ticksOf({ plans }, plan) {
  return Object.hasOwn(plans, plan) ? plans[plan] : {};
}

/**
 * Ticks a task, or takes its tick away.
 *
 * @param {Progress} progress
 * @param {string} plan
 * @param {string} task
 * @param {string | null} day the day on which it was done; null if it is not
 * @returns {Progress}
 */
export function ticked(progress, plan, task, day) {
  const { [task]: _, ...others } = ticksOf(progress, plan);
  return withTicks(progress, plan, day ? { ...others, [task]: day } : others);
}

/**
 * Forgets the ticks of a plan.
 *
 * @param {Progress} progress
 * @param {string} plan
 * @returns {Progress}
 */
export function restarted(progress, plan) {
  return withTicks(progress, plan, {});
}

/** @param {Progress} progress @param {string} plan @param {Ticks} ticks @returns {Progress} */
function withTicks(progress, plan, ticks) {
  const { [plan]: _, ...others } = progress.plans;
  return { ...progress, plans: Object.keys(ticks).length ? { ...others, [plan]: ticks } : others };
}

/**
 * Both together. Of two states of a question, the one set on the later day; of one day, the first argument's. A task
 * that is ticked in either is ticked, on the later day.
 *
 * @param {Progress} one
 * @param {Progress} other
 * @returns {Progress}
 */
export function merged(one, other) {
  const questions = { ...one.questions };
  for (const [id, mark] of Object.entries(other.questions)) {
    if (mark.day > markOf(one, id).day) questions[id] = mark;
  }
  const plans = { ...one.plans };
  for (const [id, ticks] of Object.entries(other.plans)) plans[id] = later(ticksOf(one, id), ticks);
  return { questions, plans };
}

/** @param {Ticks} one @param {Ticks} other @returns {Ticks} */
function later(one, other) {
  const ticks = { ...one };
  for (const [task, day] of Object.entries(other)) {
    if (!Object.hasOwn(one, task) || day > one[task]) ticks[task] = day;
  }
  return ticks;
}

/**
 * The progress with old ids replaced by the new ones. What both know is merged.
 *
 * @param {Progress} progress
 * @param {Renamed} renamed
 * @returns {Progress} the same object if no old id is in it
 */
export function followed(progress, renamed) {
  /** @type {{ questions: Record<string, Mark>, plans: Record<string, Ticks> }} */
  const moved = { questions: {}, plans: {} };
  const rest = { questions: { ...progress.questions }, plans: { ...progress.plans } };
  for (const [id, mark] of Object.entries(progress.questions)) {
    if (!Object.hasOwn(renamed.questions, id)) continue;
    delete rest.questions[id];
    const to = renamed.questions[id];
    if (!Object.hasOwn(moved.questions, to) || mark.day > moved.questions[to].day) moved.questions[to] = mark;
  }
  for (const [id, ticks] of Object.entries(progress.plans)) {
    if (!Object.hasOwn(renamed.plans, id)) continue;
    delete rest.plans[id];
    const to = renamed.plans[id];
    moved.plans[to] = Object.hasOwn(moved.plans, to) ? later(moved.plans[to], ticks) : ticks;
  }
  const any = Object.keys(moved.questions).length + Object.keys(moved.plans).length;
  return any ? merged(rest, moved) : progress;
}

/**
 * How many questions are in each state, of those that were touched, and how many tasks are ticked.
 *
 * @param {Progress} progress
 */
export function tally({ questions, plans }) {
  const states = { new: 0, seen: 0, confident: 0, review: 0 };
  for (const { state } of Object.values(questions)) states[state] += 1;
  const ticks = Object.values(plans).reduce((sum, tasks) => sum + Object.keys(tasks).length, 0);
  return { ...states, questions: states.seen + states.confident + states.review, ticks, plans: Object.keys(plans).length };
}

/**
 * The day in the reader's own calendar.
 *
 * @param {Date} date
 */
export function day(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
