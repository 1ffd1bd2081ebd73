// Small comforts only: every page works without this file.
import "htmx.org";

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
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 4000);   // downloads answer a POST without leaving the page
});
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });
