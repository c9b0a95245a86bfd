// @ts-check
/**
 * A long list that draws what is seen: a first screenful, and more as the reader comes near its end. Below it stands
 * a space as high as the rest, so that the scroll bar is true, and Back finds its place.
 *
 * @module
 */

/** @typedef {{ title: string, url: string, small: string }} Row */

const CHUNK = 40;

/**
 * @param {HTMLElement} box where the list is
 * @param {AbortSignal} left
 * @returns {(rows: readonly Row[]) => void} draws other rows
 */
export function drawn(box, left) {
  const list = document.createElement("ol");
  const rest = document.createElement("div");
  box.replaceChildren(list, rest);
  /** @type {readonly Row[]} */
  let rows = [];

  const more = () => {
    const from = list.childElementCount;
    list.append(...rows.slice(from, from + CHUNK).map(item));
    const count = list.childElementCount;
    rest.style.height = count ? `${(rows.length - count) * (list.offsetHeight / count)}px` : "0";
  };
  const near = () => list.childElementCount < rows.length && rest.getBoundingClientRect().top < innerHeight * 2;

  const watcher = new IntersectionObserver(() => {
    while (near()) more();
  }, { rootMargin: "100% 0px" });
  watcher.observe(rest);
  addEventListener("scroll", () => {
    while (near()) more();
  }, { passive: true, signal: left });
  left.addEventListener("abort", () => watcher.disconnect());

  return (next) => {
    rows = next;
    list.replaceChildren();
    more();
  };
}

/** @param {Row} row */
function item({ title, url, small }) {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: title });
  const print = Object.assign(document.createElement("em"), { textContent: small });
  const node = document.createElement("li");
  node.append(link, " ", print);
  return node;
}
