// Puts the server's question to the browser's authenticator and sends its answer with the form. Without this file the code field remains.
const form = document.querySelector("form[data-passkey]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function listed(credentials) {
  return (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }));
}

async function answer(kind, question) {
  const asked = { ...question, challenge: bytes(question.challenge) };
  if (kind === "make") {
    asked.user = { ...question.user, id: bytes(question.user.id) };
    asked.excludeCredentials = listed(question.excludeCredentials);
  } else {
    asked.allowCredentials = listed(question.allowCredentials);
  }
  const made = kind === "make" ? await navigator.credentials.create({ publicKey: asked }) : await navigator.credentials.get({ publicKey: asked });
  const response = { clientDataJSON: text(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature"]) if (made.response[name]) response[name] = text(made.response[name]);
  return { id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: {}, response };
}

if (form && window.PublicKeyCredential) {
  form.hidden = false;
  const said = form.querySelector("[role=alert]");
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    said.hidden = true;
    try {
      form.elements.answer.value = JSON.stringify(await answer(form.dataset.passkey, JSON.parse(form.dataset.question)));
      form.submit();
    } catch {
      said.hidden = false;   // cancelled, no key at hand, or one that is registered already
    }
  });
}
