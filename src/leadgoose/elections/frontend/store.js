// The tally in hand: running sums, never a ballot. The worker overwrites them in place (desk-store.js); where that cannot be had they live in
// memory alone, because a log of running sums would tell every single ballot.
export function openStore(url) {
  let worker;
  let number = 0;
  const waiting = new Map();
  try {
    worker = new Worker(url);
    worker.onmessage = ({ data }) => { waiting.get(data.number)?.(data); waiting.delete(data.number); };
    worker.onerror = () => { for (const done of waiting.values()) done({ kept: false }); waiting.clear(); worker = undefined; };
  } catch {
    worker = undefined;
  }
  const run = (act, name, text) => worker ? new Promise((resolve) => {
    number += 1;
    waiting.set(number, resolve);
    worker.postMessage({ number, act, name, text });
  }) : Promise.resolve({ kept: false });
  return {
    read: async (name) => { const found = await run("read", name); return { kept: Boolean(found.kept), sums: found.text ? JSON.parse(found.text) : undefined }; },
    write: async (name, sums) => Boolean((await run("write", name, JSON.stringify(sums))).kept),
    wipe: (name) => run("wipe", name),
  };
}
