// Keeps the offline page for when the network is away: one cache per version, filled whole before it is used, so that a device never mixes two. Its
// scope is /offline/; what it keeps holds no name. The first line, which names version and files, is put there by the server.
const { version, page, manifest, files } = self.KEPT;
const NAME = `offline-${version}`;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), forget()])));
self.addEventListener("message", (event) => { if (event.data === "update") self.skipWaiting(); });
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === page || url.pathname === manifest || files.includes(url.pathname)) event.respondWith(answer(url.pathname, request));
});

async function keep() {
  const kept = await caches.open(NAME);
  for (const path of [page, manifest, ...files]) {
    const fresh = await fetch(path, { cache: "reload", credentials: "same-origin" });
    if (!fresh.ok || fresh.redirected) throw new Error(path);   // signed out meanwhile: the next visit goes on
    await kept.put(path, fresh);
  }
}

// what is kept comes first: a weak network is slower than none
async function answer(path, request) {
  const kept = await caches.open(NAME);
  return (await kept.match(path)) ?? fetch(request);
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith("offline-") && name !== NAME) await caches.delete(name);
}
