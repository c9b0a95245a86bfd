// @ts-check
/**
 * The explorer's form: what it offers, what is asked for in it, and the numbers behind its choices. The form itself
 * is in the page (hooks/kb/templates/explorer.md).
 *
 * @module
 */

import { DIMENSIONS, NOTHING, SORTS } from "./explorer-state.js";

/** @import { Counts } from "./explorer-filter.js" */
/** @import { Dimension, State } from "./explorer-state.js" */

/** A value that can be chosen: a box or an option, and where its number is written. @typedef {{ dimension: Dimension, id: string, title: string, node: HTMLInputElement | HTMLOptionElement, number: HTMLElement | null }} Value */

/** The filters that most readers do without are folded away where there is little room; a number says what is chosen there. */
const FOLDED = /** @type {const} */ (["level", "time", "mine"]);

/** As wide as the style sheet has it (reader.css): there, all filters are to be seen. */
const WIDE = "(min-width: 45em)";

/**
 * @typedef {object} Form
 * @property {Record<Dimension, Readonly<Record<string, string>>>} names what is offered, by filter and id
 * @property {(state: State) => State} known the state without ids that the form does not have: a link may be older than the handbook
 * @property {() => State} asked what the form asks for
 * @property {(state: State, counts?: Counts, typing?: boolean) => void} fill shows a state, and behind each value how
 *   many it would leave; while the reader types, the words are left as they are, spaces and all
 * @property {() => void} focus
 */

/**
 * @param {HTMLFormElement} form
 * @param {AbortSignal} left
 * @returns {Form}
 */
export function formOf(form, left) {
  const values = DIMENSIONS.flatMap((dimension) => offered(form, dimension));
  const text = /** @type {HTMLInputElement} */ (form.elements.namedItem("text"));
  const sort = /** @type {HTMLSelectElement} */ (form.elements.namedItem("sort"));
  const more = /** @type {HTMLDetailsElement} */ (form.querySelector("details"));
  const chosen = /** @type {HTMLElement} */ (more.querySelector("summary small"));
  /** @type {Form["names"]} */
  const names = { round: {}, level: {}, topic: {}, company: {}, time: {}, mine: {} };
  for (const { dimension, id, title } of values) Object.assign(names[dimension], { [id]: title });

  const wide = matchMedia(WIDE);
  const widen = () => {
    if (wide.matches) more.open = true;
  };
  widen();
  wide.addEventListener("change", widen, { signal: left });

  const folded = (/** @type {State} */ state) => FOLDED.reduce((sum, name) => sum + state[name].length, state.sort ? 1 : 0);

  return {
    names,

    known(state) {
      const next = { ...state };
      for (const name of DIMENSIONS) next[name] = state[name].filter((id) => Object.hasOwn(names[name], id));
      return next;
    },

    asked() {
      const fields = new FormData(form);
      /** @type {State} */
      const state = { ...NOTHING, text: text.value, sort: SORTS.find((name) => name === sort.value) ?? "" };
      for (const name of DIMENSIONS) state[name] = fields.getAll(name).map(String).filter(Boolean);
      return state;
    },

    fill(state, counts, typing = false) {
      if (!typing) {
        text.value = state.text;
        for (const name of /** @type {const} */ (["topic", "company"])) {
          const field = form.elements.namedItem(name);
          if (field instanceof HTMLSelectElement && !state[name].length) field.value = "";
        }
        for (const { dimension, id, node } of values) {
          const on = state[dimension].includes(id);
          if (node instanceof HTMLInputElement) node.checked = on;
          else node.selected = on;
        }
        sort.value = state.sort;
        const count = folded(state);
        chosen.textContent = count ? `${count} chosen` : "";
      }
      if (!counts) return;
      for (const { dimension, id, title, node, number } of values) {
        const count = counts[dimension].get(id) ?? 0;
        if (number) write(number, String(count));
        else write(node, `${node.dataset.parent ? "\u2003" : ""}${title} (${count})`);
      }
    },

    focus() {
      text.focus();
    },
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {Dimension} dimension
 * @returns {Value[]}
 */
function offered(form, dimension) {
  return [...form.querySelectorAll(`input[name=${dimension}], select[name=${dimension}] option`)].flatMap((node) => {
    if (!(node instanceof HTMLInputElement || node instanceof HTMLOptionElement) || !node.value) return [];
    const shown = node instanceof HTMLOptionElement ? node : node.nextElementSibling?.firstChild;
    const title = shown?.textContent?.trim() ?? node.value;
    const number = node instanceof HTMLInputElement ? node.nextElementSibling?.querySelector("small") ?? null : null;
    return [{ dimension, id: node.value, title, node, number }];
  });
}

/** Writes what is not there yet: most numbers stay from key to key. @param {HTMLElement} node @param {string} text */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
