/* "Use my place": only when pressed, only once, and it can be taken back before sending. */
"use strict";
(() => {
  const box = document.getElementById("vi-tri");
  if (!box || !navigator.geolocation || !window.isSecureContext) return;
  const [locate, forget, said] = ["[data-locate]", "[data-forget]", "[role=status]"].map((what) => box.querySelector(what));
  const [north, east] = ["latitude", "longitude"].map((name) => box.querySelector(`input[name=${name}]`));
  const show = (words, has) => {
    said.textContent = words;
    forget.hidden = !has;
  };
  box.hidden = false;
  if (north.value) show(box.dataset.got, true);
  locate.addEventListener("click", () => {
    show(box.dataset.wait, false);
    navigator.geolocation.getCurrentPosition(
      (found) => {
        north.value = found.coords.latitude.toFixed(5);
        east.value = found.coords.longitude.toFixed(5);
        show(box.dataset.got, true);
      },
      () => show(box.dataset.refused, false),
      { timeout: 15000, maximumAge: 60000 },
    );
  });
  forget.addEventListener("click", () => {
    north.value = east.value = "";
    show("", false);
    locate.focus();
  });
})();
