import assert from "node:assert/strict";
import { test } from "node:test";

import { format, NOTHING, parse } from "../../docs/assets/javascripts/explorer-state.js";

/** @type {import("../../docs/assets/javascripts/explorer-state.js").State} */
const FULL = {
  text: "two phase lock",
  round: ["coding", "concepts"],
  level: ["senior"],
  topic: ["caching"],
  company: ["apple"],
  time: ["0-10", "11-20"],
  mine: ["seen", "review"],
  sort: "due",
};

test("what is written into the address is read from it", () => {
  assert.equal(
    format(FULL),
    "text=two%20phase%20lock&round=coding,concepts&level=senior&topic=caching&company=apple&time=0-10,11-20&mine=seen,review&sort=due",
  );
  assert.deepEqual(parse(`#${format(FULL)}`), FULL);
  assert.deepEqual(parse(format(FULL)), FULL);
});

test("an address of before the later filters is what it was", () => {
  const old = "text=two%20phase%20lock&round=coding,concepts&level=senior&topic=caching&company=apple";
  assert.deepEqual(parse(`#${old}`), { ...FULL, time: [], mine: [], sort: "" });
  assert.equal(format(parse(old)), old);
});

test("the address that other pages link to: a company's questions on a topic, in any order of the two", () => {
  const asked = { ...NOTHING, company: ["apple"], topic: ["caching"] };
  assert.deepEqual(parse("#company=apple&topic=caching"), asked);
  assert.deepEqual(parse("#topic=caching&company=apple"), asked);
});

test("an order that there is not is the handbook's", () => {
  assert.equal(parse("#sort=due").sort, "due");
  for (const hash of ["#sort=", "#sort=random", "#sort=constructor", "#sort=due,title"]) assert.equal(parse(hash).sort, "", hash);
  assert.equal(format(NOTHING), "");
});

test("nothing asked for is an empty address", () => {
  assert.equal(format(NOTHING), "");
  assert.deepEqual(parse(""), NOTHING);
  assert.deepEqual(parse("#"), NOTHING);
});

test("an address that is no state is nothing: anchors, unknown names, markup, broken escapes", () => {
  for (const hash of ["#coding", "#a=b", "#round=", "#round=,,", "#round=<b>", "#topic=../x", "#=&=&", "#company", "#time=", "#mine=<b>", "#sort=x"]) {
    assert.deepEqual(parse(hash), NOTHING, hash);
  }
  assert.equal(parse("#text=%E0%A4%A").text.length > 0, true);
});

test("an id counts once, and a comma may be escaped", () => {
  assert.deepEqual(parse("#round=coding%2Cconcepts,coding").round, ["coding", "concepts"]);
});

test("the words keep all but quotation marks, backslashes and outer spaces", () => {
  for (const text of ["n+1", "a&b=c#d", "50 %", "größe", "<script>", "c'est"]) {
    assert.equal(parse(format({ ...NOTHING, text })).text, text);
  }
  assert.equal(format({ ...NOTHING, text: '  say "no\\" ' }), "text=say%20no");
});
