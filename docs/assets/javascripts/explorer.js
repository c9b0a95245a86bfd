// @ts-check
/**
 * The explorer: all questions, filtered. It fetches them once, when its page opens; the address after `#` holds what
 * is asked for; and it draws what is seen. The form and, for want of JavaScript or of the net, the complete list are
 * in the page (hooks/kb/templates/explorer.md).
 *
 * @module
 */

import { prepare, select } from "./explorer-filter.js";
import { DIMENSIONS, format, NOTHING, parse } from "./explorer-state.js";
import { drawn } from "./explorer-list.js";
import { root } from "./page.js";

/** @import { Page } from "./page.js" */
/** @import { Counts, Item } from "./explorer-filter.js" */
/** @import { Dimension, State } from "./explorer-state.js" */

/** What was fetched, by address: coming back to the page fetches nothing. @type {Map<string, Promise<any>>} */
const fetched = new Map();

/** @param {Page} page */
export function explorer({ left, toPlace }) {
  const box = document.getElementById("kb-explorer");
  const form = box?.querySelector("form");
  if (!box || !form) return;
  const status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
  const random = /** @type {HTMLButtonElement} */ (box.querySelector("[data-do=random]"));
  const clear = /** @type {HTMLButtonElement} */ (box.querySelector("[data-do=clear]"));
  const choices = read(form);
  /** @param {Item} item */
  const row = ({ question, company }) => ({
    title: question.title,
    url: new URL(question.url, root).href,
    small: [
      choices.names.round[question.round],
      span(question.levels.map((id) => choices.names.level[id] ?? id)),
      `${question.minutes} min`,
      ...company.map((id) => choices.names.company[id] ?? id),
    ].join(" · "),
  });
  const list = drawn(/** @type {HTMLElement} */ (box.querySelector(".kb-results")), row, left);

  /** @type {readonly Item[]} */
  let items = [];
  /** @type {readonly Item[]} */
  let found = [];
  let state = known(parse(location.hash), choices);

  const show = (typing = false) => {
    const selected = select(items, state);
    found = selected.found;
    fill(form, state, selected.counts, typing);
    list(found);
    const total = `${items.length} question${items.length === 1 ? "" : "s"}`;
    const all = !format(state);
    status.textContent = all ? total : found.length ? `${found.length} of ${total}` : `None of ${total}. Take a filter away.`;
    random.disabled = !found.length;
    clear.hidden = all;
  };

  /** @param {State} next @param {boolean} typing */
  const go = (next, typing) => {
    const now = format(next);
    if (now === format(state) && next.text === state.text) return;
    const moved = now !== format(state);
    state = next;
    // A key is no step that Back should undo; a choice is one.
    const address = `${location.pathname}${location.search}${now ? `#${now}` : ""}`;
    if (moved) typing ? history.replaceState(history.state, "", address) : history.pushState(null, "", address);
    show(typing);
  };

  const follow = () => {
    const next = known(parse(location.hash), choices);
    if (format(next) === format(state)) return;
    state = next;
    show();
  };

  form.addEventListener("submit", (event) => event.preventDefault(), { signal: left });
  form.addEventListener("input", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    go(asked(form), typing);
  }, { signal: left });
  clear.addEventListener("click", () => {
    go(NOTHING, false);
    /** @type {HTMLInputElement} */ (form.elements.namedItem("text")).focus();
  }, { signal: left });
  random.addEventListener("click", () => {
    // Through a link, for instant navigation to follow.
    const to = found[Math.floor(Math.random() * found.length)];
    const link = Object.assign(document.createElement("a"), { href: new URL(to.question.url, root).href });
    box.append(link);
    link.click();
    link.remove();
  }, { signal: left });
  for (const name of ["popstate", "hashchange"]) addEventListener(name, follow, { signal: left });

  fill(form, state);
  Promise.all([get(box.dataset.source), get(box.dataset.topics)]).then(([{ questions }, { topics }]) => {
    if (left.aborted) return;
    items = prepare(questions, topics, choices.names);
    show();
    toPlace();
    box.dataset.ready = "";
  }).catch(() => {
    if (left.aborted) return;
    box.dataset.failed = "";
    status.textContent = "";
  });
}

/**
 * @param {string | undefined} address relative to the page
 * @returns {Promise<any>}
 */
function get(address) {
  const url = new URL(address ?? "", location.href).href;
  const known = fetched.get(url);
  if (known) return known;
  const answer = fetch(url).then((response) => {
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  });
  answer.catch(() => fetched.delete(url));
  fetched.set(url, answer);
  return answer;
}

/**
 * @typedef {object} Choices what the form offers
 * @property {Record<Dimension, Record<string, string>>} names by filter and id
 */

/**
 * @param {HTMLFormElement} form
 * @returns {Choices}
 */
function read(form) {
  /** @type {Choices} */
  const choices = { names: { round: {}, level: {}, topic: {}, company: {} } };
  for (const { dimension, id, title, node } of values(form)) {
    choices.names[dimension][id] = title;
    node.dataset.title = title;
  }
  return choices;
}

/**
 * Every value that can be chosen: the boxes and the options.
 *
 * @param {HTMLFormElement} form
 */
function* values(form) {
  for (const dimension of DIMENSIONS) {
    for (const node of form.querySelectorAll(`input[name=${dimension}], select[name=${dimension}] option`)) {
      if (!(node instanceof HTMLInputElement || node instanceof HTMLOptionElement) || !node.value) continue;
      const shown = node instanceof HTMLOptionElement ? node.textContent : node.nextElementSibling?.firstChild?.textContent;
      yield { dimension, id: node.value, title: node.dataset.title ?? shown?.trim() ?? node.value, node };
    }
  }
}

/**
 * The state without ids that the form does not have: a link may be older than the handbook.
 *
 * @param {State} state
 * @param {Choices} choices
 * @returns {State}
 */
function known(state, { names }) {
  const next = { ...state };
  for (const name of DIMENSIONS) next[name] = state[name].filter((id) => Object.hasOwn(names[name], id));
  return next;
}

/**
 * @param {HTMLFormElement} form
 * @returns {State}
 */
function asked(form) {
  const fields = new FormData(form);
  const ids = (/** @type {Dimension} */ name) => fields.getAll(name).map(String).filter(Boolean);
  return { text: String(fields.get("text")), round: ids("round"), level: ids("level"), topic: ids("topic"), company: ids("company") };
}

/**
 * Shows in the form what is asked for, and behind each value how many it would leave.
 *
 * @param {HTMLFormElement} form
 * @param {State} state
 * @param {Counts} [counts]
 * @param {boolean} [typing] the words are as the reader has them, spaces and all
 */
function fill(form, state, counts, typing = false) {
  if (!typing) /** @type {HTMLInputElement} */ (form.elements.namedItem("text")).value = state.text;
  for (const { dimension, id, title, node } of values(form)) {
    const chosen = state[dimension].includes(id);
    const count = counts && (counts[dimension].get(id) ?? 0);
    if (node instanceof HTMLInputElement) {
      node.checked = chosen;
      const small = node.nextElementSibling?.querySelector("small");
      if (small) small.textContent = count === undefined ? "" : String(count);
    } else {
      node.selected = chosen;
      node.textContent = `${node.dataset.parent ? "\u2003" : ""}${title}${count === undefined ? "" : ` (${count})`}`;
    }
  }
  for (const name of /** @type {const} */ (["topic", "company"])) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement && !state[name].length) field.value = "";
  }
}

/** @param {readonly string[]} titles */
function span(titles) {
  return titles.length < 2 ? titles.join("") : `${titles[0]} to ${titles[titles.length - 1]}`;
}
