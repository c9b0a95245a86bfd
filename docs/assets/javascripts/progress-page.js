// @ts-check
/**
 * The page about the reader's progress: what is kept, saving it as a file, bringing a file in after a look at what
 * it would change, and forgetting all of it. Its words and controls are in the page (hooks/kb/templates/progress.md).
 *
 * @module
 */

import { fetched } from "./fetched.js";
import { root } from "./page.js";
import { broughtIn, difference, differing, MAX_BYTES, opened, strange, tooLarge, written } from "./progress-file.js";
import { day, followed, tally } from "./progress.js";
import { change, forget, NOT_KEPT, onProgress, progress } from "./progress-store.js";
import { TITLES } from "./question-state.js";
import { renamedOf } from "./renamed.js";
import { forgetTheme, onTheme, setTheme, theme } from "./theme.js";

/** @import { Page } from "./page.js" */
/** @import { Opened, ProgressFile, Way, Whole } from "./progress-file.js" */
/** @import { Mark } from "./progress.js" */

/** The most questions that are named in the preview. */
const NAMED = 200;

/** @param {Page} page */
export function progressPage({ left }) {
  const here = document.getElementById("kb-here");
  const box = document.getElementById("kb-file");
  const end = document.getElementById("kb-forget");
  if (!here || !box || !end || left.aborted) return;
  const said = /** @type {HTMLElement} */ (box.querySelector("[role=alert]"));
  const field = /** @type {HTMLInputElement} */ (box.querySelector("input"));
  const preview = /** @type {HTMLElement} */ (box.querySelector("section"));
  const sure = /** @type {HTMLElement} */ (end.querySelector("[data-part=sure]"));

  /** The file that is looked at. @type {ProgressFile | undefined} */
  let file;
  /** Titles of questions by id, once a file has asked for them. @type {ReadonlyMap<string, string> | undefined} */
  let titles;

  /** @returns {Whole} */
  const now = () => ({ progress: progress(), theme: theme() });
  const show = () => {
    here.textContent = described(now());
    here.dataset.told = "";
    if (file) fill(preview, now(), file, titles);
  };
  const close = () => {
    file = undefined;
    preview.hidden = true;
  };
  show();
  onProgress(show, left);
  onTheme(show, left);

  const open = async (/** @type {File} */ chosen) => {
    close();
    said.textContent = "";
    /** @type {Opened} */
    const result = chosen.size > MAX_BYTES ? { fault: tooLarge(chosen.size) } : opened(await chosen.text().catch(() => ""));
    if (!result.file) {
      said.textContent = `${result.fault} Nothing was changed.`;
      return;
    }
    // Without the net the file is brought in all the same; old ids are followed when a page has what it needs.
    const [renamed, questions] = await Promise.all([box.dataset.renamed, box.dataset.questions].map((url) => fetched(url).catch(() => null)));
    if (left.aborted) return;
    titles = questions && new Map(questions.questions.map((/** @type {{ id: string, title: string }} */ q) => [q.id, q.title]));
    file = { ...result.file, progress: followed(result.file.progress, renamedOf(renamed)) };
    preview.hidden = false;
    show();
    /** @type {HTMLElement} */ (preview.querySelector("h3")).focus();
  };

  /** @param {Way} way */
  const bringIn = (way) => {
    if (!file) return;
    const before = now();
    const after = broughtIn(before, file, way);
    if (!change(() => after.progress)) {
      said.textContent = NOT_KEPT;
      return;
    }
    setTheme(after.theme);
    close();
    show();
    field.value = "";
    said.textContent = `${way === "merge" ? "Merged" : "Replaced"}. ${described(after)}`;
    field.focus();
  };

  // The same file once more, after it was mended, is a choice too.
  field.addEventListener("click", () => {
    field.value = "";
  });
  field.addEventListener("change", () => {
    const chosen = field.files?.[0];
    if (chosen) open(chosen);
  });
  on(box, "export", () => {
    const text = written({ ...now(), saved: day(new Date()), site: root.href });
    save(text, `handbook-progress-${day(new Date())}.json`);
  });
  on(box, "merge", () => bringIn("merge"));
  on(box, "replace", () => bringIn("replace"));
  on(box, "cancel", () => {
    close();
    field.value = "";
    said.textContent = "Nothing was changed.";
    field.focus();
  });

  const ask = on(end, "forget", () => {
    sure.hidden = false;
    no.focus();
  });
  const no = on(end, "keep", () => {
    sure.hidden = true;
    ask.focus();
  });
  on(end, "sure", () => {
    const gone = [forget(), forgetTheme()].every(Boolean);
    sure.hidden = true;
    close();
    show();
    if (!gone) here.textContent = NOT_KEPT;
    ask.focus();
  });
}

/**
 * @param {HTMLElement} box
 * @param {string} name
 * @param {() => void} act
 */
function on(box, name, act) {
  const button = /** @type {HTMLButtonElement} */ (box.querySelector(`[data-do=${name}]`));
  button.addEventListener("click", act);
  return button;
}

/** Has the browser save a text as a file. @param {string} text @param {string} name */
function save(text, name) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  // Not before the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** @param {Whole} whole */
function described({ progress, theme }) {
  const { seen, confident, review, questions, ticks, plans } = tally(progress);
  const states = questions ? `${counted(questions, "question")}: ${seen} seen, ${confident} confident, ${review} to review.` : "No question.";
  const done = ticks ? `${counted(ticks, "task")} ticked in ${counted(plans, "plan")}.` : "No task ticked.";
  return `${states} ${done} ${theme ? `Shown ${theme}.` : "Shown light or dark as your system asks."}`;
}

/** @param {number} number @param {string} name */
function counted(number, name) {
  return `${number} ${name}${number === 1 ? "" : "s"}`;
}

/**
 * Says what a file would change.
 *
 * @param {HTMLElement} preview
 * @param {Whole} here
 * @param {ProgressFile} file
 * @param {ReadonlyMap<string, string> | undefined} titles of questions, if they are known
 */
function fill(preview, here, file, titles) {
  const from = /** @type {HTMLElement} */ (preview.querySelector("[data-part=from]"));
  const other = file.site === root.href ? "" : ` It comes from another address, ${file.site}, and changes things here only where ids are the same.`;
  const unknown = titles ? strange(file.progress, new Set(titles.keys())).length : 0;
  const left = unknown ? ` ${counted(unknown, "question")} of the file ${unknown === 1 ? "is" : "are"} not in this handbook; what it says of ${unknown === 1 ? "it" : "them"} is kept.` : "";
  from.textContent = `The file was saved on ${file.saved}.${other}${left}`;

  const merge = difference(here, broughtIn(here, file, "merge"));
  const replace = difference(here, broughtIn(here, file, "replace"));
  const themed = (/** @type {typeof merge.theme} */ theme) => (theme === undefined ? "stays" : theme ?? "as the system asks");
  /** @type {[string, number | string, number | string][]} */
  const rows = [
    ["Questions that get a state", merge.questions.added, replace.questions.added],
    ["Questions whose state changes", merge.questions.changed, replace.questions.changed],
    ["Questions of which only the day changes", merge.questions.redated, replace.questions.redated],
    ["Questions that lose their state", merge.questions.removed, replace.questions.removed],
    ["Questions that stay as they are", merge.questions.same, replace.questions.same],
    ["Tasks that are ticked", merge.ticks.added, replace.ticks.added],
    ["Ticks of which only the day changes", merge.ticks.redated, replace.ticks.redated],
    ["Ticks that go away", merge.ticks.removed, replace.ticks.removed],
    ["Ticks that stay", merge.ticks.same, replace.ticks.same],
    ["Light or dark", themed(merge.theme), themed(replace.theme)],
  ];
  const body = /** @type {HTMLElement} */ (preview.querySelector("tbody"));
  body.replaceChildren(...rows.filter(([, one, two]) => one || two).map(([name, ...values]) => {
    const head = Object.assign(document.createElement("th"), { scope: "row", textContent: name });
    const row = document.createElement("tr");
    row.append(head, ...values.map((value) => Object.assign(document.createElement("td"), { textContent: String(value) })));
    return row;
  }));

  const details = /** @type {HTMLDetailsElement} */ (preview.querySelector("details"));
  const [summary, list] = details.children;
  const different = differing(here.progress, file.progress);
  details.hidden = !different.length;
  summary.textContent = `${counted(different.length, "question")} in another state here than in the file`;
  const told = (/** @type {Mark} */ { state, day }) => (day ? `${TITLES[state]} since ${day}` : TITLES[state]);
  const lines = different.slice(0, NAMED).map(({ id, here: one, file: two }) => `${titles?.get(id) ?? id}: here ${told(one)}, in the file ${told(two)}`);
  if (different.length > NAMED) lines.push(`and ${different.length - NAMED} more`);
  list.replaceChildren(...lines.map((textContent) => Object.assign(document.createElement("li"), { textContent })));
}
