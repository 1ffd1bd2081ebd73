// Whether the server is there, what waits for it, and the pages that are kept for when it is not.
import { outbox } from "./boxes.js";

const state = () => document.getElementById("desk-state");
export const mine = `${location.pathname.split("/").slice(0, 3).join("/")}/`;   // the desk of one election; a form that was refused stands at its act's address

// "here", "log-in" or "away"
export async function ask() {
  try {
    const answer = await fetch(`${mine}?ping`, { method: "HEAD", cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 404 || answer.status === 403) return "log-in";
    return answer.ok ? "here" : "away";
  } catch {
    return "away";
  }
}

export function show(found) {
  const place = state();
  if (!place) return;
  place.hidden = found === "here";
  place.className = `tag tag-${found === "log-in" ? "act" : "soon"}`;
  place.textContent = found === "here" ? "" : place.dataset[found === "away" ? "away" : "logIn"];
}

export function watchNetwork() {
  const look = async () => {
    const found = await ask();
    show(found);
    if (found === "here") await sendAll();
  };
  addEventListener("online", look);
  addEventListener("offline", () => show("away"));
  setInterval(look, 5 * 60 * 1000);   // at fixed times, whatever is done on the page
  look();
}

export async function token() {
  const answer = await fetch(mine, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

async function post(url, fields, csrf) {
  const body = new URLSearchParams([...fields, ["csrfmiddlewaretoken", csrf]]);
  return fetch(url, { method: "POST", body, headers: { "X-Desk": "1" }, redirect: "manual" });
}

// {sent}, {wrong: {field: sentence}} or {waits}
export async function send(url, fields) {
  try {
    const csrf = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    let answer = await post(url, fields, csrf);
    if (answer.status === 403) answer = await post(url, fields, await token());   // somebody signed in anew since the page was made
    if (answer.type === "opaqueredirect") { show("log-in"); return { waits: true }; }
    if (answer.status === 422) return { wrong: (await answer.json()).wrong };
    return answer.ok ? { sent: true } : { waits: true };
  } catch {
    show("away");
    return { waits: true };
  }
}

let sending;

// one sending at a time: the network comes back, a page is loaded and a button is pressed at once
export function sendAll() {
  sending ??= sendEach().finally(() => { sending = undefined; });
  return sending;
}

// closed sheets that wait, sent in the order of their names; what is refused stays, with its sentence
async function sendEach() {
  const items = (await outbox.all()).filter((one) => one.desk === mine);
  let sent = 0;
  for (const one of items) {
    const answer = await send(one.url, one.fields);
    if (answer.sent) { await outbox.remove(one.id); sent += 1; }
    if (answer.wrong) await outbox.put({ ...one, wrong: Object.values(answer.wrong).join("") });
  }
  document.dispatchEvent(new CustomEvent("desk:sent", { detail: { sent } }));
}

// the page and what it loads, kept by the service worker; it answers for /desk/ and nothing else
export async function keepPages() {
  const script = document.querySelector("script[data-worker]");
  if (!script || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(script.dataset.worker, { scope: "/desk/" });
    const ready = await navigator.serviceWorker.ready;
    const loads = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href ?? one.src);
    const pages = [...document.querySelectorAll(".steps a")].map((one) => one.href);
    ready.active.postMessage({ keep: [...loads, script.src, script.dataset.store, location.href, ...pages] });
  } catch {
    // an older browser, or a page that is not served securely: the desk needs the network then
  }
}
