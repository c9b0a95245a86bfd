// @ts-check
/**
 * Mends faults in what Material's own scripts make of a page, and marks what the style sheets cannot tell.
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
  for (const link of content.querySelectorAll("a[href]")) {
    // On paper their address is printed (print.css).
    if (link instanceof HTMLAnchorElement && link.host !== location.host) link.dataset.outside = "";
  }
  const changes = new MutationObserver(mend);
  changes.observe(content, { childList: true, subtree: true });
  left.addEventListener("abort", () => changes.disconnect());
}
