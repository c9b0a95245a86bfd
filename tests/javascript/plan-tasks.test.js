import assert from "node:assert/strict";
import { test } from "node:test";

import { taskKeys } from "../../docs/assets/javascripts/plan-tasks.js";

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
