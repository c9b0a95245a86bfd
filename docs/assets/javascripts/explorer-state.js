// @ts-check
/**
 * What the reader asks of the explorer, and how it stands in the address after `#`:
 * `#text=lock&round=coding,concepts&level=senior&topic=caching&company=apple&time=11-20&mine=review&sort=due`. What is
 * not asked for is left out. Pure: no document, no address.
 *
 * @module
 */

/** The filters besides the words, each with any number of ids. */
export const DIMENSIONS = /** @type {const} */ (["round", "level", "topic", "company", "time", "mine"]);

/** @typedef {typeof DIMENSIONS[number]} Dimension */

/** The orders of explorer-order.js; the empty one is that of the handbook. */
export const SORTS = /** @type {const} */ (["", "title", "short", "due"]);

/** @typedef {typeof SORTS[number]} Sort */

/** @typedef {{ text: string, sort: Sort } & Record<Dimension, readonly string[]>} State */

/** @type {State} */
export const NOTHING = Object.freeze({ text: "", sort: "", round: [], level: [], topic: [], company: [], time: [], mine: [] });

const ID = /^[a-z0-9-]+$/;

/**
 * The state that an address holds. Whatever is no state (the anchor of a heading, a slip of the hand) is nothing.
 *
 * @param {string} hash with or without its `#`
 * @returns {State}
 */
export function parse(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const ids = (/** @type {Dimension} */ name) =>
    [...new Set((fields.get(name) ?? "").split(",").filter((id) => ID.test(id)))];
  return {
    text: plain(fields.get("text") ?? ""),
    round: ids("round"),
    level: ids("level"),
    topic: ids("topic"),
    company: ids("company"),
    time: ids("time"),
    mine: ids("mine"),
    sort: SORTS.find((sort) => sort === fields.get("sort")) ?? "",
  };
}

/**
 * The address's part for a state, without `#`; empty if nothing is asked for.
 *
 * @param {State} state
 * @returns {string}
 */
export function format(state) {
  const text = plain(state.text);
  const parts = text ? [`text=${encodeURIComponent(text)}`] : [];
  for (const name of DIMENSIONS) if (state[name].length) parts.push(`${name}=${state[name].join(",")}`);
  if (state.sort) parts.push(`sort=${state.sort}`);
  return parts.join("&");
}

/**
 * The words without quotation marks and backslashes, which match nothing here, and over which Material stumbles
 * when it looks for the address's anchor.
 *
 * @param {string} text
 */
function plain(text) {
  return text.replace(/["\\]+/g, " ").trim().replace(/\s+/g, " ");
}
