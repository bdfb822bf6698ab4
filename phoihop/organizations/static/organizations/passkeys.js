/* A form with data-passkey asks the browser for a passkey ("get") or a new one ("create") and sends what it says.
   Without this script, or in a browser that knows no passkeys, the form stays hidden and its note is read. */
"use strict";
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const question = (options) => {
    const asked = options.publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const list of [asked.allowCredentials, asked.excludeCredentials])
      for (const known of list || []) known.id = bytes(known.id);
    return options;
  };

  const answer = (credential) => {
    const said = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) said[name] = text(credential.response[name]);
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: said,
      clientExtensionResults: {},
    });
  };

  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const response = await fetch(form.dataset.ask, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };

  const use = async (form) => {
    const said = form.querySelector("[data-failed]");
    said.hidden = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey](question(await options(form)));
      form.elements.answer.value = answer(credential);
    } catch (trouble) {
      said.hidden = false; // refused by the person, timed out, or no passkey of this site is here
      return;
    }
    form.submit();
  };

  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.parentElement.querySelectorAll("[data-no-passkeys]").forEach((note) => (note.hidden = true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) use(form);
    });
  }
})();
