// How long the device has held what it holds, by a clock that may be wrong. Only the clock's steps forward are counted, so that setting it back
// gains nothing; while the server answers, its time counts. No imports.
const DAY = 24 * 60 * 60 * 1000;
const SLACK = 60 * 60 * 1000;

// held: {elapsed, last, filled, names}; elapsed: milliseconds since the names were taken along; filled: that moment, by the server
export function fresh(now, server, names) {
  return { elapsed: 0, last: now, filled: server, names, back: false };
}

export function passed(held, now) {
  const step = now - held.last;
  return { ...held, elapsed: held.elapsed + Math.max(0, step), last: now, back: held.back || step < -SLACK };
}

export function byServer(held, now, server) {
  return { ...held, elapsed: Math.max(0, server - held.filled), last: now, back: false };
}

export const expired = (held, days) => held.elapsed >= days * DAY;
export const daysLeft = (held, days) => Math.max(0, Math.ceil((days * DAY - held.elapsed) / DAY));
