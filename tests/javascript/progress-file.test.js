import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { broughtIn, difference, differing, MAX_BYTES, opened, strange, tooLarge, written } from "../../docs/assets/javascripts/progress-file.js";
import { renamedOf } from "../../docs/assets/javascripts/renamed.js";

/** Files good and bad; test_progress_schema.py holds the published schema against the same. */
const FILES = JSON.parse(readFileSync(new URL("progress-files.json", import.meta.url), "utf-8"));

/** @type {(state: import("../../docs/assets/javascripts/progress.js").State, day: string) => import("../../docs/assets/javascripts/progress.js").Mark} */
const mark = (state, day) => ({ state, day });
/** @type {import("../../docs/assets/javascripts/progress-file.js").Whole} */
const HERE = {
  progress: {
    questions: { a: mark("seen", "2026-11-10"), b: mark("review", "2026-11-10"), c: mark("confident", "2026-11-10"), d: mark("seen", "2026-11-10") },
    plans: { p: { k1: "2026-11-10", k2: "2026-11-10" } },
  },
  theme: "light",
};
/** @type {import("../../docs/assets/javascripts/progress-file.js").ProgressFile} */
const FILE = {
  saved: "2026-11-21",
  site: "https://example.org/handbook/",
  progress: {
    questions: {
      a: mark("confident", "2026-11-20"), b: mark("seen", "2026-11-01"), d: mark("seen", "2026-11-20"), e: mark("review", "2026-11-20"), f: mark("new", "2026-11-20"),
    },
    plans: { p: { k2: "2026-11-20", k3: "2026-11-20" } },
  },
  theme: "dark",
};

test("what is written is opened", () => {
  assert.deepEqual(opened(written(FILE)), { file: FILE });
  assert.deepEqual(opened(`\ufeff${written(FILE)}`), { file: FILE });
});

for (const { why, file, fault } of FILES) {
  test(fault ? `refused: ${why}` : `opened: ${why}`, () => {
    const result = opened(JSON.stringify(file));
    if (fault) assert.deepEqual(result, { fault });
    else assert.ok(result.file, result.fault);
    assert.ok(!("polluted" in {}));
  });
}

test("what is not JSON is refused: nothing, a picture, a page, half a file", () => {
  for (const text of ["", " ", "\u0000PNG", "<!doctype html>", written(FILE).slice(0, -20), "{'format': 1}", "NaN"]) {
    assert.match(opened(text).fault, /^This is no file of progress: it is not JSON\./, text);
  }
});

test("what is nested without end is refused, and no fault of ours", () => {
  const deep = 100_000;
  assert.ok(opened("[".repeat(deep)).fault);
  assert.ok(opened(`${"[".repeat(deep)}${"]".repeat(deep)}`).fault);
  assert.ok(opened(written(FILE).replace('"2026-11-21"', `${"[".repeat(deep)}${"]".repeat(deep)}`)).fault);
});

test("what is too large is not even read", () => {
  assert.equal(opened(" ".repeat(MAX_BYTES + 1)).fault, "This file has 2.0 MB; a file of progress has at most 2.0 MB.");
  assert.equal(tooLarge(31_400_000), "This file has 31.4 MB; a file of progress has at most 2.0 MB.");
});

test("ten thousand questions fit into a file", () => {
  const questions = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`a-question-with-a-name-of-usual-length-${n}`, mark("confident", "2026-11-20")]));
  const text = written({ ...FILE, progress: { questions, plans: {} } });
  assert.ok(text.length < MAX_BYTES, `${text.length}`);
  assert.ok(opened(text).file);
});

test("a file of version 1 is read", () => {
  const { format, ...rest } = JSON.parse(written(FILE));
  assert.deepEqual(opened(JSON.stringify({ format, ...rest, version: 1, progress: FILE.progress.plans })), {
    file: { ...FILE, progress: { questions: {}, plans: FILE.progress.plans } },
  });
});

test("merge: the later day, and what is here for the theme", () => {
  const after = broughtIn(HERE, FILE, "merge");
  assert.deepEqual(after.progress.questions, {
    a: mark("confident", "2026-11-20"), b: mark("review", "2026-11-10"), c: mark("confident", "2026-11-10"), d: mark("seen", "2026-11-20"), e: mark("review", "2026-11-20"), f: mark("new", "2026-11-20"),
  });
  assert.deepEqual(after.progress.plans, { p: { k1: "2026-11-10", k2: "2026-11-20", k3: "2026-11-20" } });
  assert.equal(after.theme, "light");
  assert.equal(broughtIn({ ...HERE, theme: null }, FILE, "merge").theme, "dark");
});

test("replace: what the file has, and what is here where it has no theme", () => {
  assert.deepEqual(broughtIn(HERE, FILE, "replace"), { progress: FILE.progress, theme: "dark" });
  assert.equal(broughtIn(HERE, { ...FILE, theme: null }, "replace").theme, "light");
});

test("the preview says what either would change", () => {
  assert.deepEqual(difference(HERE, broughtIn(HERE, FILE, "merge")), {
    questions: { added: 1, changed: 1, redated: 1, removed: 0, same: 2 },
    ticks: { added: 1, changed: 0, redated: 1, removed: 0, same: 1 },
    theme: undefined,
  });
  assert.deepEqual(difference(HERE, broughtIn(HERE, FILE, "replace")), {
    questions: { added: 1, changed: 2, redated: 1, removed: 1, same: 0 },
    ticks: { added: 1, changed: 0, redated: 1, removed: 1, same: 0 },
    theme: "dark",
  });
});

test("bringing in what is here already changes nothing", () => {
  for (const way of /** @type {const} */ (["merge", "replace"])) {
    const { questions, ticks, theme } = difference(HERE, broughtIn(HERE, HERE, way));
    assert.deepEqual([questions.same, ticks.same, theme], [4, 2, undefined]);
    assert.equal(questions.added + questions.changed + questions.redated + questions.removed, 0);
  }
});

test("the questions that differ are named, in order", () => {
  assert.deepEqual(differing(HERE.progress, FILE.progress).map(({ id, here, file }) => `${id} ${here.state} ${file.state}`), [
    "a seen confident", "b review seen", "c confident new", "e new review",
  ]);
});

test("ids that the handbook does not have are named", () => {
  assert.deepEqual(strange(FILE.progress, new Set(["a", "b", "d"])), ["e", "f"]);
});

test("the published list of changed ids becomes what progress follows", () => {
  const renamed = [{ kind: "question", old: "a", new: "b" }, { kind: "plan", old: "p", new: "q" }];
  assert.deepEqual(renamedOf({ renamed }), { questions: { a: "b" }, plans: { p: "q" } });
  assert.deepEqual(renamedOf(null), { questions: {}, plans: {} });
});
