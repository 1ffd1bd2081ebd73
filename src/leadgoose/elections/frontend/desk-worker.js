// Keeps the pages of the desk for when the network is away. Its scope is /desk/: no other page of the house is touched. The network is always
// asked first; kept pages are of one day, the next day they are gone.
const day = () => `desk-${new Date().toLocaleDateString("sv")}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), forget()])));
self.addEventListener("message", (event) => { if (event.data?.keep) event.waitUntil(keep(event.data.keep)); });
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/desk/") || url.pathname.startsWith("/static/")) event.respondWith(answer(request));
});

async function answer(request) {
  const kept = await caches.open(day());
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await kept.put(request.url, fresh.clone());
    return fresh;
  } catch (away) {
    const found = await kept.match(request.url) ?? await kept.match(request.url, { ignoreSearch: true });
    if (found) return found;
    throw away;
  }
}

async function keep(urls) {
  const kept = await caches.open(day());
  for (const url of new Set(urls.filter(Boolean))) {
    try {
      const fresh = await fetch(url, { credentials: "same-origin" });
      if (fresh.ok && !fresh.redirected) await kept.put(fresh.url, fresh);
    } catch {
      return;   // the network went; the next visit goes on
    }
  }
  await forget();
}

async function forget() {
  const today = day();
  for (const name of await caches.keys()) if (name.startsWith("desk-") && name !== today) await caches.delete(name);
}
