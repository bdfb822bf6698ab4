/* "Why?" beside a date opens its explanation in its place, once fetched from its own door; Escape or a click elsewhere shuts it.
   With a modifier key, or when the fetch fails, the link stays a link. */
"use strict";
(() => {
  const shut = (link) => {
    link.setAttribute("aria-expanded", "false");
    link.nextElementSibling.hidden = true;
  };
  const open = () => document.querySelectorAll('.due > a[aria-expanded="true"]');
  const show = async (link) => {
    let panel = link.nextElementSibling;
    if (!panel) {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) { location.assign(link.href); return; }
      if (link.nextElementSibling) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      panel = document.createElement("div");
      panel.className = "why";
      panel.append(...part.childNodes);
      link.after(panel);
    }
    panel.hidden = false;
    link.setAttribute("aria-expanded", "true");
  };
  document.addEventListener("click", (event) => {
    for (const link of open()) if (!link.parentNode.contains(event.target)) shut(link);
    const link = event.target.closest(".due > a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-expanded") === "true") shut(link);
    else show(link).catch(() => location.assign(link.href));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const link of open()) {
      const hadFocus = link.parentNode.contains(document.activeElement);
      shut(link);
      if (hadFocus) link.focus();
    }
  });
})();
