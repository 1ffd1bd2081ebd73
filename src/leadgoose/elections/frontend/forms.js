// A form is sent only when somebody is there to take it: what was typed stays on the page otherwise.
import { ask, show, token } from "./network.js";
import { canHash, newSalt, slowHash } from "./pins.js";

export function keepForms() {
  for (const form of document.querySelectorAll("main form[method=post]")) {
    if (form.id !== "sheet") form.addEventListener("submit", (event) => hold(event, form));
  }
}

async function hold(event, form) {
  if (form.dataset.sure) return;
  event.preventDefault();
  const { submitter } = event;
  const found = await ask();
  show(found);
  if (found !== "here") return;
  const csrf = await token();   // somebody may have signed in anew since the page was made
  if (csrf) form.elements.csrfmiddlewaretoken.value = csrf;
  if ("pin" in form.dataset && canHash) await hashPin(form);
  form.dataset.sure = "1";
  form.requestSubmit(submitter ?? undefined);
  setTimeout(() => { delete form.dataset.sure; }, 4000);
}

async function hashPin(form) {
  const typed = form.elements.pin;
  const salt = newSalt();
  for (const [name, value] of [["salt", salt], ["pin", await slowHash(typed.value, salt)]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  typed.disabled = true;
}
