/** Browsers that cannot keep a fold open by CSS (`::details-content`) get the filters opened beside the cards on wide screens. */

if (!CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(min-width: 900px)");
  for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details[data-filter]"))) {
    const chosen = fold.open;
    const fit = () => {
      fold.open = wide.matches || chosen;
    };
    wide.addEventListener("change", fit);
    fit();
  }
}
