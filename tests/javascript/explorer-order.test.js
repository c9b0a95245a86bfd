import assert from "node:assert/strict";
import { test } from "node:test";

import { prepare, withMine } from "../../docs/assets/javascripts/explorer-filter.js";
import { ordered } from "../../docs/assets/javascripts/explorer-order.js";
import { SORTS } from "../../docs/assets/javascripts/explorer-state.js";

const question = (id, title, minutes) => ({ id, title, url: "", round: "coding", topics: [], levels: [], minutes, sightings: [] });
const ITEMS = withMine(
  prepare(
    [question("a", "Zebra", 30), question("b", "Épée", 10), question("c", "apple", 30), question("d", "mango", 10), question("e", "fig", 5)],
    [],
    { round: {}, company: {} },
    [],
  ),
  {
    questions: {
      a: { state: "confident", day: "2026-01-01" },
      b: { state: "review", day: "2026-02-02" },
      c: { state: "seen", day: "2026-03-03" },
      d: { state: "review", day: "2026-01-31" },
    },
    plans: {},
  },
);
const order = (sort) => ordered(ITEMS, sort).map(({ question: { id } }) => id).join("");

test("the handbook's order is the one in which the questions come", () => {
  assert.equal(order(""), "abcde");
});

test("titles are ordered without case and accents", () => {
  assert.equal(order("title"), "cbeda");
});

test("the shortest first, and equal ones as they come", () => {
  assert.equal(order("short"), "ebdac");
});

test("to review first, longest ago first, then seen, new, and confident", () => {
  assert.equal(order("due"), "dbcea");
});

test("every order has all questions, and leaves the list that it was given", () => {
  for (const sort of SORTS) assert.equal([...order(sort)].sort().join(""), "abcde", sort);
  assert.equal(ITEMS[0].question.id, "a");
});
