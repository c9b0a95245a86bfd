"""Draw the diagrams of the pages ahead, so that no reader's browser has to: docs/assets/diagrams.

    python3 scripts/diagrams.py          draws what has no drawing yet, and removes drawings that no page needs
    python3 scripts/diagrams.py --all    draws all of them anew, after Mermaid was renewed or a size below changed

Needs a browser, as the tests do. A diagram that is not drawn ahead is still drawn, in the reader's browser.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import _environment

# `test` is the command beside this one: the interpreter puts this folder before its own library.
import test as suite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.sync_api import Page

sys.path.insert(0, str(_environment.ROOT / "hooks"))

MERMAID = "assets/vendor/mermaid/mermaid.min.js"
STYLE = "assets/stylesheets/handbook.css"

# Letters a little smaller than the text around, and little space between: a telephone is narrow.
SETTINGS = {
    "startOnLoad": False,
    "theme": "base",
    "htmlLabels": False,
    "fontFamily": '"IBM Plex Sans", "Plex in Arial"',
    "fontSize": 15,
    "themeVariables": {"fontSize": "15px"},
    "flowchart": {"htmlLabels": False, "nodeSpacing": 26, "rankSpacing": 34, "padding": 11, "wrappingWidth": 150},
    "sequence": {
        "mirrorActors": False,
        "width": 110,
        "height": 42,
        "actorMargin": 36,
        "messageMargin": 30,
        "diagramMarginX": 2,
        "diagramMarginY": 2,
        "wrap": False,
        **{f"{what}FontSize": 15 for what in ("actor", "message", "note")},
    },
}

# Draws a block, and takes from Mermaid's drawing what a plain one needs: shapes where they stand, the text line by line
# where its lines begin, and a class for each colour. Returns [name, attributes, children, text].
DRAW = r"""async ({ id, code, shapes }) => {
  await document.fonts.load("15px 'IBM Plex Sans'");
  const { svg } = await mermaid.render("m", code);
  document.body.innerHTML = svg;
  const root = document.querySelector("svg");
  const short = (n) => String(Math.round(Number(n) * 10) / 10 || 0);
  const rounded = (text) => text.replace(/-?\d*\.?\d+(?:e-?\d+)?/gi, short);
  const has = (element, selector) => element.closest(selector) !== null;
  const markers = new Map();

  // The ends of an edge: each kind of marker once, with a name that is this diagram's own.
  const marker = (value) => {
    const found = document.getElementById(value.replace(/^url\(["']?#|["']?\)$/g, ""));
    if (!found) return undefined;
    if (!markers.has(found.id)) markers.set(found.id, [`${id}-${markers.size}`, found]);
    return `url(#${markers.get(found.id)[0]})`;
  };

  // How much of a letter's cell is above its base line.
  const ruler = new OffscreenCanvas(1, 1).getContext("2d");
  ruler.font = "15px 'IBM Plex Sans'";
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = ruler.measureText("x");
  const rise = above / (above + below);

  const kind = (element) => {
    if (has(element, "marker")) return "head";
    if (has(element, ".cluster, .clusters")) return "group";
    if (has(element, ".edgeLabel, .edgeLabels, .labelBkg")) return "ground";
    if (has(element, ".note, .labelBox")) return "note";
    if (has(element, ".actor-line, .loopLine")) return "life";
    if (has(element, ".sequenceNumber")) return "number";
    if (has(element, ".flowchart-link, .messageLine0, .messageLine1")) return "edge";
    return "node";
  };

  const plain = (element) => {
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden") return [];
    const tag = element.tagName;
    if (["defs", "style", "marker", "symbol", "filter", "linearGradient", "title", "desc"].includes(tag)) return [];
    if (tag === "text") return lines(element);
    const attributes = {};
    const transform = element.getAttribute("transform");
    if (transform && !/^translate\(\s*0\s*[, ]\s*0\s*\)$/.test(transform)) attributes.transform = rounded(transform);
    if (tag === "g" || tag === "svg") {
      const children = [...element.children].flatMap(plain);
      return children.length && attributes.transform ? [["g", attributes, children, ""]] : children;
    }
    if (!shapes[tag]) throw new Error(`this draws no ${tag}`);
    for (const { name, value } of element.attributes) {
      if (!shapes[tag].includes(name) || ["class", "transform"].includes(name)) continue;
      const end = name.startsWith("marker-") ? marker(value) : rounded(value);
      if (end) attributes[name] = end;
    }
    for (const end of ["marker-start", "marker-end"]) {
      if (attributes[end] || style[end] === "none" || !style[end]) continue;
      attributes[end] = marker(style[end]) ?? "";
      if (!attributes[end]) delete attributes[end];
    }
    if (tag === "rect" && !(Number(attributes.width) && Number(attributes.height))) return [];
    const classes = [kind(element)];
    if (classes[0] === "edge" || classes[0] === "life") {
      if (style.strokeDasharray !== "none" && parseFloat(style.strokeDasharray)) classes.push("dotted");
      if (parseFloat(style.strokeWidth) > 3) classes.push("thick");
    }
    attributes.class = classes.join(" ");
    return [[tag, attributes, [], ""]];
  };

  // A line of text at the place where its first letter stands: `dy` and the rest are gone.
  const lines = (text) => {
    const rows = [...text.querySelectorAll(":scope > tspan")];
    return (rows.length ? rows : [text]).flatMap((row) => {
      const words = row.textContent.replace(/\s+/g, " ").trim();
      if (!words) return [];
      const start = row.getStartPositionOfChar(0), cell = row.getExtentOfChar(0);
      const end = row.getEndPositionOfChar(row.getNumberOfChars() - 1);
      const middle = getComputedStyle(row).textAnchor === "middle";
      const attributes = { x: short(middle ? (start.x + end.x) / 2 : start.x), y: short(cell.y + cell.height * rise) };
      const own = text.getAttribute("transform");
      if (own) attributes.transform = rounded(own);
      const classes = [middle ? "" : "start", has(text, ".sequenceNumber") ? "number" : ""].filter(Boolean);
      if (classes.length) attributes.class = classes.join(" ");
      return [["text", attributes, [], words]];
    });
  };

  // Without a second row of actors, Mermaid's life lines go on for ever.
  const lives = [...root.querySelectorAll(".actor-line")];
  for (const life of lives) life.setAttribute("y2", life.getAttribute("y1"));
  const box = root.getBBox();
  for (const life of lives) life.setAttribute("y2", String(box.y + box.height + 8));

  const drawn = [...root.children].flatMap(plain);
  const ends = [...markers.values()].map(([name, element]) => {
    const attributes = { id: name };
    for (const key of ["refX", "refY", "markerWidth", "markerHeight", "viewBox"]) {
      if (element.hasAttribute(key)) attributes[key] = rounded(element.getAttribute(key));
    }
    for (const key of ["orient", "markerUnits"]) {
      if (element.hasAttribute(key)) attributes[key] = element.getAttribute(key);
    }
    return ["marker", attributes, [...element.children].flatMap(plain), ""];
  });
  const edge = 3;
  const left = box.x - edge, top = box.y - edge;
  const width = Math.ceil(box.width + 2 * edge), height = Math.ceil(box.height + 2 * edge + (lives.length ? 8 : 0));
  const said = ["title", "desc"].map((name) => root.querySelector(`:scope > ${name}`)?.textContent.trim() ?? "");
  if (!said[0] || !said[1]) throw new Error("accTitle or accDescr is missing");
  return ["svg", {
    role: "img",
    "aria-labelledby": `${id}-title ${id}-desc`,
    viewBox: `${short(left)} ${short(top)} ${width} ${height}`,
    width: String(width),
    height: String(height),
  }, [
    ["title", { id: `${id}-title` }, [], said[0]],
    ["desc", { id: `${id}-desc` }, [], said[1]],
    ...(ends.length ? [["defs", {}, ends, ""]] : []),
    ...drawn,
  ], ""];
}"""


def main(arguments: Sequence[str], root: Path = _environment.ROOT) -> int:
    """Draw and remove; returns the exit status, 1 if a diagram cannot be drawn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="also what is drawn already")
    anew = parser.parse_args(arguments).all
    wanted = diagrams_of(root / "docs")
    folder = root / "docs" / "assets" / "diagrams"
    there = {file.name: file for file in folder.glob("*.svg")}
    for name in sorted(there.keys() - wanted.keys()):
        there[name].unlink()
        print(f"removed {there[name].relative_to(root)}: no page has this diagram any more")
    missing = {name: code for name, code in wanted.items() if anew or name not in there}
    folder.mkdir(parents=True, exist_ok=True)
    status = draw(missing, root / "docs", folder) if missing else 0
    print(f"{len(wanted)} diagrams, {len(missing)} drawn now.")
    return status


def diagrams_of(docs: Path) -> dict[str, str]:
    """The text of every diagram of the pages, by the name of the file for its drawing."""
    from kb import diagrams
    from kb.files import read_tree
    from kb.scan import scan

    documents = read_tree(docs)[0]
    pages = (scan(document)[0] for document in documents if document.path.endswith(".md"))
    return {f"{diagrams.name(fence.code)}.svg": fence.code for page in pages for fence in diagrams.blocks(page)}


def draw(codes: Mapping[str, str], docs: Path, folder: Path) -> int:
    """Draw each into the folder; 1 if one cannot be drawn, after saying why."""
    from playwright.sync_api import Error, sync_playwright

    from kb import diagrams

    shapes = {name: list(attributes) for name, attributes in diagrams.ELEMENTS.items()}
    status = 0
    with sync_playwright() as playwright:
        program = suite.browser(_environment.python_of(_environment.ROOT), os.environ)
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=options)
        page = prepared(browser.new_page(), docs)
        for name, code in codes.items():
            try:
                given = {"id": f"d{name.removesuffix('.svg')}", "code": code, "shapes": shapes}
                drawing = element(page.evaluate(DRAW, given))
                found = list(diagrams.faults(drawing))
            except Error as error:
                found = [str(error)]
            if found:
                print(f"{name} cannot be drawn: {'; '.join(found)}\n{code}\n", file=sys.stderr)
                status = 1
            else:
                (folder / name).write_text(diagrams.written(drawing), encoding="utf-8")
        browser.close()
    return status


def prepared(page: Page, docs: Path) -> Page:
    """A page that has Mermaid and the handbook's letters, and can reach nothing else."""
    host = "http://handbook.invalid/"

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(host)
        if path:
            route.fulfill(path=docs / path)
        else:
            route.fulfill(content_type="text/html", body=f'<!doctype html><link rel="stylesheet" href="{STYLE}">')

    page.route("**/*", answer)
    page.goto(host)
    page.add_script_tag(url=f"{host}{MERMAID}")
    page.evaluate("settings => mermaid.initialize(settings)", SETTINGS)
    return page


def element(drawn: Any) -> Any:
    """What the page has drawn, as an element of `kb.diagrams`."""
    from kb.diagrams import Element

    name, attributes, children, text = drawn
    return Element(name, attributes, [element(child) for child in children], text)


if __name__ == "__main__":
    _environment.enter(_environment.DEVELOPMENT)
    sys.exit(main(sys.argv[1:]))
