// @ts-check
/**
 * In what order the questions stand. Pure.
 *
 * - empty: the handbook's own, by round, then main topic, then title; the order in which the questions come.
 * - `title`: by title.
 * - `short`: the shortest first.
 * - `due`: what a reader would take up next: what they want to review, then what they have only seen, then what is
 *   new, and what they are confident of at the end; in each, what they left longest ago first.
 *
 * Questions that an order does not tell apart stay in the handbook's.
 *
 * @module
 */

/** @import { Item } from "./explorer-filter.js" */
/** @import { Sort } from "./explorer-state.js" */

const DUE = ["review", "seen", "new", "confident"];

/** @type {Record<Exclude<Sort, "">, (one: Item, other: Item) => number>} */
const COMPARE = {
  title: (one, other) => by(one.title, other.title),
  short: (one, other) => one.question.minutes - other.question.minutes,
  due: (one, other) => DUE.indexOf(one.mine[0]) - DUE.indexOf(other.mine[0]) || by(one.day, other.day),
};

/** @param {string} one @param {string} other */
function by(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * @param {readonly Item[]} items in the handbook's order
 * @param {Sort} sort
 * @returns {readonly Item[]}
 */
export function ordered(items, sort) {
  return sort ? items.toSorted(COMPARE[sort]) : items;
}
