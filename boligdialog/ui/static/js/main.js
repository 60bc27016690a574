/** All behaviours of the pages. Each is found by its data attributes and improves a page that works without it. */
import "./errors.js";
import "./filter.js";
import "./keys.js";
import "./limit.js";
import "./menu.js";
import "./print.js";
import "./share.js";
import "./support.js";
