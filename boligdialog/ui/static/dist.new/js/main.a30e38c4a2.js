/** Behaviours are found by their data attributes; a page fetches those that it has a use for, and works without them. */

const behaviours = {
  "[data-draft]": () => import("./draft.9d436ca112.js"),
  "[data-errors]": () => import("./errors.16e6a986a5.js"),
  "[data-filter]": () => import("./filter.b8d9cb1e5d.js"),
  "[data-key]": () => import("./keys.77ba9044b7.js"),
  "[data-limit]": () => import("./limit.74fee0467c.js"),
  "[data-menu]": () => import("./menu.86dccd60e7.js"),
  "[data-print]": () => import("./print.98c286a710.js"),
  "[data-share]": () => import("./share.29ee41c6a0.js"),
  "[data-similar]": () => import("./similar.66e1738dfe.js"),
  "[data-swap]": () => import("./support.dca1150f13.js"),
  "[data-upload]": () => import("./upload.342c27d511.js"),
};

for (const [selector, load] of Object.entries(behaviours)) {
  if (document.querySelector(selector)) load();
}
