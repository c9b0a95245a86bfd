// @ts-check
/**
 * Search: from a query to pages and passages. Pure but for the files that it is given a way to fetch, so that the
 * tests ask just what the reader asks.
 *
 * @module
 */

import { Index } from "./search-index.js";
import { passage } from "./search-passage.js";
import { Texts } from "./search-texts.js";
import { meant } from "./search-variants.js";
import { stem } from "./search-words.js";

/** @import { Data, Term } from "./search-index.js" */
/** @import { Variant } from "./search-variants.js" */
/** @import { Passage } from "./search-passage.js" */
/** @import { Get } from "./search-texts.js" */

/** `text` is what there is to show of a page whose text is not in the index. @typedef {{ url: string, title: string, kind: string, small: string[], score: number, text?: string }} Result */

/** Half words whose texts are looked at: the likeliest. */
const BEGINNINGS = 6;

/** What may stand beside the names of two companies when they are to be compared. */
const COMPARING = new Set(["compar", "comparison", "differ", "better", "interview", "against"].map(stem));

export class Search {
  /** @param {Data} data @param {Get} get */
  constructor(data, get) {
    this.data = data;
    this.get = get;
    this.index = new Index(data);
    this.texts = new Texts(data, get);
    this.page = new Map(data.urls.map((url, page) => [url, page]));
  }

  /**
   * What the first tier finds, at once.
   *
   * @param {string} query
   * @param {number} [most]
   * @returns {Result[]}
   */
  first(query, most = 20) {
    return this.#results(this.#guessed(this.index.terms(query)), most);
  }

  /**
   * What both tiers find: fetches what stands in the texts.
   *
   * @param {string} query
   * @param {number} [most]
   * @returns {Promise<Result[]>}
   */
  async full(query, most = 20) {
    const terms = this.index.terms(query);
    const guessed = this.#guessed(terms);
    const asked = guessed.flatMap(({ stem, variants }) => {
      const likely = [...variants].sort((a, b) => b.weight - a.weight).slice(0, BEGINNINGS);
      return [stem, ...likely.flatMap(({ stems }) => stems)];
    });
    const half = terms.find(({ last }) => last)?.stem;
    await this.texts.load(asked, half && half.length > 2 ? half : undefined);
    return this.#results(this.#guessed(terms, true), most);
  }

  /**
   * The passage of a result that answers the query.
   *
   * @param {string} query
   * @param {Result} result
   * @returns {Promise<Passage | undefined>}
   */
  async passage(query, result) {
    if (result.text) return { anchor: "", title: "", parts: [{ text: result.text, found: false }] };
    const sections = await this.get(`text/${result.url.replace(/\/$/, "") || "index"}.json`);
    /** @type {Map<string, number>} */
    const wanted = new Map();
    for (const { variants } of this.#guessed(this.index.terms(query), true)) {
      for (const { stems, weight } of variants) {
        for (const short of stems) wanted.set(short, Math.max(weight, wanted.get(short) ?? 0));
      }
    }
    return passage(sections, wanted);
  }

  /**
   * The terms with guesses at those that nothing is called by and, where the texts are known, that stand in none.
   *
   * @param {readonly Term[]} terms
   * @param {boolean} [texts]
   * @returns {Term[]}
   */
  #guessed(terms, texts = false) {
    const all = terms.map((term) => ({ ...term, variants: term.variants.map((variant) => ({ ...variant })) }));
    for (const [place, { word, stem: short, last, variants }] of all.entries()) {
      if (texts && this.texts.has(short)) {
        // It is a word of its own, and less likely half of another.
        for (const variant of variants) if (variant.half) variant.weight *= last ? 0.65 : 0.3;
      }
      if (texts && last) variants.push(...this.#begun(short, variants));
      if (this.#known(short, variants) || (texts && this.texts.has(short))) continue;
      for (const guess of meant(this.index.sorted, word)) variants.push(this.#guess(guess));
      // It may be a part of what is one word.
      for (const [from, to] of [[all[place - 1], all[place]], [all[place], all[place + 1]]]) {
        if (!from || !to) continue;
        for (const guess of meant(this.index.sorted, from.word + to.word)) {
          from.variants.push(this.#guess(guess));
          to.variants.push(this.#guess(guess));
        }
      }
      if (texts && variants.length === 1) {
        for (const guess of meant(this.texts.around(short), short)) variants.push({ stems: [guess.word], weight: guess.weight });
      }
    }
    return all;
  }

  /** @param {{ word: string, weight: number }} guess @returns {Variant} */
  #guess({ word, weight }) {
    return { stems: [/** @type {string} */ (this.index.written.get(word))], weight };
  }

  /** Whether something is called by a stem, or by a word that begins so. @param {string} short @param {readonly Variant[]} variants */
  #known(short, variants) {
    return this.index.worths.has(short) || variants.some(({ stems, weight }) => stems[0] !== short && weight > 0.5 && stems.every((s) => this.index.worths.has(s)));
  }

  /** Stems in the texts that begin so. @param {string} short @param {readonly Variant[]} variants @returns {Variant[]} */
  #begun(short, variants) {
    if (short.length < 3) return [];
    const known = new Set(variants.flatMap(({ stems }) => stems));
    return this.texts.around(short).filter((other) => !known.has(other) && other.startsWith(short))
      .map((other) => ({ stems: [other], weight: 0.4 + 0.3 * (short.length / other.length) }));
  }

  /** @param {readonly Term[]} terms @param {number} most @returns {Result[]} */
  #results(terms, most) {
    const found = this.index.find(terms, (short) => this.texts.worth(short), this.texts.everywhere);
    const results = found.slice(0, most).map(({ page, score }) => this.#result(page, score));
    const pair = this.#pair(terms, results[0]?.score ?? 1);
    if (!pair) return results;
    return [...results, pair].sort((a, b) => b.score - a.score).slice(0, most);
  }

  /** @param {number} page @param {number} score @returns {Result} */
  #result(page, score) {
    const { urls, titles, kinds, kind, about, labels } = this.data;
    const filed = about[page].map((label) => labels[label]);
    const named = (/** @type {string} */ of, /** @type {number} */ most) => filed.filter(([kind]) => kind === of).slice(0, most).map(([, , title]) => title);
    const section = this.page.get(`${urls[page].split("/")[0]}/`);
    /** @type {Record<string, () => string[]>} */
    const small = {
      question: () => [...named("round", 1), ...named("topic", 2), ...named("company", 3)],
      mistake: () => named("round", 3),
      guide: () => (section === undefined || section === page ? [] : [titles[section]]),
    };
    const name = kinds[kind[page]];
    return { url: urls[page], title: titles[page], kind: name, small: small[name]?.() ?? [], score };
  }

  /**
   * The page that compares two companies, if the query names two. These pages are in no index: there is one for each
   * pair, and nothing in them that is not on the companies' own pages.
   *
   * @param {readonly Term[]} terms
   * @param {number} best
   * @returns {Result | undefined}
   */
  #pair(terms, best) {
    const said = new Set(terms.flatMap(({ variants }) => variants.filter(({ weight }) => weight > 0.7).flatMap(({ stems }) => stems)));
    const rest = new Set(terms.map((term) => term.stem));
    const named = this.data.labels.filter(([kind, , title, aliases]) => {
      if (kind !== "company") return false;
      // The first word of "Oracle (OCI)" will do.
      const names = [title, ...aliases].map((name) => this.index.stems(name));
      const name = [...names, names[0].slice(0, 1)].find((stems) => stems.length && stems.every((short) => said.has(short)));
      name?.forEach((short) => rest.delete(short));
      return Boolean(name);
    });
    if (named.length !== 2) return undefined;
    const [one, other] = named.sort((a, b) => (a[1] < b[1] ? -1 : 1));
    const only = [...rest].every((short) => COMPARING.has(short));
    return {
      url: `companies/compare/${one[1]}-vs-${other[1]}/`,
      title: `${one[2]} and ${other[2]} compared`,
      kind: "index",
      small: [],
      score: best * (only ? 1.1 : 0.9),
      text: `What is known of interviews at ${one[2]} and at ${other[2]}, side by side.`,
    };
  }
}
