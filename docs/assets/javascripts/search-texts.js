// @ts-check
/**
 * The second tier of search: which word stands in which page's text, in files that each hold a stretch of the
 * alphabet and are fetched when a word of theirs is asked for. Made by hooks/kb/search.py.
 *
 * @module
 */

import { before } from "./search-variants.js";

/** @import { Worths } from "./search-index.js" */

/** Fetches a file below search/. @typedef {(path: string) => Promise<any>} Get */

/** What a word is worth to a page in whose text it stands once, twice, often, all over. */
const WORTH = [0.16, 0.25, 0.35, 0.46];

export class Texts {
  /** @param {{ version: string, starts: readonly string[] }} data @param {Get} get */
  constructor({ version, starts }, get) {
    this.starts = starts;
    this.folder = `words/${version}/`;
    this.get = get;
    /** @type {Map<number, Promise<void>>} */
    this.asked = new Map();
    /** The files that have come: steps from page to page by stem. @type {Map<number, Readonly<Record<string, readonly number[]>>>} */
    this.files = new Map();
    /** @type {Map<string, Worths>} */
    this.known = new Map();
    /** Words that stand in so many pages that only their number is known. @type {Map<string, number>} */
    this.everywhere = new Map();
  }

  /** Which file has a stem. @param {string} short */
  #file(short) {
    const at = before(this.starts, short);
    return this.starts[at] === short ? at : Math.max(0, at - 1);
  }

  /**
   * Fetches what is needed to know these stems, and those that begin so.
   *
   * @param {Iterable<string>} stems
   * @param {string} [beginning]
   */
  async load(stems, beginning) {
    if (!this.starts.length) return;
    const files = new Set([...stems].map((short) => this.#file(short)));
    // One file more at most: a beginning of two letters may run through many.
    if (beginning) files.add(this.#file(beginning)).add(Math.min(this.#file(`${beginning}\uffff`), this.#file(beginning) + 1));
    await Promise.all([...files].map((file) => this.#fetch(file)));
  }

  /** @param {number} file */
  #fetch(file) {
    let asked = this.asked.get(file);
    if (!asked) {
      asked = this.get(`${this.folder}${file}.json`).then((found) => void this.files.set(file, found));
      asked.catch(() => this.asked.delete(file));
      this.asked.set(file, asked);
    }
    return asked;
  }

  /**
   * What a stem is worth in the texts; undefined if its file has not come.
   *
   * @param {string} short
   * @returns {Worths | undefined}
   */
  worth(short) {
    let worths = this.known.get(short);
    const file = worths ? undefined : this.files.get(this.#file(short));
    if (!file) return worths;
    worths = new Map();
    let at = 0;
    const steps = Object.hasOwn(file, short) ? file[short] : [];
    if (steps[0] < 0) this.everywhere.set(short, -steps[0]);
    else for (const step of steps) {
      at += step;
      worths.set(at >> 2, WORTH[at & 3]);
    }
    this.known.set(short, worths);
    return worths;
  }

  /** Whether the stem stands in a text, as far as is known. @param {string} short */
  has(short) {
    return Boolean(this.worth(short)?.size) || this.everywhere.has(short);
  }

  /** The stems that stand beside a word in the alphabet. @param {string} short @returns {string[]} */
  around(short) {
    return Object.keys(this.files.get(this.#file(short)) ?? {});
  }
}
