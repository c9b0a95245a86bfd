import assert from "node:assert/strict";
import { test } from "node:test";

import {
  day, followed, isDay, marked, markOf, merged, NAME, NOTHING, read, restarted, shown, tally, ticked, ticksOf, upgraded, VERSION, VERSIONS,
} from "../../docs/assets/javascripts/progress.js";

/** @type {(state: import("../../docs/assets/javascripts/progress.js").State, day: string) => import("../../docs/assets/javascripts/progress.js").Mark} */
const mark = (state, when) => ({ state, day: when });
const SOME = {
  questions: { lru: mark("confident", "2026-11-20"), queue: mark("review", "2026-11-21") },
  plans: { "two-weeks": { "1x7k2p0": "2026-11-20" } },
};

test("what is of the shape is read whole", () => {
  assert.deepEqual(read(SOME), { progress: SOME, faults: [] });
  assert.deepEqual(read(NOTHING), { progress: NOTHING, faults: [] });
});

test("of what is not, the good is read and every fault is told", () => {
  const { progress, faults } = read({
    questions: {
      lru: mark("seen", "2026-11-20"),
      "Not An Id": mark("seen", "2026-11-20"),
      queue: { state: "learnt", day: "2026-11-20" },
      ring: mark("seen", "2026-02-30"),
      heap: "seen",
    },
    plans: { p: { k: "2026-11-20", "k k": "2026-11-20", l: 7 }, q: [], r: {} },
    more: 1,
  });
  assert.deepEqual(progress, { questions: { lru: mark("seen", "2026-11-20") }, plans: { p: { k: "2026-11-20" } } });
  assert.deepEqual(faults, [
    'progress: "more" is not a field of it',
    'question "Not An Id": is not the id of a question',
    'question "queue": "learnt" is not a state; known: new, seen, confident, review',
    'question "ring": "2026-02-30" is not a day',
    'question "heap": has no state and day',
    'plan "p": "k k" is not the key of a task',
    'plan "p", task l: 7 is not a day',
    'plan "q": has no tasks',
  ]);
});

test("what is no object at all is nothing, with a fault", () => {
  for (const value of [null, undefined, 3, "x", [], true]) {
    const { progress, faults } = read(value);
    assert.deepEqual(progress, NOTHING);
    assert.equal(faults.length, 1);
  }
});

test("hostile keys are refused and reach no prototype", () => {
  const { progress, faults } = read(JSON.parse('{"questions": {"__proto__": {"state": "seen", "day": "2026-11-20"}}, "plans": {"__proto__": {"k": "2026-11-20"}}, "__proto__": {}}'));
  assert.equal(faults.length, 3);
  assert.deepEqual(progress, NOTHING);
  assert.ok(!("state" in {}));
});

test("a question or plan that is called like a part of the language is one like others", () => {
  assert.deepEqual(markOf(NOTHING, "constructor"), mark("new", ""));
  assert.deepEqual(ticksOf(NOTHING, "constructor"), {});
  const one = ticked(marked(NOTHING, "constructor", "seen", "2026-11-20"), "constructor", "k", "2026-11-20");
  assert.deepEqual(merged(NOTHING, one), one);
  assert.deepEqual(read(JSON.parse(JSON.stringify(one))), { progress: one, faults: [] });
});

test("the newest version is the last of the table, and is the one that is written", () => {
  assert.deepEqual(VERSIONS.map(({ version }) => version), VERSIONS.map((_, place) => place + 1));
  assert.equal(VERSIONS.at(-1).version, VERSION);
  assert.equal(VERSIONS.at(-1).next, undefined);
  assert.equal(NAME, "kb.v2.progress");
  assert.ok(VERSIONS.slice(0, -1).every(({ next }) => next));
});

test("version 1, which had the plans only, is read without loss", () => {
  const plans = { "two-weeks": { "1x7k2p0": "2026-11-20", "0zs81aq": "2026-11-21" }, other: { "0o7jj8b": "2026-01-05" } };
  assert.deepEqual(upgraded(1, plans), { progress: { questions: {}, plans }, faults: [] });
  assert.deepEqual(upgraded(1, null).progress, NOTHING);
  assert.deepEqual(upgraded(2, SOME), { progress: SOME, faults: [] });
});

test("a question is marked, and marked again", () => {
  const one = marked(NOTHING, "lru", "seen", "2026-11-20");
  assert.deepEqual(markOf(one, "lru"), mark("seen", "2026-11-20"));
  assert.deepEqual(markOf(marked(one, "lru", "new", "2026-11-21"), "lru"), mark("new", "2026-11-21"));
  assert.deepEqual(NOTHING.questions, {});
});

test("ticking and unticking", () => {
  const one = ticked(NOTHING, "p", "k1", "2026-11-20");
  const two = ticked(one, "p", "k2", "2026-11-21");
  assert.deepEqual(two.plans, { p: { k1: "2026-11-20", k2: "2026-11-21" } });
  assert.deepEqual(ticked(two, "p", "k1", null).plans, { p: { k2: "2026-11-21" } });
  assert.deepEqual(ticked(one, "p", "k1", null).plans, {});
  assert.deepEqual(one.plans, { p: { k1: "2026-11-20" } });
});

test("starting over forgets one plan only", () => {
  const both = { questions: SOME.questions, plans: { p: { k: "2026-11-20" }, q: { k: "2026-11-20" } } };
  assert.deepEqual(restarted(both, "p"), { questions: SOME.questions, plans: { q: { k: "2026-11-20" } } });
  assert.deepEqual(restarted(NOTHING, "p"), NOTHING);
});

test("merged: the later day stands, of one day the first, and a tick of either", () => {
  const one = {
    questions: { a: mark("seen", "2026-11-20"), b: mark("seen", "2026-11-20"), c: mark("review", "2026-11-20"), d: mark("seen", "2026-11-20") },
    plans: { p: { k1: "2026-11-20", k2: "2026-11-20" }, q: { k: "2026-11-20" } },
  };
  const other = {
    questions: { a: mark("confident", "2026-11-21"), b: mark("confident", "2026-11-19"), c: mark("confident", "2026-11-20"), e: mark("new", "2026-11-20") },
    plans: { p: { k2: "2026-11-21", k3: "2026-11-01" }, r: { k: "2026-11-20" } },
  };
  assert.deepEqual(merged(one, other), {
    questions: {
      a: mark("confident", "2026-11-21"), b: mark("seen", "2026-11-20"), c: mark("review", "2026-11-20"), d: mark("seen", "2026-11-20"), e: mark("new", "2026-11-20"),
    },
    plans: { p: { k1: "2026-11-20", k2: "2026-11-21", k3: "2026-11-01" }, q: { k: "2026-11-20" }, r: { k: "2026-11-20" } },
  });
});

test("merging with oneself or with nothing changes nothing", () => {
  assert.deepEqual(merged(SOME, SOME), SOME);
  assert.deepEqual(merged(SOME, NOTHING), SOME);
  assert.deepEqual(merged(NOTHING, SOME), SOME);
});

test("what was set back to new is not brought back by an older day", () => {
  const back = marked(SOME, "lru", "new", "2026-11-21");
  assert.equal(markOf(merged(back, SOME), "lru").state, "new");
  assert.equal(markOf(merged(SOME, back), "lru").state, "new");
});

test("renamed ids are followed, and what both know is merged", () => {
  const renamed = { questions: { lru: "lru-cache", older: "queue", oldest: "queue" }, plans: { "two-weeks": "fourteen-days", p: "fourteen-days" } };
  const before = {
    questions: { ...SOME.questions, older: mark("seen", "2026-11-22"), oldest: mark("new", "2026-01-01") },
    plans: { ...SOME.plans, p: { "1x7k2p0": "2026-11-25", k: "2026-11-01" } },
  };
  assert.deepEqual(followed(before, renamed), {
    questions: { "lru-cache": mark("confident", "2026-11-20"), queue: mark("seen", "2026-11-22") },
    plans: { "fourteen-days": { "1x7k2p0": "2026-11-25", k: "2026-11-01" } },
  });
});

test("two ids that were exchanged are both followed", () => {
  const both = { questions: { a: mark("seen", "2026-11-20"), b: mark("review", "2026-11-21") }, plans: {} };
  assert.deepEqual(followed(both, { questions: { a: "b", b: "a" }, plans: {} }).questions, {
    a: mark("review", "2026-11-21"), b: mark("seen", "2026-11-20"),
  });
});

test("without an old id nothing is another object", () => {
  assert.equal(followed(SOME, { questions: { x: "y" }, plans: { x: "y" } }), SOME);
});

test("what is kept is counted; what was set back to new is none of it", () => {
  assert.deepEqual(tally(marked(SOME, "heap", "new", "2026-11-20")), { new: 1, seen: 0, confident: 1, review: 1, questions: 2, ticks: 1, plans: 1 });
});

test("a day is the reader's own, and one of the calendar", () => {
  assert.equal(day(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
  assert.ok(isDay("2028-02-29"));
  for (const value of ["2026-02-29", "2026-13-01", "2026-1-1", "2026-01-01T00:00", "", null, 20260101]) assert.ok(!isDay(value), String(value));
});

test("what is shown of a stranger's value is short and plain", () => {
  assert.equal(shown("a\u202eb\n"), '"a?b\\n"');
  assert.equal(shown("x".repeat(100)).length, 41);
  assert.equal(shown(undefined), "nothing");
});
