// @ts-check
/**
 * The ids that were changed, as `api/v1/renamed.json` has them, made ready for progress.js. Pure.
 *
 * @module
 */

/** @import { Renamed } from "./progress.js" */

/**
 * @param {{ renamed: readonly { kind: string, old: string, new: string }[] } | null} document null if it could not be had
 * @returns {Renamed}
 */
export function renamedOf(document) {
  const of = (/** @type {string} */ kind) =>
    Object.fromEntries((document?.renamed ?? []).filter((entry) => entry.kind === kind).map((entry) => [entry.old, entry.new]));
  return { questions: of("question"), plans: of("plan") };
}
