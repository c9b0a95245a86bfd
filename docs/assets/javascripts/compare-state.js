// @ts-check
/**
 * Which companies the reader has chosen to compare, and in which dimensions; and how that stands in the address after
 * `#`: `#companies=amazon,google&dimensions=coding,decision`. No dimension means all. Pure: no document, no address.
 *
 * @module
 */

/** A comparison is of so many companies; more would have columns too narrow to read. In words below, and in comparison.md. */
export const LEAST = 2;
export const MOST = 4;

/** @typedef {{ companies: readonly string[], dimensions: readonly string[] }} Choice in the order of choosing */

/** Titles by id. @typedef {Readonly<Record<string, string>>} Names */

/** @typedef {{ companies: Names, dimensions: Names }} Known what there is to choose from */

/** @type {Choice} */
export const NOTHING = Object.freeze({ companies: [], dimensions: [] });

/**
 * The choice that an address holds, as it stands there: see `checked`.
 *
 * @param {string} hash with or without its `#`
 * @returns {Choice}
 */
export function parse(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const ids = (/** @type {string} */ name) =>
    [...new Set((fields.get(name) ?? "").split(",").map((id) => id.trim()).filter(Boolean))];
  return { companies: ids("companies"), dimensions: ids("dimensions") };
}

/**
 * Whether an address holds a choice, or that nothing is chosen. The anchor of a heading is neither.
 *
 * @param {string} hash
 */
export function holds(hash) {
  return /^#?$/.test(hash) || /^#?(companies|dimensions)=/.test(hash);
}

/**
 * The address's part for a choice, without `#`; empty if nothing is chosen.
 *
 * @param {Choice} choice
 * @returns {string}
 */
export function format({ companies, dimensions }) {
  const parts = [];
  if (companies.length) parts.push(`companies=${companies.join(",")}`);
  if (dimensions.length) parts.push(`dimensions=${dimensions.join(",")}`);
  return parts.join("&");
}

/**
 * A choice without what is not known here (an address may be older or newer than the handbook) and without companies
 * beyond the most; and in words what was left out, or nothing.
 *
 * @param {Choice} choice
 * @param {Known} known
 * @returns {{ choice: Choice, word: string }}
 */
export function checked(choice, known) {
  const words = [];
  const unknown = [
    ...choice.companies.filter((id) => !Object.hasOwn(known.companies, id)),
    ...choice.dimensions.filter((id) => !Object.hasOwn(known.dimensions, id)),
  ];
  if (unknown.length) words.push(`Not known here, and left out: ${unknown.map(short).join(", ")}.`);
  const companies = choice.companies.filter((id) => Object.hasOwn(known.companies, id));
  const over = companies.slice(MOST).map((id) => known.companies[id]);
  if (over.length) words.push(`Four companies are the most; left out: ${enumerated(over)}.`);
  return {
    choice: {
      companies: companies.slice(0, MOST),
      dimensions: choice.dimensions.filter((id) => Object.hasOwn(known.dimensions, id)),
    },
    word: words.join(" "),
  };
}

/**
 * The choice with one more company, or without it if it was there; with a word instead if there are too many already.
 *
 * @param {Choice} choice
 * @param {string} id
 * @param {Known} known
 * @returns {{ choice: Choice, word: string }}
 */
export function toggled(choice, id, known) {
  if (choice.companies.includes(id)) {
    return { choice: { ...choice, companies: choice.companies.filter((other) => other !== id) }, word: "" };
  }
  if (choice.companies.length >= MOST) {
    return { choice, word: `Four companies are the most: take one away before you add ${known.companies[id]}.` };
  }
  return { choice: { ...choice, companies: [...choice.companies, id] }, word: "" };
}

/**
 * What is chosen, in words.
 *
 * @param {Choice} choice
 * @param {Known} known
 * @returns {string}
 */
export function told({ companies, dimensions }, known) {
  const names = companies.map((id) => known.companies[id]);
  if (!names.length) return "Choose two to four companies.";
  if (names.length < LEAST) return `${names[0]} is chosen; choose another.`;
  const all = Object.keys(known.dimensions).length;
  const many = dimensions.length && dimensions.length < all ? `${dimensions.length} of ${all}` : `all ${all}`;
  return `${enumerated(names)}, in ${many} dimensions.`;
}

/**
 * `a`, `a and b`, `a, b and c`.
 *
 * @param {readonly string[]} names
 */
export function enumerated(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/**
 * A stranger's word, cut to a length that can be read out.
 *
 * @param {string} text
 */
function short(text) {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
