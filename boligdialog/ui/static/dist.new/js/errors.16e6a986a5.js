/** After a form came back: start reading at what is missing. */

const summary = /** @type {HTMLElement | null} */ (document.querySelector("[data-errors]"));
summary?.focus();
