/* Shows the print buttons; tables behind pictures and explanations are open on paper and as before afterwards. */
"use strict";
(() => {
  let opened = [];
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.alt:not([open]), details.page-why:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
})();
