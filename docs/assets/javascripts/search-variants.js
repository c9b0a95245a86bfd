// @ts-check
/**
 * What may stand for a word of a query: the word itself, words that it is the beginning of, synonyms, two words
 * written as one or one as two, and, if nothing is called so, the words that it was probably meant to be. Pure.
 *
 * @module
 */

import { stem } from "./search-words.js";

/** Stems that stand for a word if all of them are there, and what that is worth; `half`: it is their beginning. @typedef {{ stems: string[], weight: number, half?: boolean }} Variant */

/**
 * What is known of words.
 *
 * @typedef {object} Vocabulary
 * @property {ReadonlyMap<string, unknown>} worths by stem
 * @property {ReadonlyMap<string, string>} written words with their stems
 * @property {readonly string[]} sorted the same words in order
 * @property {ReadonlyMap<string, string[]>} joined
 * @property {readonly (readonly string[][])[]} synonyms groups of phrases
 */

const SYNONYM = 0.85, SPLIT = 0.95;
/** Half words that are tried at most: `c` begins hundreds. */
const BEGINNINGS = 40;
/** Corrections that are tried at most. */
const GUESSES = 4;

/**
 * @param {Vocabulary} known
 * @param {readonly string[]} query
 * @param {number} place
 * @param {boolean} last whether it may be half a word
 * @returns {Variant[]}
 */
export function variants(known, query, place, last) {
  const word = query[place];
  const short = stem(word);
  /** @type {Variant[]} */
  const found = [{ stems: [short], weight: 1 }, ...alike(known.synonyms, query.map(stem), place)];
  for (const [from, to] of [[place - 1, place], [place, place + 1]]) {
    const both = query[from] && query[to] ? known.written.get(query[from] + query[to]) : undefined;
    if (both) found.push({ stems: [both], weight: SPLIT });
  }
  const exact = known.worths.has(short);
  const parts = exact ? undefined : known.joined.get(word);
  if (parts) found.push({ stems: parts, weight: SPLIT });
  if (last || !exact) found.push(...begun(known.sorted, known.written, word, exact));
  return found;
}

/**
 * Synonyms of the phrases of the query to which the word at a place belongs. Their words may stand in any order.
 *
 * @param {Vocabulary["synonyms"]} groups
 * @param {readonly string[]} query
 * @param {number} place
 * @returns {Variant[]}
 */
function alike(groups, query, place) {
  /** @type {Variant[]} */
  const found = [];
  for (const group of groups) {
    const said = group.find((phrase) => phrase.includes(query[place]) && phrase.every((word) => query.includes(word)));
    if (said) found.push(...group.filter((phrase) => phrase !== said).map((stems) => ({ stems, weight: SYNONYM })));
  }
  return found;
}

/**
 * Words that begin so.
 *
 * @param {readonly string[]} sorted
 * @param {ReadonlyMap<string, string>} written
 * @param {string} word
 * @param {boolean} exact the word is one already
 * @returns {Variant[]}
 */
function begun(sorted, written, word, exact) {
  if (word.length < 2) return [];
  /** @type {Map<string, number>} */
  const found = new Map();
  for (let at = before(sorted, word); at < sorted.length && sorted[at].startsWith(word); at += 1) {
    if (found.size >= BEGINNINGS) break;
    const weight = (exact ? 0.4 : 0.6) + (exact ? 0.3 : 0.35) * (word.length / sorted[at].length);
    const short = /** @type {string} */ (written.get(sorted[at]));
    found.set(short, Math.max(weight, found.get(short) ?? 0));
  }
  return [...found].map(([short, weight]) => ({ stems: [short], weight, half: true }));
}

/** The place of the first word that does not come before it. @param {readonly string[]} sorted @param {string} word */
export function before(sorted, word) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The words that a misspelt one was probably meant to be: the nearest ones, and of several the likeliest.
 *
 * @param {Iterable<string>} known
 * @param {string} word
 * @returns {{ word: string, weight: number }[]}
 */
export function meant(known, word) {
  const most = word.length < 4 || /\d/.test(word) ? 0 : word.length < 6 ? 1 : word.length < 10 ? 2 : 3;
  if (!most) return [];
  /** @type {{ word: string, weight: number, slips: number }[]} */
  let found = [];
  let least = most;
  for (const other of known) {
    if (Math.abs(other.length - word.length) > least) continue;
    const slips = distance(word, other, least);
    if (slips > least) continue;
    least = Math.min(least, Math.max(slips, 1));
    found.push({ word: other, slips, weight: 0.9 - 0.15 * slips - (other[0] === word[0] ? 0 : 0.2) });
  }
  found = found.filter(({ slips }) => slips <= least).sort((a, b) => b.weight - a.weight);
  return found.slice(0, GUESSES);
}

/**
 * The slips between two words: letters left out, put in, changed, or two that changed places. More than `most` is
 * told as `most + 1`.
 *
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  /** @type {number[]} */
  let above = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const changed = one[i - 1] === other[j - 1] ? 0 : 1;
      let slips = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + changed);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) slips = Math.min(slips, above[j - 2] + 1);
      next.push(slips);
      least = Math.min(least, slips);
    }
    if (least > most) return most + 1;
    above = row;
    row = next;
  }
  return Math.min(row[other.length], most + 1);
}
