import assert from "node:assert/strict";
import { test } from "node:test";

import { folded, prepare, select, withMine } from "../../docs/assets/javascripts/explorer-filter.js";
import { NOTHING } from "../../docs/assets/javascripts/explorer-state.js";

const TOPICS = [
  { id: "databases", title: "Databases", aliases: ["db"], parent: null },
  { id: "locking", title: "Locking", aliases: ["SKIP LOCKED"], parent: "databases" },
  { id: "caching", title: "Caching", aliases: [], parent: null },
];
const NAMES = { round: { coding: "Coding", concepts: "Concepts" }, company: { apple: "Apple" } };

const TIMES = ["0-10", "11-20", "21-40"];

function question(id, round, topics, levels, companies = [], minutes = 10) {
  return { id, title: `Title of ${id}`, url: `${id}/`, round, topics, levels, minutes, sightings: companies.map((company) => ({ company })) };
}

const ITEMS = prepare(
  [
    question("lru", "coding", ["caching"], ["junior", "mid"], ["apple", "apple"]),
    question("queue", "coding", ["locking"], ["senior"], [], 11),
    question("naïve-locks", "concepts", ["locking", "caching"], ["mid", "senior"], ["apple"], 40),
  ],
  TOPICS,
  NAMES,
  TIMES,
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
    time: { "11-20": 1 },
    mine: { new: 1 },
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
  const [item] = prepare([question("x", "coding", ["new-topic"], ["mid"])], TOPICS, NAMES, TIMES);
  assert.deepEqual(item.topic, ["new-topic"]);
});

test("a time is found in the span that holds it, its ends included; one outside of all is in none", () => {
  assert.deepEqual(ids({ time: ["0-10"] }), ["lru"]);
  assert.deepEqual(ids({ time: ["11-20"] }), ["queue"]);
  assert.deepEqual(ids({ time: ["11-20", "21-40"] }), ["queue", "naïve-locks"]);
  assert.deepEqual(counts({}).time, { "0-10": 1, "11-20": 1, "21-40": 1 });
  const [long] = prepare([question("x", "coding", [], ["mid"], [], 41)], TOPICS, NAMES, TIMES);
  assert.deepEqual(long.time, []);
});

test("every question is new to who has only come; a state of the reader's filters like any other", () => {
  assert.deepEqual(counts({}).mine, { new: 3 });
  const mine = withMine(ITEMS, {
    questions: { queue: { state: "review", day: "2026-11-01" }, lru: { state: "new", day: "2026-11-02" }, gone: { state: "seen", day: "2026-11-03" } },
    plans: {},
  });
  const found = (state) => select(mine, { ...NOTHING, ...state });
  assert.deepEqual(found({ mine: ["review"] }).found.map(({ question: { id } }) => id), ["queue"]);
  assert.deepEqual(found({ mine: ["new"] }).found.map(({ question: { id } }) => id), ["lru", "naïve-locks"]);
  assert.deepEqual(Object.fromEntries(found({ round: ["coding"] }).counts.mine), { new: 1, review: 1 });
  assert.deepEqual(Object.fromEntries(found({ mine: ["review"] }).counts.time), { "11-20": 1 });
  assert.deepEqual(ITEMS.map(({ mine: [state] }) => state), ["new", "new", "new"]);
});

test("a question called like a part of the language is new", () => {
  const [item] = withMine(prepare([question("constructor", "coding", [], ["mid"])], TOPICS, NAMES, TIMES), { questions: {}, plans: {} });
  assert.deepEqual(item.mine, ["new"]);
});

test("text is compared without case and accents", () => {
  assert.equal(folded("  Größe \n ÉCLAIR "), "große eclair");
});

test("five thousand questions are filtered between two keys", () => {
  const many = Array.from({ length: 5000 }, (_, n) => question(`q${n}`, n % 2 ? "coding" : "concepts", ["locking"], ["mid"]));
  const items = prepare(many, TOPICS, NAMES, TIMES);
  assert.equal(select(items, { ...NOTHING, text: "skip q1", round: ["coding"] }).found.length, 556);
});
