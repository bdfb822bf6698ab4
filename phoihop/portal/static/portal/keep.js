/* Keeps the words of a form in this browser until they were received, for a day at most: a page that is closed, a dead
   battery or a broken network costs nothing. Names, telephone numbers and mail addresses are not kept. */
"use strict";
(() => {
  const PREFIX = "phoihop.public.";
  const LONGEST = 24 * 36e5;
  let store;
  try { store = window.localStorage; store.getItem(PREFIX); } catch (refused) { return; }
  for (const key of Object.keys(store)) {
    if (!key.startsWith(PREFIX)) continue;
    let kept = null;
    try { kept = JSON.parse(store.getItem(key)); } catch (broken) { kept = null; }
    if (!kept || Date.now() - kept.at > LONGEST) store.removeItem(key);
  }
  for (const done of document.querySelectorAll("[data-kept]")) store.removeItem(PREFIX + done.dataset.kept);
  const words = document.getElementById("keep");
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const area = form.querySelector("textarea");
    if (!area || !words) continue;
    const key = PREFIX + form.dataset.keep;
    const kept = store.getItem(key) ? JSON.parse(store.getItem(key)) : null;
    if (kept && kept.text && area.value === "") {
      area.value = kept.text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      const line = document.createElement("p");
      const drop = document.createElement("button");
      line.className = "draft";
      line.setAttribute("role", "status");
      line.append(words.dataset.restored + " ");
      drop.type = "button";
      drop.className = "link";
      drop.textContent = words.dataset.drop;
      drop.addEventListener("click", () => {
        area.value = "";
        store.removeItem(key);
        line.remove();
        area.dispatchEvent(new Event("input", { bubbles: true }));
        area.focus();
      });
      line.append(drop);
      area.insertAdjacentElement("beforebegin", line);
    }
    let later;
    area.addEventListener("input", () => {
      clearTimeout(later);
      later = setTimeout(() => {
        try {
          if (area.value.trim() === "") store.removeItem(key);
          else store.setItem(key, JSON.stringify({ text: area.value, at: Date.now() }));
        } catch (full) { store.removeItem(key); }
      }, 300);
    });
  }
})();
