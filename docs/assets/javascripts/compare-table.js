// @ts-check
/**
 * Companies side by side: a row for every dimension, a column for every company. Its cells are copies of those of the
 * page's table, evidence and all, so that a fact has one text. On a phone the style sheet makes cards of the rows;
 * the roles are written out, since a browser may forget that a table is one when it is laid out otherwise.
 *
 * @module
 */

import { enumerated } from "./compare-state.js";

/** @import { Choice, Known } from "./compare-state.js" */

/**
 * @typedef {object} Facts what the page's table holds
 * @property {Known} known
 * @property {(company: string, dimension: string) => Element} cell
 * @property {(dimension: string) => string} baseline
 * @property {(company: string) => string} address of the company's page
 */

/**
 * Reads the page's table.
 *
 * @param {HTMLTableElement} table
 * @returns {Facts}
 */
export function facts(table) {
  const rows = [...table.tBodies[0].rows];
  const heads = /** @type {HTMLElement[]} */ ([...table.tHead?.rows[0].cells ?? []]);
  const column = new Map(heads.flatMap((head, place) => (head.dataset.dimension ? [[head.dataset.dimension, place]] : [])));
  const row = new Map(rows.flatMap((one) => (one.dataset.company ? [[one.dataset.company, one]] : [])));
  /** @param {HTMLTableRowElement | undefined} one @param {string} dimension */
  const at = (one, dimension) => /** @type {Element} */ (one?.cells[column.get(dimension) ?? 0]);
  return {
    known: {
      companies: Object.fromEntries([...row].map(([id, one]) => [id, text(one.cells[0])])),
      dimensions: Object.fromEntries([...column].map(([id, place]) => [id, text(heads[place])])),
    },
    cell: (company, dimension) => at(row.get(company), dimension),
    baseline: (dimension) => text(at(rows.find((one) => one.classList.contains("kb-baseline")), dimension)),
    address: (company) => row.get(company)?.cells[0].querySelector("a")?.href ?? "",
  };
}

/**
 * The chosen companies side by side.
 *
 * @param {Choice} choice at least two companies; no dimension means all
 * @param {Facts} found
 * @returns {HTMLTableElement}
 */
export function drawn({ companies, dimensions }, { known, cell, baseline, address }) {
  const all = Object.keys(known.dimensions);
  const shown = dimensions.length ? all.filter((id) => dimensions.includes(id)) : all;
  const names = companies.map((id) => known.companies[id]);

  const table = made("table", { className: "kb-side" }, { role: "table" });
  table.append(made("caption", { textContent: `${enumerated(names)} side by side`, className: "kb-unseen" }));

  const head = made("tr", {}, { role: "row" });
  head.append(made("th", { textContent: "Dimension, with the usual loop" }, { role: "columnheader", scope: "col" }));
  for (const [place, id] of companies.entries()) {
    const name = made("th", {}, { role: "columnheader", scope: "col" });
    name.append(made("a", { href: address(id), textContent: names[place] }));
    head.append(name);
  }
  const thead = made("thead", {}, { role: "rowgroup" });
  thead.append(head);

  const body = made("tbody", {}, { role: "rowgroup" });
  const differing = row("What differs from the usual loop", "by at least one claim");
  differing.classList.add("kb-summary");
  for (const [place, id] of companies.entries()) {
    const data = column(names[place]);
    data.append(...summary(shown.map((dimension) => ({ label: known.dimensions[dimension], cell: cell(id, dimension) }))));
    data.append(" ", made("a", {
      href: `${address(id)}#what-differs-from-the-usual-loop`,
      textContent: `What that means at ${names[place]}`,
    }));
    differing.append(data);
  }
  body.append(differing);
  for (const dimension of shown) {
    const line = row(known.dimensions[dimension], `The usual loop: ${baseline(dimension)}`);
    for (const [place, id] of companies.entries()) {
      const data = column(names[place]);
      data.append(...[...cell(id, dimension).childNodes].map((node) => node.cloneNode(true)));
      for (const fold of data.querySelectorAll("details")) fold.open = false;
      line.append(data);
    }
    body.append(line);
  }
  table.append(thead, body);
  return table;
}

/**
 * In which dimensions at least one claim differs from the usual loop.
 *
 * @param {readonly { label: string, cell: Element }[]} cells
 * @returns {(Node | string)[]}
 */
function summary(cells) {
  const known = cells.filter(({ cell }) => !cell.querySelector(".kb-blank"));
  const differing = known.filter(({ cell }) => cell.querySelector(".kb-differs"));
  if (!known.length) return ["Nothing is known in these dimensions."];
  if (!differing.length) return [`Nothing that is known, in ${known.length} of ${cells.length} dimensions.`];
  return [
    made("strong", { textContent: differing.map(({ label }) => label).join(", ") }),
    ` (${differing.length} of the ${known.length} of which something is known).`,
  ];
}

/**
 * A row with its head.
 *
 * @param {string} label
 * @param {string} small
 */
function row(label, small) {
  const line = made("tr", {}, { role: "row" });
  const head = made("th", {}, { role: "rowheader", scope: "row" });
  head.append(label, " ", made("small", { textContent: small }));
  line.append(head);
  return line;
}

/**
 * A cell, with the company's name for the eye where the head of its column is not to be seen.
 *
 * @param {string} name
 */
function column(name) {
  const data = made("td", {}, { role: "cell" });
  data.append(made("span", { className: "kb-side-name", textContent: name }, { "aria-hidden": "true" }));
  return data;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function made(tag, properties, attributes = {}) {
  const node = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** @param {Element} node */
function text(node) {
  return node.textContent?.trim() ?? "";
}
