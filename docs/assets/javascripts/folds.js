// @ts-check
/**
 * Folded answers. Opening and closing is the browser's (`<details>`), as is opening what "find in page" finds. This
 * adds: a button for all, opening what an address points to, opening all for print, and remembering on Back.
 *
 * @module
 */

/** @import { Page } from "./page.js" */

const FOLDS = /** @type {const} */ ("details.kb-fold");

/** Which folds were open, by place on the page. In the tab's session, so that Back finds them after a reload too. */
const memory = {
  /** @returns {string} */
  key: () => `kb.folds ${location.pathname}`,
  /** @returns {boolean[]} */
  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key()) ?? "[]");
      return Array.isArray(kept) ? kept.map(Boolean) : [];
    } catch {
      return [];
    }
  },
  /** @param {boolean[]} open */
  write(open) {
    try {
      sessionStorage.setItem(this.key(), JSON.stringify(open));
    } catch {
      // A full or forbidden storage costs the reader a click, no more.
    }
  },
};

/** @param {Page} page */
export function folds({ left, again }) {
  const found = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(FOLDS)]);
  const first = found[0];
  if (!first) return;

  if (again) memory.read().forEach((open, place) => found[place]?.toggleAttribute("open", open));
  reveal(location.hash);
  addEventListener("hashchange", () => reveal(location.hash), { signal: left });
  // A link to the anchor at which one is already changes no address.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href*='#']");
    if (link instanceof HTMLAnchorElement && link.pathname === location.pathname) reveal(link.hash);
  }, { signal: left });

  const button = Object.assign(document.createElement("button"), { type: "button", className: "kb-button" });
  const box = Object.assign(document.createElement("div"), { className: "kb-fold-all" });
  box.append(button);
  first.previousElementSibling?.before(box);
  const label = () => {
    button.textContent = found.every((fold) => fold.open) ? "Close all" : "Open all";
  };
  label();
  button.addEventListener("click", () => {
    const open = button.textContent === "Open all";
    for (const fold of found) fold.open = open;
  });

  for (const fold of found) {
    fold.addEventListener("toggle", () => {
      label();
      if (!printing.size) memory.write(found.map(({ open }) => open));
    }, { signal: left });
  }

  /** @type {Set<HTMLDetailsElement>} */
  const printing = new Set();
  addEventListener("beforeprint", () => {
    for (const fold of found) {
      if (!fold.open) printing.add(fold);
      fold.open = true;
    }
  }, { signal: left });
  addEventListener("afterprint", () => {
    for (const fold of printing) fold.open = false;
    // Their toggle events are still to come.
    setTimeout(() => printing.clear());
  }, { signal: left });
}

/**
 * Opens the fold that holds the target of an address, or that stands below the heading which is the target.
 *
 * @param {string} hash
 */
function reveal(hash) {
  const target = hash.length > 1 && document.getElementById(decoded(hash.slice(1)));
  if (!target) return;
  const below = target.nextElementSibling;
  const fold = target.closest(FOLDS) ?? (below?.matches(FOLDS) ? below : undefined);
  if (fold instanceof HTMLDetailsElement && !fold.open) {
    fold.open = true;
    // The browser has scrolled already, to where the target was while the fold was closed.
    requestAnimationFrame(() => target.scrollIntoView());
  }
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
