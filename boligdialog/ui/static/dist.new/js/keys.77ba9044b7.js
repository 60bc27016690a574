/** Keys of the moderator's desk: a button or link with `data-key="V"` is pressed by V, never while somebody types. */

document.addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || at.closest("input, textarea, select, [contenteditable]")) return;
  const key = event.key.toUpperCase();
  if (!/^[A-ZÆØÅ]$/.test(key)) return;
  const target = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${key}"]`));
  if (target) {
    event.preventDefault();
    target.click();
  }
});
