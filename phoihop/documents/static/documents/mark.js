/* Picks passages to be made black by selecting them in the text of a page. Without this, strings are typed. */
"use strict";
(() => {
  const form = document.querySelector("form[data-mark]");
  const pages = [...document.querySelectorAll("pre[data-page]")];
  if (!form || !pages.length) return;
  const tools = form.querySelector("[data-tools]");
  const spans = JSON.parse(form.elements.spans.value || "[]");
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.className = "btn2";
  button.textContent = form.dataset.label;
  tools.append(button, " ", told);
  tools.hidden = false;

  const offset = (page, node, at) => {
    const range = document.createRange();
    range.setStart(page, 0);
    range.setEnd(node, at);
    return [...range.toString()].length;
  };
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const page = pages.find((one) => one.contains(range.startContainer) && one.contains(range.endContainer));
    if (!page) return;
    const start = offset(page, range.startContainer, range.startOffset);
    const end = offset(page, range.endContainer, range.endOffset);
    spans.push([Number(page.dataset.page), start, end]);
    const mark = document.createElement("mark");
    mark.className = "black";
    mark.append(range.extractContents());
    range.insertNode(mark);
    selection.removeAllRanges();
    form.elements.spans.value = JSON.stringify(spans);
    told.textContent = form.dataset.marked.replace("{count}", String(spans.length));
  });
})();
