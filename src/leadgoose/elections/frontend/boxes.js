// What the device keeps besides the tally in hand: closed sheets that wait for the network, and who was ticked on the roll. No times.
const NAME = "leadgoose-desk";
const BOXES = ["outbox", "drafts"];
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => { for (const box of BOXES) asked.result.createObjectStore(box, { keyPath: "id" }); };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function run(box, mode, act) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const moves = base.transaction(box, mode);
    const asked = act(moves.objectStore(box));
    moves.oncomplete = () => resolve(asked.result);
    moves.onabort = moves.onerror = () => reject(moves.error);
  });
}

function box(name) {
  return {
    put: (item) => run(name, "readwrite", (store) => store.put(item)),
    get: (id) => run(name, "readonly", (store) => store.get(id)).catch(() => undefined),
    remove: (id) => run(name, "readwrite", (store) => store.delete(id)).catch(() => undefined),
    all: () => run(name, "readonly", (store) => store.getAll()).catch(() => []),
  };
}

export const outbox = box("outbox");
export const drafts = box("drafts");
