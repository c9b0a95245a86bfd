// @ts-check
/**
 * The reader's progress, as this browser keeps it: read, changed, followed from tab to tab. What an older version of
 * the handbook has left is brought in when it is seen.
 *
 * @module
 */

import { followed, merged, NAME, read, upgraded, VERSIONS } from "./progress.js";
import { load, onOtherTab, save } from "./storage.js";

/** @import { Progress, Renamed } from "./progress.js" */

const OLDER = VERSIONS.filter(({ name }) => name !== NAME);

/** What to say where nothing can be kept: storage is forbidden, or full. */
export const NOT_KEPT = "This browser does not keep it: its storage is forbidden or full.";

/** @returns {Progress} */
export function progress() {
  const now = read(json(load(NAME))).progress;
  const older = OLDER.filter(({ name }) => load(name) !== null);
  if (!older.length) return now;
  // A tab that still runs the scripts of yesterday may write under the old name after this, so both are read.
  const all = older.reduce((sum, { version, name }) => merged(sum, upgraded(version, json(load(name))).progress), now);
  if (keep(all)) for (const { name } of older) save(name, null);
  return all;
}

/**
 * Changes what is kept, as it is now.
 *
 * @param {(now: Progress) => Progress} next
 * @returns {boolean} whether it is kept
 */
export function change(next) {
  const now = progress();
  const then = next(now);
  return then === now || keep(then);
}

/**
 * Gives what is kept under ids of before to those of today.
 *
 * @param {Renamed} renamed
 */
export function follow(renamed) {
  change((now) => followed(now, renamed));
}

/** Forgets all of it. @returns {boolean} whether it is gone */
export function forget() {
  return VERSIONS.map(({ name }) => save(name, null)).every(Boolean);
}

/**
 * Calls `changed` when another tab has changed it.
 *
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function onProgress(changed, signal) {
  onOtherTab(VERSIONS.map(({ name }) => name), changed, signal);
}

/** @param {Progress} all @returns {boolean} */
function keep(all) {
  const empty = !Object.keys(all.questions).length && !Object.keys(all.plans).length;
  return save(NAME, empty ? null : JSON.stringify(all));
}

/** @param {string | null} text @returns {unknown} */
function json(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
