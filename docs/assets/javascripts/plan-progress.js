// @ts-check
/**
 * What of a plan is done. Pure: it neither reads nor writes what the browser keeps.
 *
 * Kept in local storage under `<path of the site>kb.v1.plans`, as JSON of this shape:
 *
 *     { "two-weeks": { "1x7k2p0": "2026-11-20", "0zs81aq": "2026-11-21" } }
 *
 * by the plan's id (its file's name), by the task's key (see `taskKeys`), the day on which it was ticked, in the
 * reader's own calendar. A task that is not done is not there. A later shape gets another key, `kb.v2.plans`, and reads this one.
 *
 * @module
 */

/** @typedef {Readonly<Record<string, Readonly<Record<string, string>>>>} Progress */

/** The name of this part of what is kept; `storage.js` puts the site's path before it. */
export const NAME = "kb.v1.plans";

/**
 * A key for each task, made from its words: a task that is moved keeps its tick, one that is rewritten loses it.
 * The second of two equal tasks has another key.
 *
 * @param {readonly string[]} texts
 * @returns {string[]}
 */
export function taskKeys(texts) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return texts.map((text) => {
    const words = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    const times = (seen.get(words) ?? 0) + 1;
    seen.set(words, times);
    return hash(times > 1 ? `${words} ${times}` : words);
  });
}

/** FNV-1a, 32 bits. @param {string} text */
function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(36).padStart(7, "0");
}

/**
 * What the browser has kept. Anything that is not of the shape above is passed over, the rest is read.
 *
 * @param {string | null} kept
 * @returns {Progress}
 */
export function parse(kept) {
  /** @type {Record<string, Record<string, string>>} */
  const progress = {};
  for (const [plan, tasks] of entries(json(kept))) {
    const days = entries(tasks).filter(([, day]) => typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day));
    if (days.length) progress[plan] = /** @type {Record<string, string>} */ (Object.fromEntries(days));
  }
  return progress;
}

/** @param {string | null} text @returns {unknown} */
function json(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** @param {unknown} value @returns {[string, unknown][]} */
function entries(value) {
  return value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [];
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
  const { [task]: _, ...others } = progress[plan] ?? {};
  return without({ ...progress, [plan]: day ? { ...others, [task]: day } : others }, plan);
}

/**
 * Forgets a plan.
 *
 * @param {Progress} progress
 * @param {string} plan
 * @returns {Progress}
 */
export function restarted(progress, plan) {
  return without({ ...progress, [plan]: {} }, plan);
}

/** @param {Progress} progress @param {string} plan @returns {Progress} */
function without(progress, plan) {
  if (Object.keys(progress[plan]).length) return progress;
  const { [plan]: _, ...others } = progress;
  return others;
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
