// @ts-check
/**
 * The passage of a page that answers a query best, with the words in it that do. Pure.
 *
 * @module
 */

import { fold, stem } from "./search-words.js";

/** A part of a page's text, as search/text/ has it. @typedef {readonly [anchor: string, title: string, text: string]} Section */

/** @typedef {{ anchor: string, title: string, parts: { text: string, found: boolean }[] }} Passage */

/** Letters of a passage. */
const LENGTH = 170;

/**
 * @param {readonly Section[]} sections
 * @param {ReadonlyMap<string, number>} wanted what is looked for, by stem, with what it is worth
 * @returns {Passage | undefined}
 */
export function passage(sections, wanted) {
  /** @type {{ score: number, section: Section, hits: Hit[], from: number } | undefined} */
  let best;
  for (const [place, section] of sections.entries()) {
    const hits = found(section[2], wanted);
    const titled = new Set(found(section[1], wanted).map(({ short }) => short));
    const heading = [...titled].reduce((sum, short) => sum + (wanted.get(short) ?? 0), 0);
    const { score, from } = densest(hits, wanted);
    // Of equals the first, which says what the page is about.
    const total = score + 0.5 * heading - 0.01 * Math.min(place, 20);
    if (section[2] && (!best || total > best.score)) best = { score: total, section, hits, from };
  }
  if (!best) return undefined;
  const { section, hits, from } = best;
  return { anchor: section[0], title: section[1], parts: cut(section[2], hits, from) };
}

/** @typedef {{ start: number, end: number, short: string }} Hit */

/** @param {string} text @param {ReadonlyMap<string, number>} wanted @returns {Hit[]} */
function found(text, wanted) {
  /** @type {Hit[]} */
  const hits = [];
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+(?:\+\+|#|\+[0-9]+)?/gu)) {
    const short = stem(fold(match[0]));
    if (wanted.has(short)) hits.push({ start: match.index, end: match.index + match[0].length, short });
  }
  return hits;
}

/**
 * The stretch that says most of what is wanted: its worth, and the hit that it begins with.
 *
 * @param {readonly Hit[]} hits
 * @param {ReadonlyMap<string, number>} wanted
 */
function densest(hits, wanted) {
  let best = { score: 0, from: 0 };
  for (let from = 0; from < hits.length; from += 1) {
    /** @type {Set<string>} */
    const seen = new Set();
    let score = 0;
    for (let at = from; at < hits.length && hits[at].end - hits[from].start <= LENGTH - 30; at += 1) {
      const { short } = hits[at];
      score += (wanted.get(short) ?? 0) * (seen.has(short) ? 0.05 : 1);
      seen.add(short);
    }
    if (score > best.score) best = { score, from };
  }
  return best;
}

/** @param {string} text @param {readonly Hit[]} hits @param {number} from */
function cut(text, hits, from) {
  const first = hits[from]?.start ?? 0;
  let start = first < 60 ? 0 : text.lastIndexOf(" ", first - 40) + 1;
  const sentence = Math.max(...[". ", "? ", "! "].map((end) => text.lastIndexOf(end, first)));
  if (sentence >= 0 && first - sentence < 90) start = sentence + 2;
  let end = Math.min(text.length, start + LENGTH);
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + LENGTH / 2);
  /** @type {{ text: string, found: boolean }[]} */
  const parts = [];
  let at = start;
  for (const hit of hits.filter((hit) => hit.start >= start && hit.end <= end)) {
    parts.push({ text: text.slice(at, hit.start), found: false }, { text: text.slice(hit.start, hit.end), found: true });
    at = hit.end;
  }
  parts.push({ text: text.slice(at, end), found: false });
  if (start) parts.unshift({ text: "… ", found: false });
  if (end < text.length) parts.push({ text: " …", found: false });
  return parts.filter(({ text }) => text);
}
