import assert from "node:assert/strict";
import { test } from "node:test";

import { prepare, withMine } from "../../docs/assets/javascripts/explorer-filter.js";
import { met, tallied, told } from "../../docs/assets/javascripts/explorer-tally.js";

const question = (id, round) => ({ id, title: id, url: "", round, topics: [], levels: [], minutes: 5, sightings: [] });
const ITEMS = withMine(
  prepare([question("a", "coding"), question("b", "coding"), question("c", "concepts"), question("d", "concepts")], [], { round: {}, company: {} }, []),
  {
    questions: {
      a: { state: "seen", day: "2026-01-01" },
      b: { state: "confident", day: "2026-01-01" },
      c: { state: "new", day: "2026-01-01" },
      d: { state: "seen", day: "2026-01-01" },
    },
    plans: {},
  },
);

test("states are counted over all and by round, in the order of the rounds", () => {
  const { all, rounds } = tallied(ITEMS);
  assert.deepEqual(all, { total: 4, seen: 2, confident: 1, review: 0 });
  assert.deepEqual([...rounds], [
    ["coding", { total: 2, seen: 1, confident: 1, review: 0 }],
    ["concepts", { total: 2, seen: 1, confident: 0, review: 0 }],
  ]);
  assert.equal(met(all), 3);
});

test("what there is none of is not told", () => {
  assert.equal(told({ total: 60, seen: 37, confident: 12, review: 4 }), "37 seen, 12 confident, 4 to review");
  assert.equal(told({ total: 60, seen: 0, confident: 12, review: 0 }), "12 confident");
  assert.equal(told({ total: 60, seen: 0, confident: 0, review: 0 }), "none yet");
});
