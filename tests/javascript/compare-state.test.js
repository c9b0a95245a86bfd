import assert from "node:assert/strict";
import { test } from "node:test";

import { checked, format, holds, NOTHING, parse, toggled, told } from "../../docs/assets/javascripts/compare-state.js";

const KNOWN = {
  companies: { acme: "Acme", bolt: "Bolt", core: "Core", dune: "Dune", echo: "Echo" },
  dimensions: { coding: "Coding", decision: "Who decides", languages: "Languages" },
};
const FOUR = { companies: ["dune", "acme", "bolt", "core"], dimensions: ["coding"] };

test("what is written into the address is read from it, in the order of choosing", () => {
  assert.equal(format(FOUR), "companies=dune,acme,bolt,core&dimensions=coding");
  assert.deepEqual(parse(`#${format(FOUR)}`), FOUR);
  assert.deepEqual(parse("companies=a%2Cb,a,%20,"), { companies: ["a", "b"], dimensions: [] });
  assert.equal(format(NOTHING), "");
  assert.deepEqual(parse("#"), NOTHING);
});

test("an address without a choice is one of nothing chosen, or an anchor", () => {
  for (const hash of ["", "#", "#companies=", "#companies=a", "#dimensions=a&companies=b"]) assert.equal(holds(hash), true, hash);
  for (const hash of ["#all-companies", "#__tabbed_1", "#companies", "#x=companies=a"]) assert.equal(holds(hash), false, hash);
});

test("what is not known is left out with a word, however it is called", () => {
  const { choice, word } = checked(parse("#companies=acme,constructor,<b>x</b>,bolt&dimensions=__proto__,coding"), KNOWN);
  assert.deepEqual(choice, { companies: ["acme", "bolt"], dimensions: ["coding"] });
  assert.equal(word, "Not known here, and left out: constructor, <b>x</b>, __proto__.");
  assert.ok(checked(parse(`#companies=${"x".repeat(5000)}`), KNOWN).word.length < 100);
  assert.equal(checked(FOUR, KNOWN).word, "");
});

test("a fifth company in the address is left out with a word", () => {
  const { choice, word } = checked(parse("#companies=echo,dune,nobody,core,bolt,acme"), KNOWN);
  assert.deepEqual(choice.companies, ["echo", "dune", "core", "bolt"]);
  assert.equal(word, "Not known here, and left out: nobody. Four companies are the most; left out: Acme.");
});

test("choosing adds, choosing again takes away, and a fifth is refused with a word", () => {
  let { choice, word } = toggled(NOTHING, "bolt", KNOWN);
  ({ choice, word } = toggled(choice, "acme", KNOWN));
  assert.deepEqual([choice.companies, word], [["bolt", "acme"], ""]);
  assert.deepEqual(toggled(choice, "bolt", KNOWN).choice.companies, ["acme"]);
  const fifth = toggled(FOUR, "echo", KNOWN);
  assert.equal(fifth.choice, FOUR);
  assert.equal(fifth.word, "Four companies are the most: take one away before you add Echo.");
  assert.deepEqual(toggled(FOUR, "acme", KNOWN).choice, { companies: ["dune", "bolt", "core"], dimensions: ["coding"] });
});

test("what is chosen is said in words", () => {
  assert.equal(told(NOTHING, KNOWN), "Choose two to four companies.");
  assert.equal(told({ companies: ["acme"], dimensions: [] }, KNOWN), "Acme is chosen; choose another.");
  assert.equal(told(FOUR, KNOWN), "Dune, Acme, Bolt and Core, in 1 of 3 dimensions.");
  assert.equal(told({ companies: ["bolt", "acme"], dimensions: [] }, KNOWN), "Bolt and Acme, in all 3 dimensions.");
  const every = { companies: ["bolt", "acme"], dimensions: Object.keys(KNOWN.dimensions) };
  assert.equal(told(every, KNOWN), "Bolt and Acme, in all 3 dimensions.");
});
