// @ts-check
/**
 * Tables and diagrams that are wider than the page scroll in a box of their own. The keyboard has to reach such a
 * box, and a screen reader has to say what it is; a box that does not scroll is no stop.
 *
 * @module
 */

/** @import { Page } from "./page.js" */

const BOXES = ".kb-compare, .kb-table, .md-typeset__scrollwrap, .kb-diagram, div.mermaid";

/** @param {Page} page */
export function boxes({ left }) {
  const content = document.querySelector(".md-content");
  if (!content) return;
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
  const observe = () => all().forEach((box) => sizes.observe(box));
  observe();
  // Material puts tables in boxes, and draws diagrams, after this.
  const changes = new MutationObserver(observe);
  changes.observe(content, { childList: true, subtree: true });
  left.addEventListener("abort", () => {
    sizes.disconnect();
    changes.disconnect();
  });
}

/** The boxes of the page; Material's within one of ours is none, for it does not scroll. */
function all() {
  return [...document.querySelectorAll(BOXES)].filter((box) => !box.parentElement?.closest(BOXES));
}

/** @param {Element} box */
function mark(box) {
  if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) {
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", name(box));
  } else {
    for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
  }
}

/**
 * What it is, where it stands, and, since no two may have one name, which it is.
 *
 * @param {Element} box
 */
function name(box) {
  const kind = box.matches(".kb-diagram, .mermaid") ? "Diagram" : "Table";
  const headings = [...document.querySelectorAll(".md-content :is(h1, h2, h3, h4)")];
  const above = headings.findLast((h) => h.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
  const words = [...(above?.childNodes ?? [])].filter(
    (node) => !(node instanceof Element && node.classList.contains("headerlink")),
  );
  return `${kind} ${all().indexOf(box) + 1}: ${words.map((node) => node.textContent).join("").trim()}`;
}
