/** Behaviours are found by their data attributes; a page fetches those that it has a use for, and works without them. */

const behaviours = {
  "[data-draft]": () => import("./draft.js"),
  "[data-errors]": () => import("./errors.js"),
  "[data-filter]": () => import("./filter.js"),
  "[data-key]": () => import("./keys.js"),
  "[data-lease]": () => import("./lease.js"),
  "[data-limit]": () => import("./limit.js"),
  "[data-menu]": () => import("./menu.js"),
  "[data-print]": () => import("./print.js"),
  "[data-share]": () => import("./share.js"),
  "[data-similar]": () => import("./similar.js"),
  "[data-swap]": () => import("./support.js"),
  "[data-undo]": () => import("./undo.js"),
  "[data-upload]": () => import("./upload.js"),
};

for (const [selector, load] of Object.entries(behaviours)) {
  if (document.querySelector(selector)) load();
}
