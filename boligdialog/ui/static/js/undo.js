/** `data-undo="10"` goes away after so many seconds: by then it cannot be undone any more. Not while the focus is in it. */

const offer = /** @type {HTMLElement} */ (document.querySelector("[data-undo]"));

setTimeout(() => {
  if (!offer.contains(document.activeElement)) offer.remove();
}, Number(offer.dataset.undo) * 1000);
