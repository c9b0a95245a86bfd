// @ts-check
/**
 * A row of the explorer: the question, what one needs to choose it, and how the reader stands with it, which can be
 * set here too.
 *
 * @module
 */

/** @import { Item } from "./explorer-filter.js" */
/** @import { Form } from "./explorer-form.js" */

/**
 * What makes rows.
 *
 * @param {Form["names"]} names
 * @param {URL} root the site's
 * @returns {(item: Item) => HTMLLIElement}
 */
export function rowsWith(names, root) {
  const states = document.createElement("select");
  for (const [id, title] of Object.entries(names.mine)) states.append(new Option(title, id));
  return (item) => {
    const { question, company } = item;
    const small = [
      names.round[question.round],
      span(question.levels.map((id) => names.level[id] ?? id)),
      `${question.minutes} min`,
      ...company.map((id) => names.company[id] ?? id),
    ].join(" · ");
    const link = Object.assign(document.createElement("a"), { href: root.href + question.url, textContent: question.title });
    const print = Object.assign(document.createElement("em"), { textContent: small });
    const state = /** @type {HTMLSelectElement} */ (states.cloneNode(true));
    state.setAttribute("aria-label", `Your state: ${question.title}`);
    const row = document.createElement("li");
    row.dataset.question = question.id;
    row.append(link, " ", print, state);
    mark(row, item.mine[0]);
    return row;
  };
}

/**
 * Shows in a row how the reader stands with its question.
 *
 * @param {HTMLLIElement} row
 * @param {string} state
 */
export function mark(row, state) {
  const select = /** @type {HTMLSelectElement} */ (row.lastElementChild);
  if (select.value !== state) select.value = state;
  if (row.dataset.state !== state) row.dataset.state = state;
}

/** @param {readonly string[]} titles */
function span(titles) {
  return titles.length < 2 ? titles.join("") : `${titles[0]} to ${titles[titles.length - 1]}`;
}
