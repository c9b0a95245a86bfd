// @ts-check
/**
 * The keys under which the tasks of a plan are remembered (progress.js). Pure.
 *
 * @module
 */

/**
 * A key for each task, made from its words: a task that is moved keeps its tick, one that is rewritten loses it.
 * The second of two equal tasks has another key.
 *
 * @param {readonly string[]} texts
 * @returns {string[]}
 */
export function taskKeys(texts) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return texts.map((text) => {
    const words = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    const times = (seen.get(words) ?? 0) + 1;
    seen.set(words, times);
    return hash(times > 1 ? `${words} ${times}` : words);
  });
}

/** FNV-1a, 32 bits. @param {string} text */
function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(36).padStart(7, "0");
}
