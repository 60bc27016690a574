/**
 * Keys of the moderator's desk: a button or link with `data-key="V"` is pressed by V, never while somebody types. They can be turned off
 * (`data-keys-switch`), for those who speak to their computer; this browser remembers it.
 */

const OFF = "keys-off";
const areOff = () => localStorage.getItem(OFF) !== null;

document.addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (areOff() || event.ctrlKey || event.metaKey || event.altKey || at.closest("input, textarea, select, [contenteditable]")) return;
  const key = event.key.toUpperCase();
  if (!/^[A-ZÆØÅ]$/.test(key)) return;
  const target = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${key}"]`));
  if (target) {
    event.preventDefault();
    target.click();
  }
});

const toggle = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-keys-switch]"));
if (toggle) {
  const words = [toggle.textContent ?? "", toggle.dataset.keysSwitch ?? ""];
  const show = () => {
    toggle.textContent = words[Number(areOff())];
    toggle.hidden = false;
  };
  toggle.addEventListener("click", () => {
    if (areOff()) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    show();
  });
  show();
}
