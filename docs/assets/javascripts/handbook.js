// @ts-check
/**
 * The handbook's scripts: what is loaded on every page. A module is small, does one thing, and leaves a page that
 * has nothing for it alone. Pages are whole without any of them.
 *
 * @module
 */

import { boxes } from "./boxes.js";
import { diagrams } from "./diagrams.js";
import { explorer } from "./explorer.js";
import { folds } from "./folds.js";
import { mends } from "./mends.js";
import { onPage } from "./page.js";
import { plans } from "./plan.js";
import { searchBox } from "./search-box.js";

// Before Material looks for diagrams, which it does as soon as the page has been read.
diagrams();
for (const enter of [folds, explorer, plans, boxes, searchBox, mends]) onPage(enter);
