import assert from "node:assert/strict";
import { test } from "node:test";

import { folded, prepare, select } from "../../docs/assets/javascripts/explorer-filter.js";
import { NOTHING } from "../../docs/assets/javascripts/explorer-state.js";

const TOPICS = [
  { id: "databases", title: "Databases", aliases: ["db"], parent: null },
  { id: "locking", title: "Locking", aliases: ["SKIP LOCKED"], parent: "databases" },
  { id: "caching", title: "Caching", aliases: [], parent: null },
];
const NAMES = { round: { coding: "Coding", concepts: "Concepts" }, company: { apple: "Apple" } };

function question(id, round, topics, levels, companies = []) {
  return { id, title: `Title of ${id}`, url: `${id}/`, round, topics, levels, minutes: 10, sightings: companies.map((company) => ({ company })) };
}

const ITEMS = prepare(
  [
    question("lru", "coding", ["caching"], ["junior", "mid"], ["apple", "apple"]),
    question("queue", "coding", ["locking"], ["senior"]),
    question("naïve-locks", "concepts", ["locking", "caching"], ["mid", "senior"], ["apple"]),
  ],
  TOPICS,
  NAMES,
);

const ids = (state) => select(ITEMS, { ...NOTHING, ...state }).found.map(({ question: { id } }) => id);
const counts = (state) => {
  const found = select(ITEMS, { ...NOTHING, ...state }).counts;
  return Object.fromEntries(Object.entries(found).map(([name, map]) => [name, Object.fromEntries(map)]));
};

test("nothing asked for is everything, in the order given", () => {
  assert.deepEqual(ids({}), ["lru", "queue", "naïve-locks"]);
});

test("values of one filter widen, filters narrow", () => {
  assert.deepEqual(ids({ round: ["coding"] }), ["lru", "queue"]);
  assert.deepEqual(ids({ round: ["coding", "concepts"] }), ["lru", "queue", "naïve-locks"]);
  assert.deepEqual(ids({ round: ["coding"], level: ["senior"] }), ["queue"]);
  assert.deepEqual(ids({ company: ["apple"], topic: ["locking"] }), ["naïve-locks"]);
});

test("a wider topic holds the questions of the narrower ones", () => {
  assert.deepEqual(ids({ topic: ["databases"] }), ["queue", "naïve-locks"]);
});

test("every word has to occur: in the title, a topic or its other names, a round, a company", () => {
  assert.deepEqual(ids({ text: "LRU" }), ["lru"]);
  assert.deepEqual(ids({ text: "skip lock" }), ["queue", "naïve-locks"]);
  assert.deepEqual(ids({ text: "db coding" }), ["queue"]);
  assert.deepEqual(ids({ text: "apple naive" }), ["naïve-locks"]);
  assert.deepEqual(ids({ text: "nothing of the kind" }), []);
});

test("a value's number follows the other filters, not its own", () => {
  assert.deepEqual(counts({}).round, { coding: 2, concepts: 1 });
  assert.deepEqual(counts({ round: ["coding"] }).round, { coding: 2, concepts: 1 });
  assert.deepEqual(counts({ round: ["coding"] }).company, { apple: 1 });
  assert.deepEqual(counts({ round: ["coding"], level: ["senior"] }), {
    round: { coding: 1, concepts: 1 },
    level: { junior: 1, mid: 1, senior: 1 },
    topic: { databases: 1, locking: 1 },
    company: {},
  });
});

test("the number of a value is what choosing it would find", () => {
  const state = { ...NOTHING, text: "title", level: ["mid"] };
  for (const [name, found] of Object.entries(counts(state))) {
    for (const [id, number] of Object.entries(found)) {
      assert.equal(ids({ ...state, [name]: [id] }).length, number, `${name} ${id}`);
    }
  }
});

test("a topic that is not known stands for itself", () => {
  const [item] = prepare([question("x", "coding", ["new-topic"], ["mid"])], TOPICS, NAMES);
  assert.deepEqual(item.topic, ["new-topic"]);
});

test("text is compared without case and accents", () => {
  assert.equal(folded("  Größe \n ÉCLAIR "), "große eclair");
});

test("five thousand questions are filtered between two keys", () => {
  const many = Array.from({ length: 5000 }, (_, n) => question(`q${n}`, n % 2 ? "coding" : "concepts", ["locking"], ["mid"]));
  const items = prepare(many, TOPICS, NAMES);
  assert.equal(select(items, { ...NOTHING, text: "skip q1", round: ["coding"] }).found.length, 556);
});
