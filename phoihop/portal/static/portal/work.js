/* A little work in exchange for being read at once: finds a number so that SHA-256 of "nonce:number" begins with enough
   zeros, while the form is being filled in. Without it (no script, no secure context) the form is sent all the same and a
   person looks first. */
"use strict";
(() => {
  const subtle = window.crypto && window.crypto.subtle;
  if (!subtle) return;
  const coder = new TextEncoder();
  const BATCH = 64;
  const mind = (form) => {
    const bits = Number(form.dataset.work);
    const proof = form.querySelector("input[name=proof]");
    if (!bits || !proof || proof.value) return;
    const fits = (digest) => new DataView(digest).getUint32(0) >>> (32 - bits) === 0;
    let begun = false;
    const work = async () => {
      if (begun) return;
      begun = true;
      for (let n = 0; !proof.value && n < 2 ** (bits + 5); n += BATCH) {
        const tries = Array.from({ length: BATCH }, (_, i) => (n + i).toString(36));
        const digests = await Promise.all(tries.map((text) => subtle.digest("SHA-256", coder.encode(`${form.dataset.nonce}:${text}`))));
        const hit = digests.findIndex(fits);
        if (hit >= 0) proof.value = tries[hit];
        await new Promise((rest) => setTimeout(rest, 0));
      }
    };
    form.addEventListener("focusin", work);
    form.addEventListener("input", work);
  };
  document.querySelectorAll("form[data-work]").forEach(mind);
})();
