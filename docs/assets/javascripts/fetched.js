// @ts-check
/**
 * JSON that was fetched, by address: coming back to a page fetches nothing.
 *
 * @module
 */

/** @type {Map<string, Promise<any>>} */
const answers = new Map();

/**
 * @param {string | undefined} address relative to the page
 * @returns {Promise<any>} what failed is asked for again the next time
 */
export function fetched(address) {
  const url = new URL(address ?? "", location.href).href;
  const known = answers.get(url);
  if (known) return known;
  const answer = fetch(url).then((response) => {
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  });
  answer.catch(() => answers.delete(url));
  answers.set(url, answer);
  return answer;
}
