/**
 * Forms with `data-swap="key"` are sent quietly, and the block `[data-block="key"]` of the answer takes the place of the
 * old one. Whatever goes wrong (no network, signed out, another page), the form is sent the plain way.
 */
import { parsed } from "./trusted.42384bcaaf.js";
import { say } from "./said.2ab95f21f9.js";

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const key = form.dataset.swap;
  const old = key && form.closest(`[data-block="${key}"]`);
  if (!old) return;
  event.preventDefault();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Block": key } });
    const fresh = answer.ok && parsed(await answer.text()).querySelector(`[data-block="${key}"]`);
    if (!fresh) throw new Error("no block");
    old.replaceWith(fresh);
    const next = /** @type {HTMLElement | null} */ (fresh.querySelector("button, a"));
    next?.focus();
    say(/** @type {HTMLElement} */ (fresh).innerText);
  } catch {
    form.submit();
  }
});
