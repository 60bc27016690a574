/** A button with `data-share` shares an address, or copies it and says so with its `data-done`. Hidden until it works. */
import { say } from "./said.2ab95f21f9.js";

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-share]"))) {
  const url = new URL(button.dataset.share || "", location.href).href;
  button.hidden = !(navigator.share || navigator.clipboard);
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) {
        await navigator.share({ title: document.title, url });
      } else {
        await navigator.clipboard.writeText(url);
        const words = button.querySelector("span") ?? button;
        words.textContent = button.dataset.done ?? "";
        say(words.textContent);
      }
    } catch {
      // Somebody changed their mind, or the browser said no: the address is still in the address line.
    }
  });
}
