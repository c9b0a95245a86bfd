// @ts-check
/**
 * The first tier of search: every page by what it is about. Pure; made by hooks/kb/search.py.
 *
 * A page answers a word through its title, a name of what it explains (an alias of its topic), a heading, or what it
 * is filed under (round, topic, company, level), each worth less than the one before. A page's score is what of the
 * query it answers, the rare words counting more, and how much of its own name the query is: a page about a thing
 * comes before pages that mention it.
 *
 * @module
 */

import { stem, STOP, words } from "./search-words.js";
import { variants } from "./search-variants.js";

/** @import { Variant } from "./search-variants.js" */

/**
 * search/index.json, in columns: a page is a place in each of them.
 *
 * @typedef {object} Data
 * @property {string} version
 * @property {readonly string[]} starts the first word of every file of the second tier
 * @property {readonly string[]} kinds
 * @property {readonly (readonly string[])[]} synonyms
 * @property {readonly [kind: string, id: string, title: string, aliases: readonly string[], pages: readonly number[]][]} labels
 * @property {readonly string[]} urls
 * @property {readonly string[]} titles
 * @property {readonly number[]} kind
 * @property {readonly (readonly number[])[]} about
 * @property {Readonly<Record<string, readonly string[]>>} headings
 */

/** A word of the query with what may stand for it. @typedef {{ word: string, stem: string, last: boolean, variants: Variant[] }} Term */

/** What pages are worth for a word: by page, from 0 to 1. @typedef {Map<number, number>} Worths */

/** What a word is worth where it stands. */
const TITLE = 1, NAME = 0.95, LISTED = 0.7, HEADING = 0.5;
/** What a word of a name of several is worth where the others are not said: "time" is little of "time complexity". */
const PART = 0.35;
/** What a page that mentions a word counts for when it is asked how rare the word is. */
const MENTION = 0.35;
/** How much of a page's score depends on how much of the query it answers at all. */
const ALL = 0.4;
/** Pages of which the names are looked at: the rest could not come to the top by them. */
const LIKELY = 300;
/** What a label is worth to the pages filed under it, and how much less the second of its kind is. */
const FILED = /** @type {Record<string, number>} */ ({ company: 0.75, round: 0.5, topic: 0.5, level: 0.45 });
const FURTHER = 0.7;
/** How much a page gains if the query is its whole name. */
const WHOLE = 0.7;
/** What a page of a kind is worth, all else being equal. */
const KIND = /** @type {Record<string, number>} */ ({
  guide: 1, company: 1, plan: 0.95, topic: 0.93, question: 0.95, mistake: 0.85, index: 0.75, about: 0.6,
});

export class Index {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.size = data.urls.length;
    /** What every stem is worth in pages and labels (numbered after the pages). @type {Map<string, Worths>} */
    this.worths = new Map();
    /** Words as they are written, for half words and misspellings, with their stems. @type {Map<string, string>} */
    this.written = new Map();
    /** Words that people write as one, with the stems of their parts. @type {Map<string, string[]>} */
    this.joined = new Map();
    /** The names of every page, its title and what it explains or lists. @type {{ name: string[], worth: number }[][]} */
    this.names = data.titles.map((title) => [{ name: this.#add(title), worth: TITLE }]);
    this.names.forEach(([{ name }], page) => this.#weigh(page, name, TITLE));
    for (const [page, titles] of Object.entries(data.headings)) {
      for (const title of titles) this.#weigh(Number(page), this.#add(title), HEADING);
    }
    /** Names of several words by one of these, with whose they are. @type {Map<string, { name: string[], of: number, worth: number }[]>} */
    this.phrases = new Map();
    data.labels.forEach(([, , title, aliases, pages], label) => {
      [title, ...aliases].forEach((text, place) => {
        const name = this.#add(text);
        if (!name.length) return;
        this.#name(this.size + label, name, NAME);
        // The first page is what explains the thing, the others list what there is of it: under its own name above all.
        pages.forEach((page, at) => {
          const worth = at && place ? LISTED : NAME;
          this.#name(page, name, worth);
          this.names[page].push({ name, worth: worth ** 4 });
        });
      });
    });
    /** Pages by what they are filed under, with what that is worth to them. @type {[page: number, worth: number][][]} */
    this.filed = data.labels.map(() => []);
    data.about.forEach((labels, page) => {
      /** @type {Set<string>} */
      const seen = new Set();
      for (const label of labels) {
        const kind = data.labels[label][0];
        this.filed[label].push([page, FILED[kind] * (seen.has(kind) && kind !== "company" && kind !== "level" ? FURTHER : 1)]);
        seen.add(kind);
      }
    });
    /** @type {Map<string, Worths>} */
    this.known = new Map();
    this.sorted = [...this.written.keys()].sort();
    this.synonyms = data.synonyms.map((group) => group.map((phrase) => this.stems(phrase)));
  }

  /** The stems of a phrase. @param {string} text @returns {string[]} */
  stems(text) {
    return words(text).filter((word) => !STOP.has(word)).map(stem);
  }

  /** @param {string} text @returns {string[]} its stems */
  #add(text) {
    const found = words(text);
    /** @type {string[]} */
    const kept = [];
    for (const [place, word] of found.entries()) {
      if (place && word.length + found[place - 1].length > 4) {
        this.joined.set(found[place - 1] + word, [stem(found[place - 1]), stem(word)]);
      }
      if (STOP.has(word)) continue;
      const short = stem(word);
      this.written.set(word, short);
      kept.push(short);
    }
    return kept;
  }

  /** @param {number} of a page or label @param {string[]} name @param {number} worth */
  #name(of, name, worth) {
    if (name.length === 1) return this.#weigh(of, name, worth);
    this.#weigh(of, name, worth * PART);
    const phrases = this.phrases.get(name[0]);
    if (phrases) phrases.push({ name, of, worth });
    else this.phrases.set(name[0], [{ name, of, worth }]);
  }

  /** @param {number} of a page or label @param {readonly string[]} name @param {number} worth */
  #weigh(of, name, worth) {
    // A word of a long name says less than a name of one word.
    const each = worth * (worth === HEADING ? 0.3 + 0.7 / Math.sqrt(name.length) : 0.7 + 0.3 / Math.sqrt(name.length));
    for (const short of name) {
      let worths = this.worths.get(short);
      if (!worths) this.worths.set(short, worths = new Map());
      worths.set(of, Math.max(worths.get(of) ?? 0, each));
    }
  }

  /**
   * What a stem is worth in every page, labels included.
   *
   * @param {string} short
   * @returns {Worths}
   */
  worth(short) {
    let all = this.known.get(short);
    if (all) return all;
    all = new Map();
    for (const [of, worth] of this.worths.get(short) ?? []) {
      this.#spread(all, of, worth);
    }
    this.known.set(short, all);
    return all;
  }

  /**
   * The words of a query. The last one may be half a word unless a space follows it.
   *
   * @param {string} query
   * @returns {Term[]}
   */
  terms(query) {
    const all = words(query);
    const found = all.some((word) => !STOP.has(word)) ? all.filter((word, place) => !STOP.has(word) || (place === all.length - 1 && all.length === 1)) : all;
    return found.map((word, place) => {
      const last = place === found.length - 1 && !/\s$/.test(query);
      return { word, stem: stem(word), last, variants: variants(this, found, place, last) };
    });
  }

  /**
   * The pages that answer the query, best first. `texts`: what a stem is worth in the pages' texts, as far as the
   * second tier has been read.
   *
   * @param {readonly Term[]} terms
   * @param {(short: string) => Worths | undefined} [texts]
   * @param {ReadonlyMap<string, number>} [everywhere] the number of pages of words that are too common for `texts`
   * @returns {{ page: number, score: number }[]}
   */
  find(terms, texts = () => undefined, everywhere = new Map()) {
    const said = new Map(terms.flatMap(({ variants }) => variants.flatMap(({ stems, weight }) => stems.map((short) => /** @type {const} */ ([short, weight])))));
    const whole = this.#whole(said);
    const asked = terms.map(({ stem: own, variants }) => {
      const worths = merged(variants.map((variant) => this.#variant(variant, texts, whole)));
      // A page that only mentions a word makes it less common than one that is called so.
      let among = MENTION * (everywhere.get(own) ?? 0);
      for (const worth of worths.values()) among += Math.max(worth, MENTION);
      return { worths, stems: new Set(variants.flatMap(({ stems }) => stems)), rarity: among ? Math.log(1 + this.size / Math.max(1, among)) : 0 };
    });
    const total = asked.reduce((sum, { rarity }) => sum + rarity, 0);
    for (const one of asked) one.rarity /= total;
    /** @type {Worths} */
    const scores = new Map();
    /** How much of the query a page answers at all, however little. @type {Worths} */
    const answered = new Map();
    for (const { worths, rarity } of asked) {
      for (const [page, worth] of worths) {
        scores.set(page, (scores.get(page) ?? 0) + worth * rarity);
        answered.set(page, (answered.get(page) ?? 0) + rarity);
      }
    }
    const likely = [...scores].map(([page, score]) => ({
      page,
      score: score * (1 - ALL + ALL * /** @type {number} */ (answered.get(page))) * KIND[this.data.kinds[this.data.kind[page]]],
    }))
      .sort(better).slice(0, LIKELY);
    for (const one of likely) one.score *= 1 + WHOLE * this.#named(one.page, said, asked);
    return likely.sort(better);
  }

  /**
   * What whole names of several words are worth to their pages, by stem.
   *
   * @param {ReadonlyMap<string, number>} said
   * @returns {Map<string, Worths>}
   */
  #whole(said) {
    /** @type {Map<string, Worths>} */
    const all = new Map();
    for (const first of said.keys()) {
      for (const { name, of, worth } of this.phrases.get(first) ?? []) {
        if (!name.every((short) => said.has(short))) continue;
        for (const short of name) {
          let worths = all.get(short);
          if (!worths) all.set(short, worths = new Map());
          this.#spread(worths, of, worth);
        }
      }
    }
    return all;
  }

  /** Gives a worth to a page, or to those that are filed under a label. @param {Worths} worths @param {number} of @param {number} worth */
  #spread(worths, of, worth) {
    if (of < this.size) raise(worths, of, worth);
    else for (const [page, share] of this.filed[of - this.size]) raise(worths, page, worth * share);
  }

  /**
   * What a variant is worth in every page.
   *
   * @param {Variant} variant
   * @param {(short: string) => Worths | undefined} texts
   * @param {ReadonlyMap<string, Worths>} whole
   * @returns {Worths}
   */
  #variant({ stems, weight }, texts, whole) {
    const none = new Map();
    const each = stems.map((short) => merged([this.worth(short), texts(short) ?? none, whole.get(short) ?? none]));
    /** @type {Worths} */
    const all = new Map();
    const [first, ...others] = each;
    for (const [page, worth] of first) {
      if (!others.every((worths) => worths.has(page))) continue;
      const sum = others.reduce((total, worths) => total + /** @type {number} */ (worths.get(page)), worth);
      all.set(page, (weight * sum) / each.length);
    }
    return all;
  }

  /**
   * How well the page's best name and the query agree, from 0 to 1.
   *
   * @param {number} page
   * @param {ReadonlyMap<string, number>} said
   * @param {readonly { stems: ReadonlySet<string>, rarity: number }[]} asked
   */
  #named(page, said, asked) {
    let best = 0;
    for (const { name, worth } of this.names[page]) {
      let of = 0;
      for (const short of name) of += said.get(short) ?? 0;
      if (!of) continue;
      let covered = 0;
      for (const { stems, rarity } of asked) if (name.some((short) => stems.has(short))) covered += rarity;
      best = Math.max(best, (of / name.length) * covered * worth);
    }
    return best;
  }
}

/** @param {{ page: number, score: number }} a @param {{ page: number, score: number }} b */
function better(a, b) {
  return b.score - a.score || a.page - b.page;
}

/** @param {Worths} worths @param {number} page @param {number} worth */
function raise(worths, page, worth) {
  if (worth > (worths.get(page) ?? 0)) worths.set(page, worth);
}

/** @param {readonly Worths[]} several @returns {Worths} the best of each */
function merged(several) {
  if (several.length === 1) return several[0];
  /** @type {Worths} */
  const all = new Map();
  for (const worths of several) for (const [page, worth] of worths) raise(all, page, worth);
  return all;
}
