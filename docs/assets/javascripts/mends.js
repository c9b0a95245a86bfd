// @ts-check
/**
 * Mends faults of accessibility in what Material's own scripts add to a page.
 *
 * @module
 */

/** @import { Page } from "./page.js" */

/** @param {Page} page */
export function mends({ left }) {
  const content = document.querySelector(".md-content");
  if (!content) return;
  const mend = () => {
    // A bar of buttons on every block of code is no landmark.
    for (const bar of content.querySelectorAll("nav.md-code__nav:not([role])")) bar.setAttribute("role", "presentation");
  };
  mend();
  const changes = new MutationObserver(mend);
  changes.observe(content, { childList: true, subtree: true });
  left.addEventListener("abort", () => changes.disconnect());
}
