// @ts-check
/**
 * Words as search compares them. The index is made with the same rules in hooks/kb/words.py, where they are
 * explained; a test holds the two together.
 *
 * @module
 */

export const STOP = new Set((
  "a about an and any are as at be been but by can could did do does for from get gets got had has have how " +
  "i if in into is it its just make makes many me more most much my of on one or our please should so some tell " +
  "than that the their them then there these they this those to too us use used using versus very vs was we " +
  "were what when where which while who why will with would you your"
).split(" "));

const ENDINGS = [
  ["ification", "ify"], ["isation", ""], ["ization", ""], ["izable", ""], ["isable", ""], ["ability", ""],
  ["ibility", ""], ["ation", ""], ["ption", "pt"], ["ment", ""], ["ency", ""], ["ancy", ""], ["ence", ""],
  ["ance", ""], ["able", ""], ["ible", ""], ["ator", ""], ["ogue", "og"], ["ent", ""], ["ant", ""], ["ate", ""],
  ["ise", ""], ["ize", ""], ["ity", ""], ["er", ""], ["al", ""], ["ly", ""],
];

/**
 * Small letters without accents.
 *
 * @param {string} text
 */
export function fold(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]+/g, "");
}

/** @param {string} text @returns {string[]} */
export function words(text) {
  return fold(text).match(/[a-z0-9]+(?:\+\+|#|\+[0-9]+)?/g) ?? [];
}

/** @type {Map<string, string>} */
const stems = new Map();

/** @param {string} word @returns {string} */
export function stem(word) {
  let known = stems.get(word);
  if (known === undefined) stems.set(word, known = stemmed(word));
  return known;
}

/** @param {string} word */
function stemmed(word) {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let short = derived(bare(inflected(word.replace(/^(...+)our(?=$|s$|al|ed|ing|able)/, "$1or"))));
  if (short.length > 3 && /[ea]$/.test(short)) short = short.slice(0, -1);
  if (short.length > 3 && short.endsWith("y")) short = `${short.slice(0, -1)}i`;
  return short.length > 3 && short.at(-1) === short.at(-2) ? short.slice(0, -1) : short;
}

/** @param {string} word */
function inflected(word) {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:sses|xes|zes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return /s$/.test(word) && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}

/** @param {string} word */
function bare(word) {
  for (const ending of ["ing", "ed"]) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    if (rest.length < 3 || !/[aeiouy]/.test(rest)) continue;
    if (/(?:at|iz|is)$/.test(rest)) return `${rest}e`;
    return rest.at(-1) === rest.at(-2) ? rest.slice(0, -1) : rest;
  }
  return word;
}

/** @param {string} word */
function derived(word) {
  for (const [ending, instead] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    return rest.length > 3 && /[aeiouy]/.test(rest) ? rest + instead : word;
  }
  return word;
}
