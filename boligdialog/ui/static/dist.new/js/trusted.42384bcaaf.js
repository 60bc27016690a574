/**
 * The one place where text becomes a document. The policy's name is the only one the browser lets us create
 * (`trusted-types boligdialog`); what comes in is always an answer of our own server.
 */

/** @type {{ createHTML(text: string): any, createScriptURL(url: string): any }} */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("boligdialog", {
  createHTML: (/** @type {string} */ text) => text,
  createScriptURL: (/** @type {string} */ url) => {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError("Only our own scripts.");
    return url;
  },
}) ?? { createHTML: (text) => text, createScriptURL: (url) => url };

/**
 * @param {string} html a page or a part of one, as our server sent it
 * @returns {Document}
 */
export const parsed = (html) => new DOMParser().parseFromString(policy.createHTML(html), "text/html");

/**
 * @param {string} url of a script on this site, such as the service worker
 * @returns {any}
 */
export const ownScript = (url) => policy.createScriptURL(url);
