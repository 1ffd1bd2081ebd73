// What lies on the device: rows of ciphertext, and a key that cannot be taken out of the browser. In clear are only random keys, counts and how long
// it has been held. A row's key is wrapped twice: by the PIN (PBKDF2), then by the browser's own key, so that both are needed.
import { expired, passed } from "./held.js";

const STORES = ["vault", "books", "records", "photos"];
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const canSeal = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB);

export async function derive(secret, salt, turns, uses) {
  const typed = await crypto.subtle.importKey("raw", encoder.encode(secret), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: turns }, typed, { name: "AES-GCM", length: 256 }, false, uses);
}

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const LETTERS = "23456789abcdefghjkmnpqrstvwxyz";   // as rules/keys.py: no look-alikes
export function newKey() {
  let made = "";
  while (made.length < 16) for (const one of random(32)) if (one < 240 && made.length < 16) made += LETTERS[one % 30];
  return made;
}

export class Vault {
  constructor(name, limits) {
    Object.assign(this, { name, limits, base: null, key: null, head: null });
  }

  async start() {
    this.base = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(this.name, 2);
      const lacks = (store) => !asked.result.objectStoreNames.contains(store);
      asked.onupgradeneeded = () => { for (const store of STORES.filter(lacks)) asked.result.createObjectStore(store, { keyPath: "id" }); };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    this.head = await this.run("vault", "readonly", (store) => store.get("head"));
  }

  get made() { return Boolean(this.head); }
  get open() { return Boolean(this.key); }

  run(name, mode, act) {
    return new Promise((resolve, reject) => {
      const moves = this.base.transaction(name, mode);
      const asked = act(moves.objectStore(name));
      moves.oncomplete = () => resolve(asked.result);
      moves.onabort = moves.onerror = () => reject(moves.error);
    });
  }

  async write(changes) {
    this.head = { ...this.head, ...changes };
    await this.run("vault", "readwrite", (store) => store.put(this.head));
  }

  // how many things lie here, without opening them
  count(store) { return this.run(store, "readonly", (rows) => rows.count()); }

  async create(pin, device, held) {
    const [salt, inner, outer] = [random(16), random(12), random(12)];
    const own = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const raw = random(32);
    const byPin = await crypto.subtle.encrypt({ name: "AES-GCM", iv: inner }, await derive(pin, salt, this.limits.turns, ["encrypt"]), raw);
    const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv: outer }, own, byPin);
    this.head = { id: "head", own, salt, inner, outer, wrapped, turns: this.limits.turns, wrong: 0, device, held };
    await this.run("vault", "readwrite", (store) => store.put(this.head));
    this.key = await imported(raw);
  }

  // {open}, {left: tries} or {wiped}; the try is counted before it is made, so that a page killed in between gains none
  async unlock(pin) {
    const { own, salt, inner, outer, wrapped, turns } = this.head;
    await this.write({ wrong: this.head.wrong + 1 });
    try {
      const byPin = await crypto.subtle.decrypt({ name: "AES-GCM", iv: outer }, own, wrapped);
      const raw = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: inner }, await derive(pin, salt, turns, ["decrypt"]), byPin));
      this.key = await imported(raw);
    } catch {
      if (this.head.wrong >= this.limits.pins) return { wiped: await this.wipe() };
      return { left: this.limits.pins - this.head.wrong };
    }
    await this.write({ wrong: 0 });
    return { open: true };
  }

  lock() { this.key = null; }

  // notes the time that passed; {wiped} when that was too long
  async tick(now) {
    const held = passed(this.head.held, now);
    if (expired(held, this.limits.days)) return { wiped: await this.wipe() };
    await this.write({ held });
    return {};
  }

  async put(store, id, content) {
    const iv = random(12);
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(`${store} ${id}`) }, this.key, encoder.encode(JSON.stringify(content)));
    await this.run(store, "readwrite", (rows) => rows.put({ id, iv, box }));
  }

  async opened(store, { id, iv, box }) {
    return JSON.parse(decoder.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(`${store} ${id}`) }, this.key, box)));
  }

  async get(store, id) { return this.opened(store, await this.run(store, "readonly", (rows) => rows.get(id))); }

  async all(store) {
    const rows = await this.run(store, "readonly", (all) => all.getAll());
    return Promise.all(rows.map((row) => this.opened(store, row)));
  }

  remove(store, id) { return this.run(store, "readwrite", (rows) => rows.delete(id)); }

  // everything goes, the browser's own key too; what it was, as numbers
  async wipe() {
    const told = { names: this.head?.held?.names ?? 0, records: await this.count("records") };
    for (const store of STORES) await this.run(store, "readwrite", (rows) => rows.clear());
    this.key = this.head = null;
    return told;
  }
}

async function imported(raw) {
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  raw.fill(0);
  return key;
}
