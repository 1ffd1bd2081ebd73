// The server, when it is there. Every answer: {state: "here"|"away"|"log-in"|"denied"|"no", …}; "no" has `said`, and `wipe` where the device must forget.
import { config } from "./words.js";

let token = "";

async function ask(url, options = {}) {
  let answer;
  try {
    answer = await fetch(url, { cache: "no-store", redirect: "manual", credentials: "same-origin", ...options });
  } catch {
    return { state: "away" };
  }
  if (answer.type === "opaqueredirect") return { state: "log-in" };
  if (answer.status === 403 || answer.status === 404) return { state: "denied" };
  if (answer.status !== 200 && answer.status !== 422) return { state: "away" };
  try {
    const told = await answer.json();
    return { ...told, state: answer.status === 200 ? "here" : "no" };
  } catch {
    return { state: "away" };
  }
}

export async function contact(device) {
  const told = await ask(`${config.urls.contact}?device=${device}`);
  if (told.csrf) token = told.csrf;
  return told;
}

async function post(url, device, content) {
  const first = await contact(device);   // somebody may have signed in anew since; and a device that was ended learns of it
  if (first.state !== "here") return first;
  return ask(url, {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ device, sent: new Date().toISOString(), ...content }),
  });
}

export const take = (device, name) => post(config.urls.fill, device, { name });
export const sendPhoto = (device, stamp, photo) => post(config.urls.photo, device, { stamp, ...photo });
export const send = (device, record) => post(config.urls.sync, device, { record });
