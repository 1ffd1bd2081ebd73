// A PIN is hashed here, as rules/pins.py does, so that it need not leave the device nor wait on it. Only where the page is served securely.
const TURNS = 20000;
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
const text = (words) => new TextEncoder().encode(words);

export const canHash = Boolean(globalThis.crypto?.subtle);

export async function slowHash(pin, salt) {
  const key = await crypto.subtle.importKey("raw", text(pin), "PBKDF2", false, ["deriveBits"]);
  return hex(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: TURNS }, key, 256));
}

export function newSalt() {
  return hex(crypto.getRandomValues(new Uint8Array(16)).buffer);
}

export async function signature(hashed, words) {
  const key = await crypto.subtle.importKey("raw", bytes(hashed), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(await crypto.subtle.sign("HMAC", key, text(words)));
}

export function sheetText(vote, entrant, sums) {
  const parts = [vote, entrant, String(sums.invalid), ...sums.lines.map(([key, numbers]) => `${key}=${numbers.join(",")}`)];
  for (const key of Object.keys(sums.writeins).sort()) if (sums.writeins[key]) parts.push(`+${key}=${sums.writeins[key]}`);
  return parts.join(";");
}
