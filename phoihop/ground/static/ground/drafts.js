/* Keeps what is typed into long fields in this browser, per person and page, for seven days. Unsent text comes back by itself
   and says so; text that was sent is only offered, because whether it arrived is known to the server alone. */
"use strict";
(() => {
  const PREFIX = "phoihop.draft.";
  const DAYS = 7;
  const words = document.getElementById("said");
  if (!words) return;
  let store;
  try { store = window.localStorage; store.getItem(PREFIX); } catch (refused) { return; }

  const read = (key) => { try { return JSON.parse(store.getItem(key)); } catch (broken) { return null; } };
  const write = (key, draft) => { try { store.setItem(key, JSON.stringify(draft)); } catch (full) { store.removeItem(key); } };
  const keyOf = (area) => PREFIX + [document.body.dataset.actor || "", area.form.getAttribute("action") || location.pathname, area.name].join("|");
  for (const key of Object.keys(store)) {
    if (!key.startsWith(PREFIX)) continue;
    const draft = read(key);
    if (!draft || Date.now() - draft.at > DAYS * 864e5) store.removeItem(key);
  }

  const say = (area, text, label, act) => {
    const line = document.createElement("p");
    const button = document.createElement("button");
    line.className = "draft";
    line.setAttribute("role", "status");
    line.append(text + " ");
    button.type = "button";
    button.className = "link";
    button.textContent = label;
    button.addEventListener("click", () => { act(); line.remove(); area.focus(); });
    line.append(button);
    area.insertAdjacentElement("beforebegin", line);
  };
  const time = (at) => { const d = new Date(at); return `${d.getHours()}.${String(d.getMinutes()).padStart(2, "0")}, ${d.getDate()}/${d.getMonth() + 1}`; };
  const put = (area, text) => { area.value = text; area.dispatchEvent(new Event("input", { bubbles: true })); };

  const mind = (area) => {
    if (!area.form || area.form.method !== "post" || !area.name || area.dataset.draft) return;
    area.dataset.draft = "on";
    const key = keyOf(area);
    const draft = read(key);
    if (draft && draft.text !== area.value && area.value === "") {
      const when = time(draft.at);
      if (draft.isSent) say(area, words.dataset.sent.replace("{time}", when), words.dataset.use, () => put(area, draft.text));
      else {
        area.value = draft.text;
        say(area, words.dataset.restored.replace("{time}", when), words.dataset.drop, () => { area.value = ""; store.removeItem(key); });
      }
    }
    let later;
    area.addEventListener("input", () => {
      clearTimeout(later);
      area.dataset.draft = "on";
      later = setTimeout(() => {
        if (area.dataset.draft === "sent") return;
        if (area.value === area.defaultValue || area.value.trim() === "") store.removeItem(key);
        else write(key, { text: area.value, at: Date.now() });
      }, 300);
    });
  };
  const areas = (root) => [...root.querySelectorAll("form textarea")];
  areas(document).forEach(mind);
  document.addEventListener("htmx:load", (event) => { if (event.target.querySelectorAll) areas(event.target).forEach(mind); });
  document.addEventListener("submit", (event) => {
    for (const area of areas(event.target.parentNode || document)) {
      if (area.form !== event.target || !area.dataset.draft || !area.value.trim()) continue;
      area.dataset.draft = "sent";
      write(keyOf(area), { text: area.value, at: Date.now(), isSent: true });
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || event.target.tagName !== "FORM") return;
    for (const area of event.target.querySelectorAll("textarea")) store.removeItem(keyOf(area));
  });
})();
