/**
 * `[data-similar]` beside a field shows what its text resembles: ten characters and half a second after the last key. It says so
 * politely, never takes the focus, and is quiet once somebody has said that theirs is different.
 */
import { parsed } from "./trusted.42384bcaaf.js";
import { say } from "./said.2ab95f21f9.js";

const place = /** @type {HTMLElement} */ (document.querySelector("[data-similar]"));
const field = /** @type {HTMLInputElement} */ (document.getElementById(place.dataset.field ?? ""));
const different = /** @type {HTMLInputElement | null} */ (field.form?.elements.namedItem("different"));
let asked = "";
let wait = 0;

/** What came, with its button working; it has been seen, so that sending asks no more. */
function ready() {
  const shown = /** @type {HTMLElement | null} */ (place.querySelector("[data-alike]"));
  const button = /** @type {HTMLElement | null} */ (place.querySelector("[data-different]"));
  if (!shown || !button) return;
  if (different) different.value = "1";
  button.hidden = false;
  button.addEventListener("click", () => {
    field.removeEventListener("input", later);
    place.replaceChildren();
    field.focus();
  });
}

async function ask() {
  const text = field.value.trim();
  if (text.length < 10 || text === asked) return;
  asked = text;
  try {
    const answer = await fetch(`${place.dataset.similar}&titel=${encodeURIComponent(text.slice(0, 100))}`);
    const fresh = answer.ok && !answer.redirected && parsed(await answer.text()).querySelector("[data-alike]");
    if (text !== asked || answer.redirected) return;
    place.replaceChildren(...(fresh ? [fresh] : []));
    ready();
    if (fresh) say(/** @type {HTMLElement} */ (fresh).dataset.alike ?? "");
  } catch {
    // No network: they are shown after sending.
  }
}

function later() {
  clearTimeout(wait);
  wait = setTimeout(ask, 500);
}

field.addEventListener("input", later);
if (place.querySelector("[data-alike]")) ready();
else later(); // somebody was quicker than this file, or their text was kept
