// A record as it is typed, and the entry that follows from it (rules/entry.py reads it). What people said is taken as typed.
import { config, fill, say } from "./words.js";
import { hintsOf } from "./hints.js";
import { headsOf } from "./verdict.js";
import { newKey } from "./vault.js";

const THERE = ["present", "online"];
const LONGEST = { title: 120, place: 60, name: 60, note: 200, line: 400 };
export const kindOf = (record) => config.kinds.find((one) => one.kind === record.kind);
const nobody = () => ({ key: "", name: "" });

export const newTopic = (text = "") => ({ text, by: nobody(), papers: "" });
export const newSpeech = () => ({ who: nobody(), point: "", differs: "" });
export const newMatter = (kind) => ({ key: newKey(), text: "", how: kind.votes.length ? "all" : "", vote: kind.votes[0] ?? "", favour: "", against: "", abstain: "", written_favour: "", written_against: "", secret: false, owner: nobody(), due: "", check: "" });
export const newSitting = (on = "") => ({ on, start: "", end: "", place: "" });

// half filled from the plan and the register, never with what somebody said or resolved
export function begin(book, kindName, plan, me, today) {
  const kind = config.kinds.find((one) => one.kind === kindName);
  const group = plan?.group || (kind.expected === "group" ? book.groups[0]?.key ?? "" : "");
  const on = plan?.on && plan.on <= today ? plan.on : today;
  const record = {
    id: plan?.record ?? newKey(), stamp: newKey(), parents: [], phase: "draft", said: "", org: book.org, kind: kindName, plan: plan?.key ?? "", group,
    title: plan?.title ?? "", sittings: [{ on, start: plan?.start ?? "", end: plan?.end ?? "", place: plan?.place ?? "" }], online: false,
    forYear: kind.forYear ? String(Number(on.slice(0, 4)) - (Number(on.slice(5, 7)) <= 3 ? 1 : 0)) : "", chair: nobody(), recorder: nobody(), stands: {}, notes: {}, came: {},
    guests: "", hosted: "", topics: [...lines(plan?.topics ?? "").map((text) => newTopic(text)), newTopic()], speeches: kind.speeches ? [newSpeech(), newSpeech()] : [], matters: kind.matters ? [newMatter(kind)] : [], closes: {}, closeNotes: {},
    fields: {}, reason: "", copied: "", sure: false, begun: new Date().toISOString(),
  };
  for (const one of expectedOf(book, record)) record.stands[one.key] = "present";
  if (kind.expected !== "nobody") {
    const leader = kind.expected === "group" ? book.groups.find((one) => one.key === group)?.leader : book.people.find((one) => one.chair)?.key;
    record.chair = named(book, leader);
    record.recorder = named(book, me);
  }
  return record;
}

export function named(book, key) {
  const found = book.people.find((one) => one.key === key);
  return found ? { key, name: found.name } : nobody();
}

export function expectedOf(book, record) {
  const { expected } = kindOf(record);
  if (expected === "members") return book.people.filter((one) => one.member);
  if (expected === "committee") return book.people.filter((one) => one.committee);
  if (expected === "group") {
    const inside = book.groups.find((one) => one.key === record.group)?.people ?? [];
    return book.people.filter((one) => inside.includes(one.key));
  }
  return [];
}

const standOf = (record, key) => (record.stands[key] ?? "").split(":")[0];

export function heads(book, record) {
  return headsOf(expectedOf(book, record).map((one) => ({ expected: true, voter: one.voter, there: THERE.includes(standOf(record, one.key)) })));
}

const count = (text) => (/^\d{1,5}$/.test(text) ? Number(text) : 0);

export function voteOf(book, record, matter) {
  const kind = kindOf(record);
  if (!kind.votes.length || !matter.how || !matter.text.trim()) return null;
  const { present, votersPresent } = heads(book, record);
  const name = kind.votes.includes(matter.vote) ? matter.vote : kind.votes[0];
  const written = name === "admission" ? { written_favour: count(matter.written_favour), written_against: count(matter.written_against) } : {};
  if (matter.how === "all") return { kind: name, favour: kind.votes.includes("committee") ? present : votersPresent, secret: matter.secret, ...written };
  return { kind: name, favour: count(matter.favour), against: count(matter.against), abstain: count(matter.abstain), secret: matter.secret, ...written };
}

// what cannot be so: [[place, sentence]]
export function faults(book, record) {
  const found = [];
  const fault = (place, code, values) => found.push([place, fill(config.faults[code], values)]);
  const first = record.sittings.map((one) => one.on).filter(Boolean).sort()[0] ?? "";
  record.sittings.forEach((one, row) => {
    if (!one.on) found.push([`on-${row}`, say("noDay")]);
    if (one.start && one.end && one.end <= one.start) fault(`end-${row}`, "end-first");
    if (one.place.length > LONGEST.place) fault(`place-${row}`, "long", { most: LONGEST.place });
  });
  if (record.title.length > LONGEST.title) fault("title", "long", { most: LONGEST.title });
  for (const [key, stand] of Object.entries(record.stands)) {
    if (stand === "leave:other" && !record.notes[key]?.trim()) fault(`stand-${key}`, "other", { name: book.people.find((one) => one.key === key)?.name ?? "" });
  }
  topicsOf(record).forEach((one, row) => {
    if (one.text.length > LONGEST.line) fault(`topic-${row}`, "long", { most: LONGEST.line });
  });
  const room = heads(book, record);
  record.matters.forEach((matter, row) => {
    if (!matter.text.trim() && (matter.how === "sums" || matter.owner.name)) found.push([`matter-${row}`, say("matterNoText", { n: row + 1 })]);
    if (matter.text.length > LONGEST.line) fault(`matter-${row}`, "long", { most: LONGEST.line });
    if (matter.text.trim() && [matter.due, matter.check].some((day) => day && day < first)) fault(`due-${row}`, "due-before");
    const vote = voteOf(book, record, matter);
    if (!vote) return;
    const told = vote.favour + (vote.against ?? 0) + (vote.abstain ?? 0);
    const there = kindOf(record).votes.includes("committee") ? room.present : room.votersPresent;
    if (told > there) fault(`vote-${row}`, "too-many", { told, there });
    const written = (vote.written_favour ?? 0) + (vote.written_against ?? 0);
    const away = room.voters - room.votersPresent;
    if (written > away) fault(`vote-${row}`, "written-many", { written, away });
  });
  for (const one of kindOf(record).fields) {
    const text = (record.fields[one.code] ?? "").trim();
    if (one.kind === "number" && text && !/^\d{1,9}(\.\d{1,2})?$/.test(text)) fault(`field-${one.code}`, "number");
    if (["line", "person"].includes(one.kind) && text.length > LONGEST.line) fault(`field-${one.code}`, "long", { most: LONGEST.line });
  }
  return found;
}

// what a good record would still say, of what is typed so far
export function missing(book, record) {
  const entry = entryOf(book, record);
  const unsaid = expectedOf(book, record).filter((one) => !record.stands[one.key]).map((one) => ({ key: one.key, name: one.name, stand: "unsaid", expected: true }));
  return hintsOf({ ...entry, people: [...(entry.people ?? []), ...unsaid] }, kindOf(record), heads(book, record), config.hints);
}

// --- the entry ---

const line = (text) => (text ?? "").trim().split(/\s+/).join(" ");
const full = (text) => (text ?? "").replace(/\r\n/g, "\n").trim();
const lines = (text) => full(text).split("\n").map(line).filter(Boolean);

// without what is empty, as rules/entry.py leaves it out
function trimmed(content) {
  const kept = Object.entries(content).filter(([, value]) => value !== "" && value !== false && value !== 0 && value !== null && value !== undefined && !(Array.isArray(value) && !value.length) && !(value && value.constructor === Object && !Object.keys(value).length));
  return Object.fromEntries(kept);
}

const who = (one) => (one.name ? trimmed({ name: line(one.name), key: one.key }) : {});

export function entryOf(book, record) {
  const kind = kindOf(record);
  return {
    format: 1,
    ...trimmed({
      key: record.id, kind: record.kind, org: record.org, title: line(record.title), plan: record.plan, group: record.group, online: record.online, level: "open",
      sittings: record.sittings.filter((one) => one.on).map((one) => trimmed({ ...one, place: line(one.place) })),
      for_year: /^\d{4}$/.test(record.forYear) ? Number(record.forYear) : null, chair: who(record.chair), recorder: who(record.recorder), people: people(book, record),
      guests: [...lines(record.guests).map((text) => { const [name, post, ...why] = text.split(" "); return trimmed({ name, post, why: why.join(" ") }); }),
        ...lines(record.hosted).map((text) => { const [name, ...branch] = text.split(" "); return trimmed({ name, post: branch.join(" "), member: true }); })],
      topics: kind.topics ? topicsOf(record).filter((one) => one.text.trim()).map((one) => trimmed({
        text: line(one.text), by: who(one.by), papers: one.papers.split(/[、，,;；\n]+/).map(line).filter(Boolean).map((name) => ({ name })),
      })) : [],
      speeches: record.speeches.filter((one) => one.point.trim() || one.differs.trim()).map((one) => trimmed({ who: who(one.who), point: full(one.point), differs: full(one.differs) })),
      matters: record.matters.filter((one) => one.text.trim()).map((one) => trimmed({
        key: one.key, text: line(one.text), vote: voteEntry(voteOf(book, record, one)), owner: who(one.owner), due_on: one.owner.name || one.dueTyped ? one.due : "", check_on: one.check,
      })),
      closings: Object.entries(record.closes).filter(([, how]) => how).map(([resolution, how]) => trimmed({ resolution, how, note: line(record.closeNotes[resolution]) })),
      fields: fields(kind, record),
    }),
  };
}

function voteEntry(vote) {
  return vote && { ...trimmed(vote), favour: vote.favour };   // nobody for it is said too
}

function people(book, record) {
  const expected = new Set(expectedOf(book, record).map((one) => one.key));
  return book.people.filter((one) => record.stands[one.key]).map((one) => {
    const [stand, reason] = record.stands[one.key].split(":");
    return { key: one.key, name: one.name, home: "", stand, ...trimmed({ reason, note: line(record.notes[one.key]), sitting: record.sittings.length > 1 ? record.came[one.key] ?? 0 : 0 }),
      expected: expected.has(one.key), voter: expected.has(one.key) && one.voter };
  });
}

function fields(kind, record) {
  const found = {};
  for (const one of kind.fields) {
    const text = one.kind === "text" ? full(record.fields[one.code]) : line(record.fields[one.code]);
    if (!text) continue;
    found[one.code] = text;
    if (one.kind === "person" && record.fields[`${one.code}_key`]) found[`${one.code}_key`] = record.fields[`${one.code}_key`];
  }
  return found;
}

// its topics; a record begun before they had rows has one text, a line each
export function topicsOf(record) {
  if (!Array.isArray(record.topics)) record.topics = [...lines(record.topics).map((text) => newTopic(text)), newTopic()];
  return record.topics;
}

// what goes to the server or into a file
export function carried(book, record) {
  return {
    entry: entryOf(book, record), stamp: record.stamp, parents: record.parents, written: record.written, reason: line(record.reason), copied_from: line(record.copied),
    typed: typed(record), filled: expectedOf(book, record).filter((one) => record.stands[one.key] === "present").length,
  };
}

// fields that somebody typed, for the journal's counts; no lengths
function typed(record) {
  const texts = [record.title, ...topicsOf(record).flatMap((one) => [one.text, one.papers]), record.guests, record.hosted, ...record.speeches.flatMap((one) => [one.point, one.differs]), ...record.matters.map((one) => one.text), ...Object.values(record.fields)];
  return texts.filter((one) => one && one.trim()).length + Object.values(record.stands).filter((one) => one !== "present").length;
}

// opened again after it may have reached the server: what follows continues it, so that nothing is doubled
export function reopened(record) {
  if (record.phase === "draft") return record;
  return { ...record, phase: "draft", said: "", touched: false, parents: record.tried ? [...record.parents, record.stamp] : record.parents, stamp: record.tried ? newKey() : record.stamp, tried: false };
}
