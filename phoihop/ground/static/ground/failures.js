/* Says so when a part of the page could not be sent or fetched. Refusals (403, 404, 409, 422, 429) are
   pages of their own and are swapped in: see htmx-config in the head. */
"use strict";
(() => {
  const said = document.getElementById("said");
  if (!said) return;
  const say = (text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = said.dataset.shut;
    button.addEventListener("click", () => said.replaceChildren());
    said.replaceChildren(text + " ", button);
  };
  document.addEventListener("htmx:sendError", () => say(said.dataset.offline));
  document.addEventListener("htmx:timeout", () => say(said.dataset.offline));
  document.addEventListener("htmx:responseError", () => say(said.dataset.broken));
})();
