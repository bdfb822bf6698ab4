/* Says while one types how many characters are left, or by how many the text is too long. The server says it too. */
"use strict";
(() => {
  for (const line of document.querySelectorAll("[data-count]")) {
    const area = document.getElementById(line.dataset.count);
    if (!area) continue;
    const most = Number(area.dataset.most);
    const show = () => {
      const length = [...area.value.trim().normalize("NFC")].length;
      const left = most - length;
      line.hidden = false;
      line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", Math.abs(left).toLocaleString("vi"));
      line.classList.toggle("err", left < 0);
      line.setAttribute("role", left < 50 ? "status" : "presentation");
    };
    area.addEventListener("input", show);
    show();
  }
})();
