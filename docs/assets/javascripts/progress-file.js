// @ts-check
/**
 * Files of progress: written, opened, compared with what is here, and brought in. Pure.
 *
 * A file is JSON (`assets/schemas/progress.json`):
 *
 *     { "format": "handbook-progress", "version": 2, "saved": "2026-11-21", "site": "https://…/",
 *       "theme": "dark", "progress": { "questions": {…}, "plans": {…} } }
 *
 * `progress` is what `version` of progress.js says; `theme` is `light`, `dark`, or null for a reader who chose none;
 * `site` is where it was made. A file of an older version is read, one of a newer version is not.
 *
 * How two values of one thing are brought together:
 *
 * | what | merge | replace |
 * | --- | --- | --- |
 * | state of a question | the later day; of one day, what is here | the file's |
 * | tick of a task | ticked if it is in either, the later day | the file's |
 * | theme | what is here; the file's if nothing is | the file's; what is here if the file has none |
 *
 * @module
 */

import { isDay, isObject, markOf, merged, shown, upgraded, VERSION } from "./progress.js";

/** @import { Progress } from "./progress.js" */

/** @typedef {"light" | "dark" | null} Theme */
/** What is here, or in a file. @typedef {{ progress: Progress, theme: Theme }} Whole */
/** @typedef {Whole & { saved: string, site: string }} ProgressFile */
/** @typedef {"merge" | "replace"} Way */

/**
 * What becomes of things of one sort: there were none of them, they have another value, only another day, they go
 * away, or they stay.
 *
 * @typedef {{ added: number, changed: number, redated: number, removed: number, same: number }} Difference
 */

/** @typedef {{ file: ProgressFile, fault?: undefined } | { file?: undefined, fault: string }} Opened */

const FORMAT = "handbook-progress";

/** Twice what ten thousand questions and all plans take. */
export const MAX_BYTES = 2_000_000;

/** @type {readonly Theme[]} */
const THEMES = ["light", "dark", null];

const FIELDS = ["format", "version", "saved", "site", "theme", "progress"];

/**
 * The text of a file.
 *
 * @param {ProgressFile} file
 */
export function written({ saved, site, theme, progress }) {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, saved, site, theme, progress }, null, 1)}\n`;
}

/**
 * A file's text, understood or refused: with one sentence for the reader that says why.
 *
 * @param {string} text
 * @returns {Opened}
 */
export function opened(text) {
  if (text.length > MAX_BYTES) return { fault: tooLarge(text.length) };
  let value;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { fault: "This is no file of progress: it is not JSON. It may be another file, or have been cut off." };
  }
  if (!isObject(value) || !Object.hasOwn(value, "format")) {
    return { fault: `This is no file of progress: it does not say that its format is "${FORMAT}".` };
  }
  const { format, version, saved, site, theme, progress } = value;
  if (format !== FORMAT) return { fault: `This is a file of another kind: its format is ${shown(format)}, not "${FORMAT}".` };
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return { fault: `This file is broken: ${shown(version)} is not a version.` };
  }
  if (version > VERSION) {
    return {
      fault: `This file has version ${shown(version)}, and this page reads versions up to ${VERSION}. Load the page again; if that does not help, the site here is older than the one that made the file.`,
    };
  }
  const foreign = Object.keys(value).find((name) => !FIELDS.includes(name));
  if (foreign !== undefined) return broken([`${shown(foreign)} is not a field of it`]);
  if (!isDay(saved)) return broken([`saved: ${shown(saved)} is not a day`]);
  if (typeof site !== "string" || !/^https?:\/\/[^\s]{1,500}$/.test(site)) return broken([`site: ${shown(site)} is not an address`]);
  const shade = THEMES.find((name) => name === theme);
  if (shade === undefined) return broken([`theme: ${shown(theme)} is neither light nor dark`]);
  const found = upgraded(version, progress);
  return found.faults.length ? broken(found.faults) : { file: { saved, site, theme: shade, progress: found.progress } };
}

/** @param {string[]} faults @returns {Opened} */
function broken(faults) {
  const others = faults.length - 1;
  const more = others ? ` There ${others > 1 ? `are ${others} more faults` : "is one more fault"}.` : "";
  return { fault: `This file is broken: ${faults[0]}.${more}` };
}

/** Why a file of so many bytes is not even opened. @param {number} bytes */
export function tooLarge(bytes) {
  const size = (/** @type {number} */ n) => `${(n / 1e6).toFixed(1)} MB`;
  return `This file has ${size(bytes)}; a file of progress has at most ${size(MAX_BYTES)}.`;
}

/**
 * What would be here after a file was brought in.
 *
 * @param {Whole} here
 * @param {Whole} file
 * @param {Way} way
 * @returns {Whole}
 */
export function broughtIn(here, file, way) {
  if (way === "replace") return { progress: file.progress, theme: file.theme ?? here.theme };
  return { progress: merged(here.progress, file.progress), theme: here.theme ?? file.theme };
}

/**
 * What is different after a change.
 *
 * @param {Whole} before
 * @param {Whole} after
 * @returns {{ questions: Difference, ticks: Difference, theme: Theme | undefined }} theme is undefined if it stays
 */
export function difference(before, after) {
  const states = (/** @type {Progress} */ { questions }) =>
    // That a question is new is no news, whether it is written down or not.
    new Map(Object.entries(questions).flatMap(([id, { state, day }]) => (state === "new" ? [] : [[id, { value: state, day }]])));
  const ticks = (/** @type {Progress} */ { plans }) =>
    new Map(Object.entries(plans).flatMap(([id, tasks]) => Object.entries(tasks).map(([task, day]) => [`${id} ${task}`, { value: "", day }])));
  return {
    questions: compared(states(before.progress), states(after.progress)),
    ticks: compared(ticks(before.progress), ticks(after.progress)),
    theme: before.theme === after.theme ? undefined : after.theme,
  };
}

/** @typedef {Map<string, { value: string, day: string }>} Things */

/** @param {Things} before @param {Things} after @returns {Difference} */
function compared(before, after) {
  const counts = { added: 0, changed: 0, redated: 0, removed: 0, same: 0 };
  for (const [key, now] of after) {
    const was = before.get(key);
    if (!was) counts.added += 1;
    else if (was.value !== now.value) counts.changed += 1;
    else if (was.day !== now.day) counts.redated += 1;
    else counts.same += 1;
  }
  for (const key of before.keys()) if (!after.has(key)) counts.removed += 1;
  return counts;
}

/**
 * The questions whose state is not the same here and in a file, by id.
 *
 * @param {Progress} here
 * @param {Progress} file
 */
export function differing(here, file) {
  const ids = new Set([...Object.keys(here.questions), ...Object.keys(file.questions)]);
  return [...ids]
    .map((id) => ({ id, here: markOf(here, id), file: markOf(file, id) }))
    .filter((both) => both.here.state !== both.file.state)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The ids in a file that this handbook does not have: of questions that were taken out, or of another handbook.
 *
 * @param {Progress} progress
 * @param {ReadonlySet<string>} known ids of questions
 */
export function strange({ questions }, known) {
  return Object.keys(questions).filter((id) => !known.has(id));
}
