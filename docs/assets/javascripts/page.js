// @ts-check
/**
 * What a page is to the other modules. Instant navigation changes the document in place: it brings a new page
 * without loading one.
 *
 * @module
 */

/**
 * @typedef {object} Page
 * @property {AbortSignal} left is aborted when the reader leaves: give it to every listener and request.
 * @property {boolean} again is true if the reader came back to the page (Back, Forward, reload), not by a link.
 * @property {() => void} toPlace scrolls to where the reader left it, if they came back: for what makes the page longer
 *   after Material has scrolled.
 */

/** @typedef {(page: Page) => void} Enter */

/** @type {Set<Enter>} */
const entered = new Set();

/** @type {AbortController | undefined} */
let current;

let again = ["back_forward", "reload"].includes(
  /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType("navigation")[0])?.type ?? "",
);

/**
 * Calls `enter` on this page and on every page that instant navigation brings.
 *
 * @param {Enter} enter
 */
export function onPage(enter) {
  if (!entered.size) watch();
  entered.add(enter);
}

/**
 * Calls `changed` when what stands behind the `#` of this page's address has changed: by Back, Forward, a link or by
 * hand. Back to another page is none of it: that page is on its way, and this one stays as it is until it comes.
 *
 * @param {() => void} changed
 * @param {AbortSignal} left
 */
export function onHash(changed, left) {
  const { pathname } = location;
  const tell = () => {
    if (location.pathname === pathname) changed();
  };
  for (const name of ["popstate", "hashchange"]) addEventListener(name, tell, { signal: left });
}

/** The address of the site's root, with a slash at its end. */
export const root = new URL("../../", import.meta.url);

function watch() {
  // A popstate comes before the page that it leads to; any other page was asked for by a link.
  addEventListener("popstate", () => {
    again = true;
  });
  addEventListener("click", () => {
    again = false;
  }, { capture: true });
  /** @type {{ document$?: { subscribe(next: () => void): void } }} */
  const material = /** @type {any} */ (globalThis);
  // Material tells of the first page too, and repeats it to whoever asks late.
  if (material.document$) material.document$.subscribe(turn);
  else queueMicrotask(turn);
}

function turn() {
  current?.abort();
  current = new AbortController();
  // Material keeps the place in the state of the history, and soon writes there where the page is now.
  const y = again ? Number(history.state?.y) : NaN;
  const page = { left: current.signal, again, toPlace: () => y > 0 && scrollTo(0, y) };
  again = false;
  for (const enter of entered) {
    // One module's fault must not take the others along.
    try {
      enter(page);
    } catch (fault) {
      reportError(fault);
    }
  }
  page.toPlace();
}
