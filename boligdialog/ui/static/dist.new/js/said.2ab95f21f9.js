/**
 * Say something to those who listen instead of looking.
 *
 * @param {string} text
 */
export function say(text) {
  const place = document.getElementById("said");
  if (place) place.textContent = text;
}
