import assert from "node:assert/strict";
import { test } from "node:test";

import { Search } from "../../docs/assets/javascripts/search.js";
import { passage } from "../../docs/assets/javascripts/search-passage.js";
import { distance, meant } from "../../docs/assets/javascripts/search-variants.js";
import { stem } from "../../docs/assets/javascripts/search-words.js";

/** @type {import("../../docs/assets/javascripts/search-index.js").Data} */
const DATA = {
  version: "v",
  starts: ["a", "m"],
  kinds: ["guide", "question", "company", "index"],
  synonyms: [["dlq", "dead letter queue"]],
  labels: [
    ["topic", "queues", "Queues", ["kafka"], [0, 4]],
    ["company", "acme", "Acme", [], [2]],
    ["company", "bolt", "Bolt (BLT)", [], [3]],
    ["round", "concepts", "Concepts", [], []],
  ],
  urls: ["guides/queues/", "questions/concepts/dead-letters/", "companies/acme/", "companies/bolt/", "questions/topics/queues/"],
  titles: ["Queues", "The dead-letter queue is full", "Acme", "Bolt (BLT)", "Queues: interview questions"],
  kind: [0, 1, 2, 2, 3],
  about: [[0], [3, 0, 1], [], [], [0]],
  headings: { 0: ["Load balancing"] },
};
const FILES = {
  "words/v/0.json": { alpha: [4], everywher: [-5] },
  "words/v/1.json": { zebra: [0, 7], [stem("multiplex")]: [8] },
  "text/questions/concepts/dead-letters.json": [["", "", "Nothing here."], ["answer", "Answer", "First words. Then the zebra, and a queue of zebras."]],
};

function searched(fetched = []) {
  return new Search(DATA, async (path) => {
    fetched.push(path);
    if (!(path in FILES)) throw new Error(path);
    return FILES[path];
  });
}

const urls = (results) => results.map(({ url }) => url);

test("the page about a thing comes before its list and what is filed under it", () => {
  assert.deepEqual(urls(searched().first("kafka")), ["guides/queues/", "questions/topics/queues/", "questions/concepts/dead-letters/"]);
});

test("a synonym, half a word, a slip and two words in one are understood", () => {
  assert.equal(urls(searched().first("dlq"))[0], "questions/concepts/dead-letters/");
  assert.equal(urls(searched().first("que"))[0], "guides/queues/");
  assert.equal(urls(searched().first("kafak"))[0], "guides/queues/");
  assert.equal(urls(searched().first("loadbalancing"))[0], "guides/queues/");
});

test("nothing is fetched for the first results", () => {
  const fetched = [];
  searched(fetched).first("zebra");
  assert.deepEqual(fetched, []);
});

test("a word that only stands in a text is found with the file that has it", async () => {
  const fetched = [];
  const search = searched(fetched);
  assert.deepEqual(urls(await search.full("zebra ")), ["questions/concepts/dead-letters/", "guides/queues/"]);
  assert.deepEqual(fetched, ["words/v/1.json"]);
  assert.deepEqual(urls(await search.full("zebar ")), ["questions/concepts/dead-letters/", "guides/queues/"]);
});

test("two companies lead to their comparison, which has a text without a file", async () => {
  const search = searched();
  const [pair] = search.first("bolt vs acme");
  assert.equal(pair.url, "companies/compare/acme-vs-bolt/");
  assert.match((await search.passage("bolt vs acme", pair)).parts[0].text, /Acme and at Bolt/);
});

test("nothing asked, nothing known and only common words find nothing and fail nothing", async () => {
  const search = searched();
  for (const query of ["", "   ", "xyzzy", "the", "?!", "everywhere", "constructor", "__proto__"]) {
    assert.deepEqual(urls(search.first(query)), [], query);
    assert.deepEqual(urls(await search.full(query)), [], query);
  }
});

test("the passage is the one with the words, and they are marked", async () => {
  const search = searched();
  const result = (await search.full("zebra queue")).find(({ kind }) => kind === "question");
  const { anchor, parts } = await search.passage("zebra queue", result);
  assert.equal(anchor, "answer");
  assert.deepEqual(parts.filter(({ found }) => found).map(({ text }) => text), ["zebra", "queue", "zebras"]);
  assert.equal(parts.map(({ text }) => text).join(""), "… Then the zebra, and a queue of zebras.");
});

test("a passage of a long text is short and whole words", () => {
  const text = `${"lorem ".repeat(100)}needle ${"ipsum ".repeat(100)}`.trim();
  const found = passage([["", "", text]], new Map([["needl", 1]]));
  const shown = found.parts.map(({ text }) => text).join("");
  assert.ok(shown.length < 200 && /^… lorem .*needle .*ipsum …$/.test(shown), shown);
});

test("slips are letters left out, put in, changed or exchanged", () => {
  assert.equal(distance("conisstency", "consistency", 3), 1);
  assert.equal(distance("cahe", "cache", 3), 1);
  assert.equal(distance("abc", "xyz", 1), 2);
  assert.deepEqual(meant(["cache", "case", "cap"], "cahce").map(({ word }) => word), ["cache"]);
  assert.deepEqual(meant(["cap"], "cpa"), []);
});
