// @ts-check
/**
 * The handbook's scripts: what is loaded on every page. A module is small, does one thing, and leaves a page that
 * has nothing for it alone. Pages are whole without any of them.
 *
 * @module
 */

import { boxes } from "./boxes.js";
import { comparison } from "./compare.js";
import { diagrams } from "./diagrams.js";
import { drawer } from "./drawer.js";
import { explorer } from "./explorer.js";
import { folds } from "./folds.js";
import { mends } from "./mends.js";
import { onPage } from "./page.js";
import { plans } from "./plan.js";
import { questionState } from "./question-state.js";
import { searchBox } from "./search-box.js";
import { themes } from "./theme.js";

/** @import { Page } from "./page.js" */

/** One page needs it, which fetches it. @param {Page} page */
async function progressPage(page) {
  if (document.getElementById("kb-file")) (await import("./progress-page.js")).progressPage(page);
}

// Before Material looks for diagrams, which it does as soon as the page has been read.
diagrams();
for (const enter of [folds, questionState, explorer, comparison, plans, progressPage, themes, boxes, drawer, searchBox, mends]) onPage(enter);
