// @ts-check
/**
 * What the handbook keeps in the reader's browser, and nowhere else. Names begin with the path of the site, since
 * several sites may share a host:
 *
 *     <path>kb.v2.progress   questions and plans: progress.js, which documents its shape and the older ones
 *     <path>.__palette       light or dark: Material's own, read by theme.js
 *
 * For as long as a tab is open, folds.js also keeps in its session which answers were open.
 *
 * @module
 */

import { root } from "./page.js";

/** @param {string} name @returns {string | null} */
export function load(name) {
  try {
    return localStorage.getItem(root.pathname + name);
  } catch {
    return null; // forbidden by the reader: then nothing is kept
  }
}

/**
 * Keeps a text under a name, or nothing.
 *
 * @param {string} name
 * @param {string | null} value
 * @returns {boolean} whether it is kept
 */
export function save(name, value) {
  try {
    if (value === null) localStorage.removeItem(root.pathname + name);
    else localStorage.setItem(root.pathname + name, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Calls `changed` when another tab writes under one of the names.
 *
 * @param {readonly string[]} names
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function onOtherTab(names, changed, signal) {
  addEventListener("storage", ({ key }) => {
    if (key === null || names.some((name) => key === root.pathname + name)) changed();
  }, { signal });
}
