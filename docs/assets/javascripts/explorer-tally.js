// @ts-check
/**
 * How far the reader is, over all and in each round. Pure.
 *
 * @module
 */

/** @import { Item, Names } from "./explorer-filter.js" */

/** @typedef {{ total: number, seen: number, confident: number, review: number }} Tally */

/**
 * @param {readonly Item[]} items all questions, as the reader stands with each
 * @returns {{ all: Tally, rounds: Map<string, Tally> }} rounds by id, in the order in which they come
 */
export function tallied(items) {
  const none = () => ({ total: 0, seen: 0, confident: 0, review: 0 });
  const all = none();
  /** @type {Map<string, Tally>} */
  const rounds = new Map();
  for (const { question, mine } of items) {
    const round = rounds.get(question.round) ?? none();
    rounds.set(question.round, round);
    for (const tally of [all, round]) {
      tally.total += 1;
      const state = mine[0];
      if (state === "seen" || state === "confident" || state === "review") tally[state] += 1;
    }
  }
  return { all, rounds };
}

/** How many the reader has met. @param {Tally} tally */
export function met({ seen, confident, review }) {
  return seen + confident + review;
}

/** In words: `37 seen, 12 confident, 4 to review`; what there is none of is left out. @param {Tally} tally */
export function told({ seen, confident, review }) {
  const parts = [seen && `${seen} seen`, confident && `${confident} confident`, review && `${review} to review`];
  return parts.filter(Boolean).join(", ") || "none yet";
}
