/**
 * Keeps what is typed in a form with `data-draft`: every ten seconds on the server ("server"), and on this device when the
 * server cannot be reached or nobody is signed in ("device"). A kept text fills only its own page, and goes when it is sent.
 */

const EVERY = 10_000;
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-draft]"));
const line = /** @type {HTMLElement | null} */ (form.querySelector("[data-draft-line]"));
const key = `draft ${location.pathname}`;
let changed = false;

/** What is typed, without the fields that belong to one opening of the form. */
function typed() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && !["csrf_token", "once"].includes(name));
}

/** @param {string | undefined} words */
function say(words) {
  if (line && words && line.textContent !== words) line.textContent = words;
}

function keepHere() {
  try {
    localStorage.setItem(key, JSON.stringify(typed()));
    say(line?.dataset.kept);
  } catch {
    // A browser may refuse to store anything; the text is still in its fields.
  }
}

async function keep() {
  if (!changed) return;
  changed = false;
  if (form.dataset.draft !== "server") return keepHere();
  const body = new FormData(form);
  body.set("save_draft", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Draft": "1" }, keepalive: true });
    if (answer.status !== 204) throw new Error("not saved");
    localStorage.removeItem(key);
    say(line?.dataset.saved);
  } catch {
    keepHere();
  }
}

/** Fill empty fields with what this device kept. */
function restore() {
  let kept = [];
  try {
    kept = JSON.parse(localStorage.getItem(key) ?? "[]");
  } catch {
    return;
  }
  for (const [name, value] of kept) {
    const field = form.elements.namedItem(name);
    if ((field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) && !field.value) {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

restore();
form.addEventListener("input", () => (changed = true));
form.addEventListener("submit", () => {
  changed = false;
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
});
addEventListener("pagehide", keep);
setInterval(keep, EVERY);
