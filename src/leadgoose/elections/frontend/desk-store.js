// Keeps the running sums of a tally in a file of the browser's own file system, overwritten in place: two slots, the newer one is written and
// flushed, then the older one is blanked. So after a power cut the sums are there, and no earlier state of them is: the difference of two
// states would be a ballot.
const SLOT = 16384;
const files = new Map();
const encoder = new TextEncoder();
const decoder = new TextDecoder();

let before = Promise.resolve();   // one after the other: a file is opened once

onmessage = ({ data }) => { before = before.then(() => answer(data)); };

async function answer({ number, act, name, text }) {
  try {
    postMessage({ number, kept: true, ...(await acts[act](name, text)) });
  } catch {
    postMessage({ number, kept: false });   // no such file system here, or the same tally is open in another window
  }
}

const acts = {
  async read(name) {
    const root = await navigator.storage.getDirectory();
    if (!("createSyncAccessHandle" in FileSystemFileHandle.prototype)) throw new Error("not here");
    if (!files.has(name) && !(await root.getFileHandle(name).catch(() => undefined))) return {};   // nothing is made before the first ballot
    const file = await open(name);
    const [first, second] = [0, 1].map((slot) => slotText(file.handle, slot));
    const newest = [first, second].filter(Boolean).sort((one, other) => other.turn - one.turn)[0];
    file.turn = newest ? newest.turn : 0;
    if (newest) await blank(file, (newest.turn + 1) % 2);
    return { text: newest?.text };
  },
  async write(name, text) {
    const file = await open(name);
    file.turn += 1;
    const line = `${check(text)} ${file.turn} ${text}`;
    const bytes = encoder.encode(line);
    if (bytes.length > SLOT) throw new Error("too long");
    const slot = new Uint8Array(SLOT).fill(32);
    slot.set(bytes);
    file.handle.write(slot, { at: (file.turn % 2) * SLOT });
    await file.handle.flush();
    await blank(file, (file.turn + 1) % 2);
    return {};
  },
  async wipe(name) {
    const file = await open(name);
    await blank(file, 0);
    await blank(file, 1);
    await file.handle.close();
    files.delete(name);
    await (await navigator.storage.getDirectory()).removeEntry(name);
    return {};
  },
};

async function open(name) {
  for (const [other, file] of files) if (other !== name) { await file.handle.close(); files.delete(other); }
  if (!files.has(name)) {
    const root = await navigator.storage.getDirectory();
    const entry = await root.getFileHandle(name, { create: true });
    files.set(name, { handle: await entry.createSyncAccessHandle(), turn: 0 });
  }
  return files.get(name);
}

async function blank(file, slot) {
  file.handle.write(new Uint8Array(SLOT).fill(32), { at: slot * SLOT });
  await file.handle.flush();
}

function slotText(handle, slot) {
  const bytes = new Uint8Array(SLOT);
  handle.read(bytes, { at: slot * SLOT });
  const found = /^(\d+) (\d+) (.*)$/s.exec(decoder.decode(bytes).trimEnd());
  return found && Number(found[1]) === check(found[3]) ? { turn: Number(found[2]), text: found[3] } : undefined;
}

// FNV-1a: a slot that was being written when the power went is not taken for sums
function check(text) {
  let sum = 2166136261;
  for (const one of encoder.encode(text)) sum = Math.imul(sum ^ one, 16777619);
  return sum >>> 0;
}
