/* The account sheet shuts on Escape (focus goes back to what opened it) and on a click elsewhere. */
"use strict";
(() => {
  const open = () => document.querySelectorAll("details.me[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const details of open()) {
      const hadFocus = details.contains(document.activeElement);
      details.open = false;
      if (hadFocus) details.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const details of open()) if (!details.contains(event.target)) details.open = false;
  });
})();
