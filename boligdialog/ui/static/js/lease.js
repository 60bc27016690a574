/**
 * `data-lease="/koe/7/tag"` on a case that one reads: it is taken quietly when the page opens, again every two minutes while somebody
 * looks at it, and left when the page is left. Nothing is lost without it: a lease ends by itself, and there is a button.
 */
import { parsed } from "./trusted.js";

const place = /** @type {HTMLElement} */ (document.querySelector("[data-lease]"));
const { lease: address, leave } = /** @type {{ lease: string, leave: string }} */ (/** @type {any} */ (place.dataset));
const token = () => {
  const body = new FormData();
  body.set("csrf_token", /** @type {HTMLInputElement} */ (document.querySelector("input[name=csrf_token]")).value);
  return body;
};

const take = async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(address, { method: "POST", body: token(), headers: { "X-Block": "lease" } });
    const old = document.querySelector('[data-block="lease"]');
    const fresh = answer.ok && parsed(await answer.text()).querySelector('[data-block="lease"]');
    if (old && fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
  } catch {
    // Without a network there is nothing to take; the decision itself says what has happened.
  }
};

take();
setInterval(take, 120_000);
document.addEventListener("visibilitychange", take);
addEventListener("pagehide", () => navigator.sendBeacon(leave, token()));
