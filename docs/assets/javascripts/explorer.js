// @ts-check
/**
 * The explorer: all questions, filtered. It fetches them once, when its page opens; the address after `#` holds what
 * is asked for; and it draws what is seen. The form and, for want of JavaScript or of the net, the complete list are
 * in the page (hooks/kb/templates/explorer.md).
 *
 * @module
 */

import { prepare, select, withMine } from "./explorer-filter.js";
import { formOf } from "./explorer-form.js";
import { listIn } from "./explorer-list.js";
import { ordered } from "./explorer-order.js";
import { mark, rowsWith } from "./explorer-row.js";
import { format, NOTHING, parse } from "./explorer-state.js";
import { met, tallied, told } from "./explorer-tally.js";
import { fetched } from "./fetched.js";
import { onHash, root } from "./page.js";
import { day, marked, STATES } from "./progress.js";
import { change, follow, NOT_KEPT, onProgress, progress } from "./progress-store.js";
import { renamedOf } from "./renamed.js";

/** @import { Page } from "./page.js" */
/** @import { Item } from "./explorer-filter.js" */
/** @import { State } from "./explorer-state.js" */

/** @param {Page} page */
export function explorer({ left, toPlace }) {
  const box = document.getElementById("kb-explorer");
  const element = box?.querySelector("form");
  if (!box || !element) return;
  const status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
  const random = /** @type {HTMLButtonElement} */ (box.querySelector("[data-do=random]"));
  const clear = /** @type {HTMLButtonElement} */ (box.querySelector("[data-do=clear]"));
  const tally = /** @type {HTMLDetailsElement} */ (box.querySelector(".kb-tally"));
  const results = /** @type {HTMLElement} */ (box.querySelector(".kb-results"));
  const form = formOf(element, left);
  const list = listIn(results, rowsWith(form.names, root), left);

  /** All questions in the handbook's order, as the reader stands with each. @type {readonly Item[]} */
  let items = [];
  /** The same in the order asked for, until that or the reader's states change. @type {{ sort: string, items: readonly Item[] } | undefined} */
  let sorted;
  /** @type {readonly Item[]} */
  let found = [];
  let state = form.known(parse(location.hash));

  const selected = () => {
    if (sorted?.sort !== state.sort) sorted = { sort: state.sort, items: ordered(items, state.sort) };
    return select(sorted.items, state);
  };

  const show = (typing = false) => {
    const { found: next, counts } = selected();
    found = next;
    form.fill(state, counts, typing);
    list.draw(found);
    const total = `${items.length} question${items.length === 1 ? "" : "s"}`;
    const all = !format({ ...state, sort: "" });
    status.textContent = all ? total : found.length ? `${found.length} of ${total}` : `None of ${total}. Take a filter away.`;
    random.disabled = !found.length;
    clear.hidden = all;
  };

  /** Takes up how the reader stands with the questions, here or in another tab. The list stays, lest a row run away from under the finger. */
  const remember = () => {
    items = withMine(items, progress());
    sorted = undefined;
    tell(tally, items, form.names.round);
    const byId = new Map(items.map((item) => [item.question.id, item]));
    found = found.map((item) => byId.get(item.question.id) ?? item);
    list.exchange(found, (row, item) => mark(row, item.mine[0]));
    form.fill(state, selected().counts, true);
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

  const readAddress = () => {
    const next = form.known(parse(location.hash));
    if (format(next) === format(state)) return;
    state = next;
    show();
  };

  element.addEventListener("submit", (event) => event.preventDefault(), { signal: left });
  element.addEventListener("input", (event) => {
    go(form.asked(), event.target instanceof HTMLInputElement && event.target.type === "search");
  }, { signal: left });
  clear.addEventListener("click", () => {
    go({ ...NOTHING, sort: state.sort }, false);
    form.focus();
  }, { signal: left });
  random.addEventListener("click", () => {
    // Through a link, for instant navigation to follow.
    const to = found[Math.floor(Math.random() * found.length)];
    const link = Object.assign(document.createElement("a"), { href: new URL(to.question.url, root).href });
    box.append(link);
    link.click();
    link.remove();
  }, { signal: left });
  results.addEventListener("change", ({ target }) => {
    const id = target instanceof HTMLSelectElement && target.closest("li")?.dataset.question;
    const chosen = target instanceof HTMLSelectElement && STATES.find((name) => name === target.value);
    if (!id || !chosen) return;
    if (!change((now) => marked(now, id, chosen, day(new Date())))) status.textContent = NOT_KEPT;
    remember();
  }, { signal: left });
  onProgress(remember, left);
  onHash(readAddress, left);

  form.fill(state);
  Promise.all([fetched(box.dataset.source), fetched(box.dataset.topics)]).then(async ([{ questions }, { topics }]) => {
    const ids = new Set(questions.map((/** @type {{ id: string }} */ { id }) => id));
    // What this handbook does not have may have had another name.
    if (Object.keys(progress().questions).some((id) => !ids.has(id))) {
      follow(renamedOf(await fetched(box.dataset.renamed).catch(() => null)));
    }
    if (left.aborted) return;
    items = withMine(prepare(questions, topics, form.names, Object.keys(form.names.time)), progress());
    tell(tally, items, form.names.round);
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
 * Says how far the reader is, and in each round; nothing to a reader who has only come.
 *
 * @param {HTMLDetailsElement} box
 * @param {readonly Item[]} items
 * @param {Readonly<Record<string, string>>} names of rounds
 */
function tell(box, items, names) {
  const { all, rounds } = tallied(items);
  box.hidden = !met(all);
  const [summary, list] = box.children;
  summary.textContent = `You: ${told(all)}`;
  list.replaceChildren(...[...rounds].map(([id, round]) => {
    const name = names[id] ?? id;
    const bar = Object.assign(document.createElement("progress"), { max: round.total, value: met(round) });
    bar.setAttribute("aria-label", `Met of ${name}`);
    const row = document.createElement("li");
    row.append(
      Object.assign(document.createElement("span"), { textContent: name }),
      bar,
      Object.assign(document.createElement("small"), { textContent: `${told(round)}, of ${round.total}` }),
    );
    return row;
  }));
}
