// @ts-check
/**
 * A long list that draws what is seen: a first screenful, and more as the reader comes near its end. Below it stands
 * a space as high as the rest, so that the scroll bar is true, and Back finds its place.
 *
 * @module
 */

/** A title that leads somewhere, with small print. @typedef {{ title: string, url: string, small: string }} Row */

const CHUNK = 40;

/**
 * @template Item
 * @param {HTMLElement} box where the list is
 * @param {(item: Item) => Row} row what is drawn of an item, asked for when it is drawn
 * @param {AbortSignal} left
 * @returns {(items: readonly Item[]) => void} draws other items
 */
export function drawn(box, row, left) {
  const list = document.createElement("ol");
  const rest = document.createElement("div");
  box.replaceChildren(list, rest);
  /** @type {readonly Item[]} */
  let items = [];

  const more = () => {
    const from = list.childElementCount;
    list.append(...items.slice(from, from + CHUNK).map((item) => element(row(item))));
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

  return (next) => {
    items = next;
    list.replaceChildren();
    more();
  };
}

/** @param {Row} row */
function element({ title, url, small }) {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: title });
  const print = Object.assign(document.createElement("em"), { textContent: small });
  const node = document.createElement("li");
  node.append(link, " ", print);
  return node;
}
