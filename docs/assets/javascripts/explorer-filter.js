// @ts-check
/**
 * Which questions fit what the reader asks, and how many there would be for every other choice. Pure, and one pass
 * over the questions, so that thousands of them are filtered between two keys.
 *
 * @module
 */

import { DIMENSIONS } from "./explorer-state.js";
import { markOf } from "./progress.js";

/** @import { Dimension, State } from "./explorer-state.js" */
/** @import { Progress } from "./progress.js" */

/**
 * A question as `api/v1/questions.json` has it; only what is used here.
 *
 * @typedef {object} Question
 * @property {string} id
 * @property {string} title
 * @property {string} url
 * @property {string} round
 * @property {readonly string[]} topics
 * @property {readonly string[]} levels
 * @property {number} minutes
 * @property {readonly { company: string }[]} sightings
 */

/** @typedef {{ id: string, title: string, aliases: readonly string[], parent: string | null }} Topic */

/** Names of things by id. @typedef {Readonly<Record<string, string>>} Names */

/**
 * A question made ready: by filter, the values that it answers to. `day` is when the reader's own state, `mine`, was
 * set, and empty if it never was.
 *
 * @typedef {{ question: Question, words: string, title: string, day: string } & Record<Dimension, readonly string[]>} Item
 */

/** @typedef {Record<Dimension, Map<string, number>>} Counts */

/**
 * The questions, made ready to be filtered. A question on a narrow topic is one on the wider topic too.
 *
 * @param {readonly Question[]} questions
 * @param {readonly Topic[]} topics
 * @param {{ round: Names, company: Names }} names
 * @param {readonly string[]} times spans of minutes, as `11-20`; a question is of the first that holds its minutes
 * @returns {Item[]} every question new
 */
export function prepare(questions, topics, names, times) {
  const known = new Map(topics.map((topic) => [topic.id, topic]));
  /** @param {string} id @returns {string[]} */
  const wider = (id) => [id, ...(known.get(id)?.parent ? wider(/** @type {string} */ (known.get(id)?.parent)) : [])];
  const spans = times.map((id) => ({ id, ends: id.split("-").map(Number) }));
  return questions.map((question) => {
    const topic = [...new Set(question.topics.flatMap(wider))];
    const company = [...new Set(question.sightings.map((sighting) => sighting.company))];
    const called = topic.flatMap((id) => [known.get(id)?.title ?? id, ...(known.get(id)?.aliases ?? [])]);
    return {
      question,
      round: [question.round],
      level: question.levels,
      topic,
      company,
      time: spans.filter(({ ends: [first, last] }) => first <= question.minutes && question.minutes <= last).slice(0, 1).map(({ id }) => id),
      mine: ["new"],
      day: "",
      title: folded(question.title),
      words: folded(
        [question.title, names.round[question.round], ...called, ...company.map((id) => names.company[id] ?? id)].join(" "),
      ),
    };
  });
}

/**
 * The same questions, as the reader stands with each.
 *
 * @param {readonly Item[]} items
 * @param {Progress} progress
 * @returns {Item[]}
 */
export function withMine(items, progress) {
  return items.map((item) => {
    const { state, day } = markOf(progress, item.question.id);
    return item.mine[0] === state && item.day === day ? item : { ...item, mine: [state], day };
  });
}

/**
 * What fits, in the order given, and for every value of every filter the number that it would leave, the other
 * filters being as they are. Values of one filter widen it, different filters narrow; every word has to occur.
 *
 * @param {readonly Item[]} items
 * @param {State} state
 * @returns {{ found: Item[], counts: Counts }}
 */
export function select(items, state) {
  const words = folded(state.text).split(" ").filter(Boolean);
  const asked = DIMENSIONS.map((name) => ({ name, ids: new Set(state[name]) })).filter(({ ids }) => ids.size);
  /** @type {Item[]} */
  const found = [];
  /** @type {Counts} */
  const counts = { round: new Map(), level: new Map(), topic: new Map(), company: new Map(), time: new Map(), mine: new Map() };
  for (const item of items) {
    if (!words.every((word) => item.words.includes(word))) continue;
    /** @type {Dimension | undefined} */
    let against;
    let several = false;
    for (const { name, ids } of asked) {
      if (item[name].some((id) => ids.has(id))) continue;
      several = against !== undefined;
      if (several) break;
      against = name;
    }
    if (several) continue;
    if (!against) found.push(item);
    // Only one filter keeps it out: it counts for what that filter could be set to instead.
    for (const name of against ? [against] : DIMENSIONS) {
      for (const id of item[name]) counts[name].set(id, (counts[name].get(id) ?? 0) + 1);
    }
  }
  return { found, counts };
}

/**
 * Text as it is compared: small letters without accents, single spaces.
 *
 * @param {string} text
 */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}
