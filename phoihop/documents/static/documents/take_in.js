/* Sends the chosen files one by one, so that each has its answer as soon as it was read, and a break loses nothing: what
   was taken in is known to the server, and sending it again makes no second copy. Without this the form sends all at once. */
"use strict";
(() => {
  const form = document.querySelector("form[data-take-in]");
  if (!form || !window.fetch || !window.FormData) return;
  const input = form.elements.files;
  const place = form.querySelector("[data-progress]");
  const words = place.querySelector("[data-words]");
  const bar = place.querySelector("progress");
  const list = place.querySelector("[data-results]");
  const button = form.querySelector("button.btn");
  const done = new Set();
  const STOPS = [401, 403, 500, 502, 503, 504];  // no use in sending the next one
  let taken = 0;

  const keyOf = (file) => [file.webkitRelativePath || file.name, file.size, file.lastModified].join("|");
  const say = (text, values) => { words.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name]); };

  if ("webkitdirectory" in input) {
    const label = document.createElement("label");
    const folder = document.createElement("input");
    label.className = "pick";
    folder.type = "checkbox";
    folder.addEventListener("change", () => { input.webkitdirectory = folder.checked; input.value = ""; });
    label.append(folder, " " + form.dataset.folder);
    input.insertAdjacentElement("afterend", label);
  }
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });

  const send = async (file) => {
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file, file.webkitRelativePath || file.name);
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (response.redirected || STOPS.includes(response.status)) throw new Error(String(response.status));
    const text = await response.text();
    if (response.headers.has("HX-Retarget")) tell(file.name, text);
    else list.insertAdjacentHTML("beforeend", text);
    if (response.ok) done.add(keyOf(file));
    if (list.lastElementChild && list.lastElementChild.querySelector('a[href*="/VB-"]')) taken += 1;
  };
  /* A file the house would not even read, as too large ones: the sentence of the stop page, with the file's name. */
  const tell = (name, html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const item = document.createElement("li");
    item.className = "pad flow";
    for (const [tag, text] of [["b", name], ["p", (page.querySelector(".stop h1 + p") || page.body).textContent]]) {
      const part = document.createElement(tag);
      part.textContent = text;
      item.append(part);
    }
    list.append(item);
  };

  form.addEventListener("submit", async (event) => {
    if (!input.files.length || !form.elements.declared.checked) return;
    event.preventDefault();
    const files = [...input.files];
    const left = files.filter((file) => !done.has(keyOf(file)));
    place.hidden = false;
    button.disabled = true;
    bar.max = files.length;
    for (const file of left) {
      bar.value = files.length - left.length + left.indexOf(file);
      say(form.dataset.reading, { name: file.name, done: bar.value, all: files.length });
      try { await send(file); } catch (broken) {
        say(form.dataset.broken, { name: file.name });
        button.disabled = false;
        return;
      }
    }
    bar.value = files.length;
    say(form.dataset.finished, { all: files.length, taken, others: files.length - taken });
    if (taken && form.dataset.tray) {
      const link = document.createElement("a");
      link.className = "btn";
      link.href = form.dataset.tray;
      link.textContent = form.dataset.trayLabel;
      words.append(" ", link);
      link.focus();
    }
    button.disabled = false;
  });
})();
