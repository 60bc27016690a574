/** Fields with `data-limit` tell how many characters are left; nothing is cut off while somebody types. */

/** @param {HTMLInputElement | HTMLTextAreaElement} field */
function update(field) {
  const line = document.getElementById(`${field.id}-limit`);
  if (!line) return;
  line.dataset.empty ??= line.textContent ?? "";
  const left = Number(field.dataset.limit) - Array.from(field.value).length;
  const words = line.dataset[left < 0 ? "over" : "left"] ?? "";
  const one = line.dataset[left < 0 ? "overOne" : "leftOne"] ?? words;
  line.textContent = field.value ? (Math.abs(left) === 1 ? one : words).replace("#", String(Math.abs(left))) : line.dataset.empty;
  line.classList.toggle("limit--over", left < 0);
}

document.addEventListener("input", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.dataset.limit) update(field);
});

for (const field of document.querySelectorAll("[data-limit]")) {
  const typed = /** @type {HTMLInputElement} */ (field);
  if (typed.value) update(typed);
}
