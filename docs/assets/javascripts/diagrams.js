// @ts-check
/**
 * Diagrams, drawn by our own copy of Mermaid (assets/vendor/mermaid). Material draws every block of the class
 * `mermaid`, in colours that follow the scheme, and would fetch Mermaid from another host if there were none. So it
 * finds this stand-in, which fetches ours (1 MB compressed) once a diagram comes near the screen, and not before.
 *
 * @module
 */

/**
 * @typedef {object} Mermaid
 * @property {(config: { themeCSS?: string }) => void} initialize
 * @property {(id: string, text: string) => Promise<{ svg: string }>} render
 */

const SOURCE = new URL("../vendor/mermaid/mermaid.min.js", import.meta.url).href;

/** How far from the screen a diagram is when it is drawn: about what is scrolled while Mermaid loads. */
const NEAR = "600px";

/**
 * What Material's colours for Mermaid miss in the version that we have: life lines and arrow heads. `!important`,
 * since Mermaid itself writes them with two ids.
 */
const STYLE = `
  .actor-line { stroke: var(--md-mermaid-sequence-actor-line-color) !important; stroke-width: 1px !important; }
  [id$=arrowhead] path, [id$=crosshead] path, [id$=filled-head] path {
    fill: var(--md-mermaid-sequence-message-line-color) !important;
    stroke: var(--md-mermaid-sequence-message-line-color) !important;
  }
`;

/** The smallest scale at which a diagram's text can be read; below it, its box scrolls. */
const SMALLEST = 0.72;

export function diagrams() {
  /** @type {{ themeCSS?: string }} */
  let config = {};
  /** @type {Promise<Mermaid> | undefined} */
  let loading;
  const load = () => loading ??= fetched(SOURCE).then((mermaid) => {
    // The script has put itself where the stand-in was; but the next diagram is to wait its turn as well.
    Object.assign(globalThis, { mermaid: standIn });
    mermaid.initialize(config);
    return mermaid;
  }, (fault) => {
    loading = undefined; // tried again by the next diagram
    throw fault;
  });
  /** @type {Mermaid} */
  const standIn = {
    initialize: (given) => {
      config = { ...given, themeCSS: `${given.themeCSS ?? ""}${STYLE}` };
    },
    render: async (id, text) => {
      await near(text);
      const drawn = await (await load()).render(id, text);
      return { ...drawn, svg: readable(drawn.svg) };
    },
  };
  Object.assign(globalThis, { mermaid: standIn });
}

/**
 * Resolves when the block with this text is near the screen. One in a closed answer is not.
 *
 * @param {string} text
 * @returns {Promise<void>}
 */
function near(text) {
  const block = [...document.querySelectorAll("pre.mermaid:not([data-seen])")].find((b) => b.textContent === text);
  if (!block) return Promise.resolve();
  block.setAttribute("data-seen", "");
  return new Promise((resolve) => {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      resolve();
    }, { rootMargin: NEAR });
    watcher.observe(block);
    addEventListener("beforeprint", () => resolve(), { once: true });
  });
}

/** @param {string} svg */
function readable(svg) {
  return svg.replace(/max-width: ([\d.]+)px;/, (whole, width) => `${whole} min-width: ${Math.round(width * SMALLEST)}px;`);
}

/**
 * @param {string} source
 * @returns {Promise<Mermaid>}
 */
function fetched(source) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: source });
    script.onload = () => resolve(/** @type {any} */ (globalThis).mermaid);
    script.onerror = () => reject(new Error(`${source} could not be loaded`));
    document.head.append(script);
  });
}
