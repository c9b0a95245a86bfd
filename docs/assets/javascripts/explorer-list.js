// @ts-check
/**
 * A long list that draws what is seen: a first screenful, and more as the reader comes near its end. Below it stands
 * a space as high as the rest, so that the scroll bar is true, and Back finds its place.
 *
 * @module
 */

/** Rows drawn at once: more than fill most screens, since each costs layout at every key. */
const CHUNK = 20;

/**
 * @template Item
 * @typedef {object} List
 * @property {(items: readonly Item[]) => void} draw draws other items
 * @property {(items: readonly Item[], change: (row: HTMLLIElement, item: Item) => void) => void} exchange takes as many
 *   other items in the place of these, and has the rows changed that are drawn
 */

/**
 * @template Item
 * @param {HTMLElement} box where the list is
 * @param {(item: Item) => HTMLLIElement} row what is drawn of an item, asked for when it is drawn
 * @param {AbortSignal} left
 * @returns {List<Item>}
 */
export function listIn(box, row, left) {
  const list = document.createElement("ol");
  const rest = document.createElement("div");
  box.replaceChildren(list, rest);
  /** @type {readonly Item[]} */
  let items = [];

  const more = () => {
    const from = list.childElementCount;
    list.append(...items.slice(from, from + CHUNK).map(row));
    const count = list.childElementCount;
    rest.style.height = count ? `${(items.length - count) * (list.offsetHeight / count)}px` : "0";
  };
  const near = () => list.childElementCount < items.length && rest.getBoundingClientRect().top < innerHeight * 2;

  const watcher = new IntersectionObserver(() => {
    while (near()) more();
  }, { rootMargin: "100% 0px" });
  watcher.observe(rest);
  addEventListener("scroll", () => {
    while (near()) more();
  }, { passive: true, signal: left });
  left.addEventListener("abort", () => watcher.disconnect());

  return {
    draw(next) {
      items = next;
      list.replaceChildren();
      more();
    },
    exchange(next, change) {
      items = next;
      [...list.children].forEach((row, place) => change(/** @type {HTMLLIElement} */ (row), items[place]));
    },
  };
}
