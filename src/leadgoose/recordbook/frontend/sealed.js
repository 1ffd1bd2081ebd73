// Files sealed with a pass phrase, as actions/bundle.py writes and reads them.
import { derive } from "./vault.js";

const FORMAT = 1;
const encoder = new TextEncoder();
const bound = (what) => encoder.encode(`leadgoose ${FORMAT} ${what}`);
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

export function base64(buffer) {
  const all = new Uint8Array(buffer);
  let text = "";
  for (let start = 0; start < all.length; start += 8192) text += String.fromCharCode(...all.subarray(start, start + 8192));
  return btoa(text);
}

export async function sealFile(what, content, phrase, turns) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await derive(phrase, salt, turns, ["encrypt"]);
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(what) }, key, encoder.encode(JSON.stringify(content)));
  return JSON.stringify({ leadgoose: what, format: FORMAT, turns, salt: base64(salt), iv: base64(iv), box: base64(box) });
}

// the content, undefined for another pass phrase
export async function openFile(sealed, phrase) {
  try {
    const key = await derive(phrase, bytes(sealed.salt), sealed.turns, ["decrypt"]);
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(sealed.iv), additionalData: bound(sealed.leadgoose) }, key, bytes(sealed.box));
    return JSON.parse(new TextDecoder().decode(opened));
  } catch {
    return undefined;
  }
}

export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
