// Small comforts only: every page works without this file.
import "htmx.org";
import { asJpeg, shrunk } from "./shrink.js";

// a menu that drops down closes when something else is clicked, or with Escape
document.addEventListener("click", (event) => closeDrops(event.target));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrops(null); });

function closeDrops(target) {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (drop.contains(target)) continue;
    const inside = drop.contains(document.activeElement);
    drop.removeAttribute("open");
    if (inside) drop.querySelector("summary").focus();
  }
}

// filters marked data-auto are sent as soon as a choice changes; typed text waits for Enter or the button
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
});

// a table wider than its box can be scrolled from the keyboard
function reachable() {
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
reachable();
addEventListener("resize", reachable);
document.addEventListener("htmx:afterSwap", reachable);

// a form that was sent is not sent twice by an impatient second click; the browser's back key brings it back usable
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const once = form.id === "take-away" && event.submitter ? event.submitter : form;   // one form, many files
  if (once.dataset.sent) { event.preventDefault(); return; }
  once.dataset.sent = "1";
  setTimeout(() => { delete once.dataset.sent; }, 4000);   // downloads answer a POST without leaving the page
});
addEventListener("pageshow", () => { for (const sent of document.querySelectorAll("[data-sent]")) delete sent.dataset.sent; });

// a photo is made smaller before it is sent; without this it goes as it is, where it is not too large
document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!input.matches("input[type=file][data-shrink]") || !input.files[0]) return;
  const [file] = input.files;
  const told = input.form.querySelector("[data-shrunk]");
  const press = input.form.querySelector("button");
  told.hidden = press.disabled = true;
  const made = await shrunk(file);
  press.disabled = false;
  if (!made || input.files[0] !== file || (made.size >= file.size && file.type === "image/jpeg")) return;
  const bag = new DataTransfer();
  bag.items.add(new File([made], asJpeg(file.name), { type: "image/jpeg" }));
  input.files = bag.files;
  told.textContent = told.dataset.shrunk.replace("{kb}", String(Math.ceil(made.size / 1000)));
  told.hidden = false;
});
