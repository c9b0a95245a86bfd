// @ts-check
/**
 * What the handbook keeps in the reader's browser, and nowhere else. Names begin with the path of the site, since
 * several sites may share a host; each says the version of its shape, which is documented where it is read:
 *
 *     <path>kb.v1.plans    what of the plans is done: plan-progress.js
 *     <path>.__palette     light or dark: Material's own
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

/** @param {string} name @param {string} value @returns {boolean} whether it is kept */
export function save(name, value) {
  try {
    localStorage.setItem(root.pathname + name, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Calls `changed` when another tab writes under that name.
 *
 * @param {string} name
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function onOtherTab(name, changed, signal) {
  addEventListener("storage", ({ key }) => {
    if (key === null || key === root.pathname + name) changed();
  }, { signal });
}
