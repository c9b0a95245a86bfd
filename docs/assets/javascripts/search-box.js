// @ts-check
/**
 * The search box: a dialog that `/`, Ctrl-K and every `.kb-open-search` (and the header's link) open, on every page. What it needs is fetched
 * when it opens for the first time. Without JavaScript the header's link leads to the list of topics.
 *
 * A query is kept in the address (`?q=`) when a result is followed, so that Back leads to the results again.
 *
 * @module
 */

import { root } from "./page.js";

/** @import { Page } from "./page.js" */
/** @import { Passage } from "./search-passage.js" */
/** @import { Result, Search } from "./search.js" */

/** Results that are shown, and of how many the passage is. */
const MOST = 12;
/** Milliseconds without a key after which the texts are searched too. */
const PAUSE = 90;

const KINDS = /** @type {Record<string, string>} */ ({
  guide: "Guide", question: "Question", company: "Company", mistake: "Mistake", plan: "Plan", topic: "Topic", index: "List", about: "About",
});

/** @type {ReturnType<typeof made> | undefined} */
let box;

/** @param {Page} page */
export function searchBox({ left }) {
  for (const opener of document.querySelectorAll(".kb-open-search, .kb-search-link")) {
    if (opener instanceof HTMLAnchorElement) {
      // The header stays when instant navigation changes the address that its links are relative to.
      opener.href = opener.href;
      opener.setAttribute("role", "button");
    }
    opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation(); // or instant navigation follows the link all the same
      open(opener.hasAttribute("data-from-address") ? fromAddress() : undefined);
    }, { signal: left });
  }
  addEventListener("keydown", (event) => {
    const held = event.ctrlKey || event.metaKey;
    const asked = held ? event.key === "k" && !event.altKey && !event.shiftKey : event.key === "/" && !event.altKey && !typing(event.target);
    if (!asked) return;
    event.preventDefault();
    open();
  }, { signal: left });
  const query = new URLSearchParams(location.search).get("q");
  if (query) open(query);
  else box?.close();
}

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** The words of the last part of an address that leads nowhere. */
function fromAddress() {
  return decodeURIComponent(location.pathname).split("/").filter(Boolean).at(-1)?.replace(/\.\w+$/, "").replace(/[-_]+/g, " ");
}

/** @param {string} [query] */
function open(query) {
  box ??= made();
  box.open(query);
}

/** @type {Map<string, Promise<any>>} */
const fetched = new Map();

/** @param {string} path below search/ */
function get(path) {
  let answer = fetched.get(path);
  if (!answer) {
    answer = fetch(new URL(`search/${path}`, root)).then((response) => {
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.json();
    });
    answer.catch(() => fetched.delete(path));
    fetched.set(path, answer);
  }
  return answer;
}

/** @type {Promise<Search> | undefined} */
let loaded;

/** @returns {Promise<Search>} */
function load() {
  // All at once: a module that names the next costs a journey each.
  const parts = [import("./search-index.js"), import("./search-passage.js"), import("./search-texts.js"), import("./search-variants.js"), import("./search-words.js")];
  loaded ??= Promise.all([import("./search.js"), get("index.json"), ...parts]).then(([{ Search }, data]) => new Search(data, get));
  loaded.catch(() => {
    loaded = undefined;
  });
  return loaded;
}

/** Makes the dialog. */
function made() {
  const dialog = document.createElement("dialog");
  dialog.className = "kb-search";
  dialog.setAttribute("aria-label", "Search the handbook");
  dialog.innerHTML = `
    <form role="search" method="dialog">
      <input type="search" aria-label="Search the handbook" placeholder="Search questions, guides, companies" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="go" aria-controls="kb-hits">
      <button type="button" class="kb-search-close">Close</button>
    </form>
    <p class="kb-search-status" role="status"></p>
    <ol class="kb-hits" id="kb-hits" aria-label="Results"></ol>`;
  document.body.append(dialog);
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  const status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
  const list = /** @type {HTMLElement} */ (dialog.querySelector("ol"));
  let latest = 0;

  const ask = async () => {
    const query = field.value;
    const mine = (latest += 1);
    const current = () => mine === latest;
    if (!query.trim()) {
      draw(list, []);
      status.textContent = HINT;
      return;
    }
    try {
      const search = await load();
      if (!current()) return;
      draw(list, search.first(query, MOST));
      await new Promise((resume) => setTimeout(resume, PAUSE));
      if (!current()) return;
      const found = await search.full(query, MOST).catch(() => search.first(query, MOST));
      if (!current()) return;
      draw(list, found);
      status.textContent = said(found, query);
      await Promise.all(found.map(async (result) => {
        const passage = await search.passage(query, result).catch(() => undefined);
        if (current()) fill(list, result, passage);
      }));
      dialog.dataset.query = query;
    } catch {
      if (current()) status.textContent = "The search could not be loaded. Is there a connection?";
    }
  };

  const links = () => [...list.querySelectorAll("a")];
  field.addEventListener("input", ask);
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    links()[0]?.click();
  });
  dialog.querySelector("button")?.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    // Beside the dialog is the dialog itself, and nothing of what is in it.
    if (event.target === dialog) dialog.close();
  });
  list.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    keep(field.value);
    // Not yet: the link must be there while the click finds its way.
    queueMicrotask(() => dialog.close("followed"));
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "followed") keep("");
    dialog.returnValue = "";
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      // A search field would only empty itself.
      event.preventDefault();
      dialog.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.isComposing) {
      event.preventDefault();
      const stops = [field, ...links()];
      const at = stops.indexOf(/** @type {any} */ (document.activeElement));
      stops[(at + step + stops.length) % stops.length]?.focus();
    } else if (document.activeElement !== field && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      field.focus(); // and the letter goes there
    }
    // Material has keys of its own.
    event.stopPropagation();
  });

  return {
    /** @param {string} [query] */
    open(query) {
      if (!dialog.open) dialog.showModal();
      if (query !== undefined) field.value = query;
      field.focus();
      field.select();
      load().catch(() => {});
      ask();
    },
    close() {
      if (dialog.open) dialog.close("followed");
    },
  };
}

const HINT = "A word, an acronym, a company with a topic, a symptom: slips and half words will do.";

/**
 * Keeps the query in the address of the page, or takes it out.
 *
 * @param {string} query
 */
function keep(query) {
  const address = new URL(location.href);
  if ((address.searchParams.get("q") ?? "") === query) return;
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history.replaceState(history.state, "", address);
}

/** @param {readonly Result[]} found @param {string} query */
function said(found, query) {
  if (!found.length) return `Nothing found for “${query.trim()}”. Try fewer or other words.`;
  return found.length < MOST ? `${found.length} result${found.length === 1 ? "" : "s"}` : `The best ${found.length} results`;
}

/**
 * Shows the results; what is there already stays, with its passage and with the focus.
 *
 * @param {HTMLElement} list
 * @param {readonly Result[]} results
 */
function draw(list, results) {
  const there = new Map([...list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset.url, item]));
  const items = results.map((result) => there.get(result.url) ?? drawn(result));
  for (const item of [...list.children]) if (!items.includes(item)) item.remove();
  items.forEach((item, place) => {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
}

/** @param {Result} result */
function drawn(result) {
  const item = document.createElement("li");
  item.dataset.url = result.url;
  const link = document.createElement("a");
  link.href = new URL(result.url, root).href;
  link.append(part("kb-hit-title", result.title), part("kb-hit-small", [KINDS[result.kind], ...result.small].join(" · ")), part("kb-hit-text", ""));
  item.append(link);
  return item;
}

/** @param {string} name @param {string} text */
function part(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

/** @param {HTMLElement} list @param {Result} result @param {Passage | undefined} passage */
function fill(list, result, passage) {
  const item = [...list.children].find((item) => /** @type {HTMLElement} */ (item).dataset.url === result.url);
  const text = item?.querySelector(".kb-hit-text");
  if (!text) return;
  text.replaceChildren(...(passage?.parts ?? []).map(({ text, found }) => {
    if (!found) return text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  }));
  const link = item?.querySelector("a");
  // A question is opened at its beginning, its answer closed: the reader may want to think first.
  const anchor = result.kind !== "question" && passage?.anchor;
  if (link) link.href = new URL(result.url + (anchor ? `#${anchor}` : ""), root).href;
}
