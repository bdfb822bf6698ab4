/* Keyboard shortcuts: "g" and a letter opens a part of the menu, "/" goes to the search or filter field, "?" shows the list.
   They may be switched off (WCAG 2.1.4); the choice stays in this browser. */
"use strict";
(() => {
  const GO = {
    h: "/lam-viec/", b: "/lam-viec/nghia-vu/", c: "/lam-viec/chuong-trinh/", k: "/lam-viec/ke-hoach/", v: "/lam-viec/van-de/",
    q: "/lam-viec/quy-che/", d: "/lam-viec/cong-van/", i: "/lam-viec/hop-thu/", t: "/lam-viec/to-chuc/", s: "/lam-viec/so-cai/",
  };
  const OFF = "phoihop.keys.off";
  const dialog = document.getElementById("keys");
  if (!dialog || !dialog.showModal) return;
  const box = dialog.querySelector("input");
  const field = () => document.querySelector("[data-find], .find input");
  const link = (letter) => GO[letter] && document.querySelector(`.nav a[href="${GO[letter]}"]`);
  const remember = (isOff) => { try { localStorage.setItem(OFF, isOff ? "1" : ""); } catch (refused) { box.disabled = true; } };
  const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch (refused) { return false; } };

  const list = dialog.querySelector("dl");
  const line = (keys, words) => {
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    for (const key of keys) { const kbd = document.createElement("kbd"); kbd.textContent = key; dt.append(kbd, " "); }
    dd.textContent = words;
    list.append(dt, dd);
  };
  for (const letter of Object.keys(GO)) {
    const to = link(letter);
    if (to) line(["g", letter], to.dataset.label || to.textContent.trim());
  }
  if (field()) line(["/"], dialog.dataset.find);
  line(["?"], dialog.dataset.list);
  box.checked = !isOff();
  box.addEventListener("change", () => remember(!box.checked));
  for (const button of document.querySelectorAll("[data-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }

  let isGoing = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isOff() || dialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const wasGoing = isGoing;
    isGoing = false;
    if (wasGoing && link(event.key)) { event.preventDefault(); link(event.key).click(); }
    else if (event.key === "g") { isGoing = true; setTimeout(() => { isGoing = false; }, 1500); }
    else if (event.key === "/" && field()) { event.preventDefault(); field().focus(); field().select(); }
    else if (event.key === "?") { event.preventDefault(); dialog.showModal(); }
  });
})();
