// @ts-check
/**
 * The comparison: two to four companies side by side, chosen by the reader. What is shown comes from the page's own
 * table of all companies, which is what stays without JavaScript; the address after `#` holds the choice.
 *
 * @module
 */

import { checked, enumerated, format, holds, LEAST, NOTHING, parse, toggled, told } from "./compare-state.js";
import { drawn, facts } from "./compare-table.js";
import { onHash, root } from "./page.js";

/** @import { Page } from "./page.js" */
/** @import { Choice } from "./compare-state.js" */
/** @import { Facts } from "./compare-table.js" */

/** The last choice: following an anchor of the page brings the page anew, and its address holds no choice. */
let last = NOTHING;

/** @param {Page} page */
export function comparison({ left }) {
  const box = document.getElementById("kb-comparison");
  const form = box?.querySelector("form");
  const table = document.querySelector("#kb-companies table");
  if (!box || !form || !(table instanceof HTMLTableElement)) return;
  const status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
  const clear = /** @type {HTMLButtonElement} */ (box.querySelector("[data-do=clear]"));
  const chosen = /** @type {HTMLElement} */ (box.querySelector(".kb-chosen"));
  const found = facts(table);

  let { choice, word } = checked(holds(location.hash) ? parse(location.hash) : last, found.known);

  const show = () => {
    last = choice;
    fill(form, choice);
    status.textContent = [word, told(choice, found.known)].filter(Boolean).join(" ");
    clear.hidden = !format(choice);
    chosen.replaceChildren();
    if (choice.companies.length < LEAST) return;
    chosen.append(drawn(choice, found), pairs(choice, found, box.dataset.pairs ?? ""));
  };

  /** @param {{ choice: Choice, word: string }} next */
  const go = (next) => {
    const moved = format(next.choice) !== format(choice);
    ({ choice, word } = next);
    const now = format(choice);
    if (moved) history.pushState(null, "", `${location.pathname}${location.search}${now ? `#${now}` : ""}`);
    show();
  };

  form.addEventListener("submit", (event) => event.preventDefault(), { signal: left });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement)) return;
    if (field.name === "companies") go(toggled(choice, field.value, found.known));
    else go({ choice: { ...choice, dimensions: new FormData(form).getAll("dimensions").map(String) }, word: "" });
  }, { signal: left });
  clear.addEventListener("click", () => {
    go({ choice: NOTHING, word: "" });
    form.querySelector("input")?.focus();
  }, { signal: left });
  onHash(() => {
    if (!holds(location.hash)) return;
    const next = checked(parse(location.hash), found.known);
    if (format(next.choice) === format(choice) && !next.word) return;
    ({ choice, word } = next);
    show();
  }, left);

  if (choice.dimensions.length) form.querySelector("details")?.toggleAttribute("open", true);
  show();
  box.dataset.ready = "";
}

/**
 * @param {HTMLFormElement} form
 * @param {Choice} choice
 */
function fill(form, choice) {
  for (const field of form.querySelectorAll("input")) {
    field.checked = (field.name === "companies" ? choice.companies : choice.dimensions).includes(field.value);
  }
}

/**
 * Links to the pages that say in sentences what differs between two of the chosen.
 *
 * @param {Choice} choice
 * @param {Facts} found
 * @param {string} folder where these pages are, from the root of the site
 */
function pairs({ companies }, { known }, folder) {
  const line = document.createElement("p");
  line.append("In sentences: ");
  const all = companies.flatMap((one, place) => companies.slice(place + 1).map((other) => [one, other]));
  for (const [place, pair] of all.entries()) {
    const link = document.createElement("a");
    link.href = new URL(`${folder}${[...pair].sort().join("-vs-")}/`, root).href;
    link.textContent = enumerated(pair.map((id) => known.companies[id]));
    line.append(place ? "; " : "", link);
  }
  line.append(".");
  return line;
}
