/** Fields with `data-limit` tell how many characters are left; nothing is cut off while somebody types. */

/** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */
const fields = document.querySelectorAll("[data-limit]");

for (const field of fields) {
  const line = document.getElementById(`${field.id}-limit`);
  if (line) {
    const sentence = line.textContent;
    const update = () => {
      const left = Number(field.dataset.limit) - Array.from(field.value).length;
      const words = line.dataset[left < 0 ? "over" : "left"] ?? "";
      const one = line.dataset[left < 0 ? "overOne" : "leftOne"] ?? words;
      line.textContent = field.value ? (Math.abs(left) === 1 ? one : words).replace("#", String(Math.abs(left))) : sentence;
      line.classList.toggle("limit--over", left < 0);
    };
    field.addEventListener("input", update);
    if (field.value) update();
  }
}
