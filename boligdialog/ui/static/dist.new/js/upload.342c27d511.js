/**
 * A form with `[data-upload]` tells how far its picture has come, and the `[data-block]` of the answer takes the place of the
 * old one. The line's attributes are the sentences, and the most bytes. What was typed stays, whatever goes wrong.
 */
import { parsed } from "./trusted.42384bcaaf.js";
import { say } from "./said.2ab95f21f9.js";

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const line = /** @type {HTMLElement | null} */ (form.querySelector("[data-upload]"));
  const old = /** @type {HTMLElement | null} */ (form.closest("[data-block]"));
  if (!line || !old || !form.contains(event.submitter)) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  const words = line.dataset;
  const chosen = fileOf(form).files;
  if ((chosen?.[0]?.size ?? 0) > Number(words.upload)) return tell(line, words.large, true);
  form.dataset.busy = "yes";
  const request = new XMLHttpRequest();
  const fail = () => {
    delete form.dataset.busy;
    tell(line, request.status === 413 ? words.large : words.failed, true);
  };
  request.upload.onprogress = ({ loaded, total }) => tell(line, words.sending?.replace("#", String(Math.round((100 * loaded) / total))));
  request.upload.onload = () => tell(line, words.drawing, true);
  request.onerror = fail;
  request.onload = () => {
    const fresh = parsed(request.responseText).querySelector(`[data-block="${old.dataset.block}"]`);
    if (!fresh) return fail();
    if (!fresh.querySelector("[data-upload]")) return location.assign(request.responseURL); // that was the last one
    old.replaceWith(fresh);
    const wrong = /** @type {HTMLElement | null} */ (fresh.querySelector("[data-errors]"));
    if (wrong && !fresh.querySelector(".form-error [type=file]")) fileOf(fresh).files = chosen;
    if (!wrong) say(words.done ?? "");
    (wrong ?? /** @type {HTMLElement | null} */ (fresh.querySelector(".photos li:last-child a")))?.focus();
  };
  request.open("POST", form.action);
  request.send(new FormData(form));
});

/**
 * @param {Element} place
 * @returns {HTMLInputElement}
 */
const fileOf = (place) => /** @type {HTMLInputElement} */ (place.querySelector("[type=file]"));

/**
 * @param {HTMLElement} line
 * @param {string} [words]
 * @param {boolean} [aloud] also to those who listen
 */
function tell(line, words = "", aloud = false) {
  line.hidden = false;
  line.textContent = words;
  if (aloud) say(words);
}
