// @ts-check
/**
 * The navigation of narrow screens, which slides in from the side. Material opens it by a label, which no key reaches;
 * so there is a button (overrides/partials/header.html) that works Material's switch. While it is open, the labels that
 * lead from level to level are stops (Material's script lets Enter press a label), the page behind is none, Escape closes
 * it, and the focus goes back to the button.
 *
 * @module
 */

/** @import { Page } from "./page.js" */

/** What lies behind the drawer. */
const BEHIND = ".md-header, .md-tabs, .md-content, .md-footer, .md-sidebar--secondary, [data-md-component=skip]";

/** Where Material shows the navigation beside the text instead. */
const WIDE = "(min-width: 76.25em)";

/** @param {Page} page */
export function drawer({ left }) {
  const toggle = document.getElementById("__drawer");
  const button = document.querySelector(".kb-drawer");
  const panel = document.querySelector(".md-sidebar--primary");
  if (!(toggle instanceof HTMLInputElement) || !(button instanceof HTMLElement) || !panel) return;

  /** @type {Map<Element, string | null>} */
  const labels = new Map();
  const show = () => {
    if (toggle.checked) {
      for (const label of panel.querySelectorAll("label[for]")) {
        if (!labels.has(label)) labels.set(label, label.getAttribute("tabindex"));
        label.setAttribute("tabindex", "0");
      }
    } else {
      for (const [label, before] of labels) {
        if (before === null) label.removeAttribute("tabindex");
        else label.setAttribute("tabindex", before);
      }
    }
    button.setAttribute("aria-expanded", String(toggle.checked));
    for (const part of document.querySelectorAll(BEHIND)) part.toggleAttribute("inert", toggle.checked);
  };
  show();
  toggle.addEventListener("change", show, { signal: left });
  button.addEventListener("click", () => {
    toggle.click();
    const first = [...panel.querySelectorAll("a")].find((link) => link.checkVisibility({ visibilityProperty: true }));
    first?.focus();
  }, { signal: left });
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !toggle.checked) return;
    toggle.click();
    button.focus();
  }, { signal: left });
  matchMedia(WIDE).addEventListener("change", ({ matches }) => {
    if (matches && toggle.checked) toggle.click();
  }, { signal: left });
}
