// @ts-check
/**
 * Light or dark. Material keeps it, under `<path of the site>.__palette`, as
 * `{"index": 1, "color": {"media": …, "scheme": "slate", "primary": …, "accent": …}}`, from the first page on; its
 * switch is a radio button for each. Here it is read and set through that switch, and other tabs follow.
 *
 * @module
 */

import { load, onOtherTab, save } from "./storage.js";

/** @import { Page } from "./page.js" */
/** @import { Theme } from "./progress-file.js" */

const NAME = ".__palette";
const SCHEMES = /** @type {const} */ ({ light: "default", dark: "slate" });

/** The theme that is kept. @returns {Theme} */
export function theme() {
  try {
    const scheme = JSON.parse(load(NAME) ?? "null")?.color?.scheme;
    return scheme === SCHEMES.dark ? "dark" : scheme === SCHEMES.light ? "light" : null;
  } catch {
    return null;
  }
}

/** Shows a theme, and keeps it. @param {Theme} wanted */
export function setTheme(wanted) {
  if (!wanted || wanted === theme()) return;
  press(wanted);
}

/** Goes back to what the reader's system asks for, and keeps nothing. @returns {boolean} whether it is gone */
export function forgetTheme() {
  press(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  return save(NAME, null);
}

/** @param {"light" | "dark"} wanted */
function press(wanted) {
  const button = document.querySelector(`input[name="__palette"][data-md-color-scheme="${SCHEMES[wanted]}"]`);
  if (button instanceof HTMLElement) button.click();
}

/**
 * Calls `changed` when it was switched, here or in another tab.
 *
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function onTheme(changed, signal) {
  onOtherTab([NAME], changed, signal);
  // After Material, which listens to the switch itself and keeps what is chosen.
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === "__palette") setTimeout(changed);
  }, { signal });
}

/** Follows the switch in another tab. @param {Page} page */
export function themes({ left }) {
  onOtherTab([NAME], () => {
    const wanted = theme();
    if (wanted && document.body.dataset.mdColorScheme !== SCHEMES[wanted]) press(wanted);
  }, left);
}
