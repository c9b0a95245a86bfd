/**
 * Asks the search what is in a file of queries, with the browser's own modules, and writes what each one found.
 *
 * node tests/search/ask.mjs SITE QUERIES.json: SITE is a folder with search/; the answer is JSON, a list a query.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argv, stdout } from "node:process";

import { Search } from "../../docs/assets/javascripts/search.js";

const [site, queries] = argv.slice(2);
const get = async (/** @type {string} */ path) => JSON.parse(readFileSync(join(site, "search", path), "utf8"));
const data = await get("index.json");
const found = [];
for (const query of JSON.parse(readFileSync(queries, "utf8"))) {
  // As it is for the first reader of the day: nothing has been fetched.
  const search = new Search(data, get);
  found.push({ first: search.first(query).map(({ url }) => url), full: (await search.full(query)).map(({ url }) => url) });
}
stdout.write(JSON.stringify(found));
