import assert from "node:assert/strict";
import { test } from "node:test";

import { day, parse, restarted, taskKeys, ticked } from "../../docs/assets/javascripts/plan-progress.js";

test("a task's key is made from its words, whatever their case and punctuation", () => {
  const [key] = taskKeys(["Read: caching."]);
  assert.deepEqual(taskKeys(["read caching"]), [key]);
  assert.notDeepEqual(taskKeys(["read caches"]), [key]);
  assert.match(key, /^[0-9a-z]{7}$/);
});

test("a key does not change, or every reader's ticks are lost", () => {
  assert.deepEqual(taskKeys(["Solve one aloud", "Rest.", "Rest."]), ["0o7jj8b", "1t4qt1z", "0cw2k4l"]);
});

test("a task that moves keeps its key, and two equal tasks have two", () => {
  const keys = taskKeys(["a", "b", "a"]);
  assert.equal(new Set(keys).size, 3);
  assert.deepEqual(taskKeys(["b", "a", "a"]), [keys[1], keys[0], keys[2]]);
});

test("ticking and unticking", () => {
  const one = ticked({}, "p", "k1", "2026-11-20");
  const two = ticked(one, "p", "k2", "2026-11-21");
  assert.deepEqual(two, { p: { k1: "2026-11-20", k2: "2026-11-21" } });
  assert.deepEqual(ticked(two, "p", "k1", null), { p: { k2: "2026-11-21" } });
  assert.deepEqual(ticked(one, "p", "k1", null), {});
  assert.deepEqual(one, { p: { k1: "2026-11-20" } });
});

test("starting over forgets one plan only", () => {
  assert.deepEqual(restarted({ p: { k: "2026-11-20" }, q: { k: "2026-11-20" } }, "p"), { q: { k: "2026-11-20" } });
  assert.deepEqual(restarted({}, "p"), {});
});

test("what is kept is read; what is broken or foreign is passed over", () => {
  assert.deepEqual(parse('{"p":{"k":"2026-11-20"}}'), { p: { k: "2026-11-20" } });
  for (const kept of [null, "", "{", "[]", "3", '"x"', '{"p":1}', '{"p":null}', '{"p":["2026-11-20"]}', '{"p":{"k":true}}', '{"p":{"k":"x"}}']) {
    assert.deepEqual(parse(kept), {}, String(kept));
  }
  assert.deepEqual(parse('{"p":{"k":"2026-11-20","l":7},"q":{}}'), { p: { k: "2026-11-20" } });
});

test("a day is the reader's own", () => {
  assert.equal(day(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});
