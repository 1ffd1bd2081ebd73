// The form of one record. What is typed goes into the record at once; the page is drawn anew only where its shape changes.
import { button, card, el, field, fresh, tag } from "./dom.js";
import { hintWords } from "./hints.js";
import { before, judge, quorum } from "./verdict.js";
import { expectedOf, faults, heads, kindOf, missing, named, newMatter, newSitting, newSpeech, newTopic, topicsOf, voteOf } from "./record.js";
import { config, fill, say } from "./words.js";

// changed: called after every change; again: draws the form anew, the cursor going to the field named
// photos: {add(files), drop(photo)}, left out where none can be kept
export function recordForm(book, record, { changed, again, wrong = {}, photos }) {
  const kind = kindOf(record);
  const made = { book, record, kind, changed, again, wrong };
  const panel = el("section", { class: "card", "aria-live": "polite" });
  const told = () => { panel.replaceChildren(...panelOf(book, record)); };
  made.set = (act) => { act(); told(); changed(); };
  const sections = [headOf(made), kind.membersOnly && book.items.length ? itemsOf(made) : null, kind.expected === "nobody" ? null : peopleOf(made),
    kind.topics || kind.speeches ? speechesOf(made) : null, kind.fields.length ? fieldsOf(made) : null, kind.matters ? mattersOf(made) : null, photos ? photosOf(made, photos) : null, howOf(made)];
  told();
  return el("div", { class: "enter" }, needsOf(book, record), el("div", { class: "enter-main" }, ...sections.filter(Boolean)), el("div", { class: "enter-side" }, panel));
}

function needsOf(book, record) {
  const expected = expectedOf(book, record);
  const told = before(kindOf(record).votes, expected.length, expected.filter((one) => one.voter).length, config.rules);
  return told.length ? el("div", { class: "before enter-before" }, ...told.map((one, place) => el("p", place ? { class: "hint" } : {}, place ? sentence(one) : el("b", {}, sentence(one)), " ", el("span", { class: "hint" }, config.rules[one.kind].cited)))) : null;
}

export const sentence = (reason) => fill(config.sentences[reason.code], reason.numbers);

// --- fields ---

function input(made, name, value, take, more = {}) {
  return el("input", { class: "form-control", name, value, autocomplete: "off", ...more, on: { input: (event) => made.set(() => take(event.target.value)) } });
}

function area(made, name, value, take, rows = 2) {
  const found = el("textarea", { class: "form-control", name, rows, autocomplete: "off", on: { input: (event) => made.set(() => take(event.target.value)) } });
  found.value = value;
  return found;
}

function choice(made, name, options, chosen, take, more = {}) {
  return el("select", { class: "form-select", name, ...more, on: { change: (event) => made.set(() => take(event.target.value)) } },
    ...options.map(([value, label]) => el("option", { value, selected: value === chosen }, label)));
}

function tick(label, name, on, take, made) {
  const box = el("input", { type: "checkbox", name, id: fresh(), checked: on, on: { change: (event) => made.set(() => take(event.target.checked)) } });
  return el("label", {}, box, " ", label);
}

// somebody of the branch by a choice, or anybody by name
function person(made, name, label, one, take, more = {}) {
  const outside = one.name && !one.key;
  const options = [["", say("choose")], ...made.book.people.map((each) => [each.key, each.name]), ["-", say("outside")]];
  const chosen = choice(made, name, options, outside ? "-" : one.key, (value) => {
    take(value === "-" ? { key: "", name: "" } : named(made.book, value));
    written.hidden = value !== "-";
    if (value === "-") written.querySelector("input").focus();
  });
  const written = field(say("outside"), input(made, `${name}-name`, outside ? one.name : "", (text) => take({ key: "", name: text }), { maxlength: 60 }));
  written.hidden = !outside;
  return [field(label, chosen, more), written];
}

// --- sections ---

function headOf(made) {
  const { book, record, kind, wrong } = made;
  const rows = record.sittings.flatMap((one, row) => [
    row ? el("h3", { class: "wide" }, say("sitting", { n: row + 1 })) : null,
    field(say("on"), input(made, `on-${row}`, one.on, (text) => { one.on = text; }, { type: "date" }), { wrong: wrong[`on-${row}`] }),
    field(say("from"), input(made, `start-${row}`, one.start, (text) => { one.start = text; }, { type: "time" })),
    field(say("until"), input(made, `end-${row}`, one.end, (text) => { one.end = text; }, { type: "time" }), { wrong: wrong[`end-${row}`] }),
    field(say("place"), input(made, `place-${row}`, one.place, (text) => { one.place = text; }, { maxlength: 60 })),
  ]);
  const groups = kind.expected === "group" ? field(say("group"), choice(made, "group", book.groups.map((one) => [one.key, one.name]), record.group, (value) => {
    record.group = value;
    record.stands = Object.fromEntries(expectedOf(book, record).map((one) => [one.key, "present"]));
    made.again("group");
  })) : null;
  return card([say("head")], el("div", { class: "card-body grid" }, groups, ...rows,
    kind.sittings ? el("div", { class: "wide" }, button(say("moreSittings"), () => { record.sittings.push(newSitting()); made.again(`on-${record.sittings.length - 1}`); })) : null,
    el("div", { class: "wide" }, field(say("title"), input(made, "title", record.title, (text) => { record.title = text; }, { maxlength: 120 }), { wrong: wrong.title })),
    kind.forYear ? field(say("forYear"), input(made, "forYear", record.forYear, (text) => { record.forYear = text; }, { inputmode: "numeric", maxlength: 4 })) : null,
    ...(kind.expected === "nobody" ? [] : person(made, "chair", say("chair"), record.chair, (one) => { record.chair = one; }, { marked: say("proposed") })),
    ...person(made, "recorder", say("recorder"), record.recorder, (one) => { record.recorder = one; }, { marked: say("proposed") }),
    kind.membersOnly ? el("div", { class: "field one-line" }, tick(say("byVideo"), "online", record.online, (on) => { record.online = on; }, made)) : null));
}

function peopleOf(made) {
  const { book, record, kind, wrong } = made;
  const expected = expectedOf(book, record);
  const others = book.people.filter((one) => !expected.includes(one));
  const voters = expected.filter((one) => one.voter).length;
  const hint = expected.length ? el("span", { class: "hint" }, kind.votes.includes("committee") ? say("expected", { n: expected.length }) : say("expectedVoters", { n: expected.length, voters })) : null;
  const rows = expected.map((one) => personRow(made, one, wrong[`stand-${one.key}`]));
  const code = expected.length ? "observer" : "present";
  const takers = el("ul", { class: "takers" }, ...others.map((one) => el("li", {}, tick(one.name, `take-${one.key}`, record.stands[one.key] === code, (on) => {
    if (on) record.stands[one.key] = code;
    else delete record.stands[one.key];
  }, made))));
  const hosted = field(say("hosted"), area(made, "hosted", record.hosted ?? "", (text) => { record.hosted = text; }), { hint: say("hostedHint") });
  const guests = field(say("guests"), area(made, "guests", record.guests, (text) => { record.guests = text; }), { hint: say("guestsHint") });
  return card([kind.expected === "chosen" ? say("takers") : say("people"), hint, expected.length ? el("span", { class: "mark" }, say("proposed")) : null, expected.length ? el("span", { class: "hint" }, say("allPresent")) : null],
    rows.length ? el("ul", { class: "people" }, ...rows) : null,
    others.length ? (expected.length ? el("details", { class: "besides" }, el("summary", {}, say("observers")), takers) : takers) : null,
    el("details", { class: "besides", open: Boolean(record.guests || record.hosted) }, el("summary", {}, say("hostedAndGuests")), hosted, guests));
}

function personRow(made, one, wrong) {
  const { record } = made;
  const id = fresh();
  const stand = record.stands[one.key] ?? "";
  const row = el("li", { class: stand === "present" ? "" : "away" });
  const note = el("input", { class: "form-control", name: `note-${one.key}`, value: record.notes[one.key] ?? "", maxlength: 200, "aria-label": `${say("note")} ${one.name}`, hidden: stand !== "leave:other",
    on: { input: (event) => made.set(() => { record.notes[one.key] = event.target.value; }) } });
  const chosen = choice(made, `stand-${one.key}`, [["", say("unsaid")], ...config.stands], stand, (value) => {
    if (value) record.stands[one.key] = value;
    else delete record.stands[one.key];
    row.className = value === "present" ? "" : "away";
    note.hidden = value !== "leave:other";
  }, { id, ...(wrong ? { "aria-invalid": "true", "aria-describedby": `${id}_error` } : {}) });
  const sitting = record.sittings.length > 1 ? choice(made, `came-${one.key}`, record.sittings.map((_, place) => [String(place), say("sitting", { n: place + 1 })]), String(record.came[one.key] ?? 0), (value) => { record.came[one.key] = Number(value); }, { "aria-label": one.name }) : null;
  row.append(el("label", { for: id }, one.name), chosen, ...[sitting, note, wrong ? el("p", { class: "error", id: `${id}_error` }, wrong) : null].filter(Boolean));
  return row;
}

function radios(made, name, legend, options, chosen, take) {
  return el("fieldset", { class: "pick" }, el("legend", {}, legend), ...options.map(([value, label]) => el("label", {},
    el("input", { type: "radio", name, value, checked: value === chosen, on: { change: () => made.set(() => take(value)) } }), label)));
}

function itemsOf(made) {
  const { book, record } = made;
  return card([say("items")], el("ul", { class: "items" }, ...book.items.map((one) => {
    const pick = radios(made, `close-${one.key}`, "", [["", say("stays")], ...config.closes], record.closes[one.key] ?? "", (how) => { record.closes[one.key] = how; });
    pick.firstChild.className = "unseen";
    pick.firstChild.textContent = one.text;
    return el("li", {}, el("p", { class: "what" }, one.text), el("p", { class: "hint" }, [one.held, one.owner, one.due && say("itemDue", { day: one.due })].filter(Boolean).join("　")), pick,
      el("details", {}, el("summary", {}, say("itemNote")), field(say("itemNote"), input(made, `closenote-${one.key}`, record.closeNotes[one.key] ?? "", (text) => { record.closeNotes[one.key] = text; }, { maxlength: 200 }))));
  })));
}

function topicOf(made, one, row) {
  const { wrong } = made;
  return el("div", { class: "topic" }, field(say("topic", { n: row + 1 }), area(made, `topic-${row}`, one.text, (text) => { one.text = text; }, 1), { wrong: wrong[`topic-${row}`] }),
    el("details", { open: Boolean(one.by.name || one.papers) }, el("summary", {}, say("byAndPapers")), el("div", { class: "grid" }, ...person(made, `by-${row}`, say("presenter"), one.by, (found) => { one.by = found; }),
      el("div", { class: "wide" }, field(say("papers"), input(made, `papers-${row}`, one.papers, (text) => { one.papers = text; }, { maxlength: 400 }), { hint: say("papersHint") })))));
}

function speechesOf(made) {
  const { record, kind } = made;
  const rows = record.speeches.map((one, row) => el("div", { class: "speech" },
    el("div", {}, ...person(made, `who-${row}`, say("who"), one.who, (found) => { one.who = found; })),
    field(say("point"), area(made, `point-${row}`, one.point, (text) => { one.point = text; })),
    el("details", { open: Boolean(one.differs) }, el("summary", {}, say("differs")), field(say("differs"), area(made, `differs-${row}`, one.differs, (text) => { one.differs = text; })))));
  return card([say(!kind.topics ? "speeches" : kind.speeches ? "topicsAndSpeeches" : "topics")], el("div", { class: "card-body" },
    ...(kind.topics ? topicsOf(record).map((one, row) => topicOf(made, one, row)) : []),
    kind.topics ? button(say("moreTopics"), () => { record.topics.push(newTopic()); made.again(`topic-${record.topics.length - 1}`); }) : null, ...rows,
    kind.speeches ? button(say("moreSpeeches"), () => { record.speeches.push(newSpeech(), newSpeech()); made.again(`who-${record.speeches.length - 2}`); }) : null));
}

function fieldsOf(made) {
  const { record, kind, wrong } = made;
  const rows = kind.fields.flatMap((one) => {
    const name = `field-${one.code}`;
    const value = record.fields[one.code] ?? "";
    const take = (text) => { record.fields[one.code] = text; };
    if (one.kind === "text") return [el("div", { class: "wide" }, field(one.label, area(made, name, value, take, 3), { wrong: wrong[name] }))];
    if (one.kind === "choice") return [field(one.label, choice(made, name, [["", say("choose")], ...one.choices], value, take))];
    if (one.kind === "person") return person(made, name, one.label, { name: value, key: record.fields[`${one.code}_key`] ?? "" }, (found) => { record.fields[one.code] = found.name; record.fields[`${one.code}_key`] = found.key; });
    if (one.kind === "number") return [field(one.label, input(made, name, value, take, { inputmode: "decimal", maxlength: 12 }), { wrong: wrong[name] })];
    return [el("div", { class: "wide" }, field(one.label, input(made, name, value, take, { maxlength: 400 }), { wrong: wrong[name] }))];
  });
  return card([kind.label], el("div", { class: "card-body grid" }, ...rows));
}

function mattersOf(made) {
  const { record, kind } = made;
  return card([say("matters"), kind.votes.length ? el("span", { class: "mark" }, say("proposed")) : null], ...record.matters.map((one, row) => matterOf(made, one, row)),
    el("div", { class: "card-body" }, button(say("moreMatters"), () => { record.matters.push(newMatter(kind)); made.again(`matter-${record.matters.length - 1}`); })));
}

const MONTH = 30 * 24 * 60 * 60 * 1000;

function matterOf(made, one, row) {
  const { record, kind, wrong } = made;
  const due = input(made, `due-${row}`, one.due, (text) => { one.due = text; one.dueTyped = true; }, { type: "date" });
  const owner = person(made, `owner-${row}`, say("owner"), one.owner, (found) => {
    one.owner = found;
    if (found.name && !one.due && record.sittings[0].on) {   // as the page on line: a day 30 days on, beside an owner only
      one.due = new Date(new Date(`${record.sittings[0].on}T12:00:00`).getTime() + MONTH).toLocaleDateString("sv");
      due.value = one.due;
    }
  });
  return el("div", { class: "card-body matter" },
    field(say("matter", { n: row + 1 }), area(made, `matter-${row}`, one.text, (text) => { one.text = text; }, 1), { wrong: wrong[`matter-${row}`] }), kind.votes.length ? votePart(made, one, row) : null,
    el("div", { class: "grid" }, ...owner, field(say("due"), due, { wrong: wrong[`due-${row}`] }),
      field(say("check"), input(made, `check-${row}`, one.check, (text) => { one.check = text; }, { type: "date" }))));
}

function votePart(made, one, row) {
  const { kind, wrong } = made;
  const number = (name, label) => el("label", {}, label, el("input", { name: `${name}-${row}`, value: one[name], inputmode: "numeric", maxlength: 5, autocomplete: "off", on: { input: (event) => made.set(() => { one[name] = event.target.value.trim(); }) } }));
  const sums = el("div", { class: "sums-of-vote" }, ...["favour", "against", "abstain"].map((name) => number(name, config.ballots[name === "favour" ? "for" : name])));
  const written = el("div", { class: "sums-of-vote" }, number("written_favour", config.ballots.wfor), number("written_against", config.ballots.wagainst));
  const show = () => { sums.hidden = one.how !== "sums"; written.hidden = !one.how || one.vote !== "admission"; };
  const pick = radios(made, `how-${row}`, say("vote"), [["all", say("all")], ["sums", say("sums")], ["", say("noVote")]], one.how, (how) => { one.how = how; show(); });
  pick.classList.add("vote-offline");
  if (wrong[`vote-${row}`]) pick.append(el("p", { class: "error" }, wrong[`vote-${row}`]));
  if (kind.votes.length > 1) pick.append(el("label", {}, say("voteKind"), " ", choice(made, `votekind-${row}`, config.votes.filter(([value]) => kind.votes.includes(value)), one.vote, (value) => { one.vote = value; show(); })));
  pick.append(tick(say("secret"), `secret-${row}`, one.secret, (on) => { one.secret = on; }, made), sums, written);
  show();
  return pick;
}

function howOf(made) {
  const { record, wrong } = made;
  return el("details", { class: "card", open: Boolean(record.reason || record.copied) }, el("summary", { class: "card-head" }, say("howWritten")), el("div", { class: "card-body" },
    field(say("reason"), input(made, "reason", record.reason, (text) => { record.reason = text; }, { maxlength: 200 }), { wrong: wrong.reason }),
    field(say("copied"), input(made, "copied", record.copied, (text) => { record.copied = text; }, { maxlength: 120 }))));
}

function photosOf({ record, wrong }, { add, drop }) {
  const there = record.photos ?? [];
  const taken = el("input", { class: "form-control", name: "photos", type: "file", accept: "image/jpeg,image/png", multiple: true, on: { change: (event) => add([...event.target.files]) } });
  return el("details", { class: "card", open: Boolean(there.length || wrong.photos) }, el("summary", { class: "card-head" }, say("photos")), el("div", { class: "card-body" },
    there.length ? el("ul", { class: "plain" }, ...there.map((one, place) => el("li", {}, `${say("photo")} ${place + 1} `, el("span", { class: "hint" }, `${Math.ceil(one.size / 1000)} KB`), " ", button(say("photoDrop"), () => drop(one))))) : null,
    there.length < config.limits.photos ? field(say("photo"), taken, { hint: say("photosHint", { n: config.limits.photos }), wrong: wrong.photos }) : null));
}

// --- the verdicts, while somebody writes ---

function panelOf(book, record) {
  const kind = kindOf(record);
  const room = heads(book, record);
  const found = faults(book, record);
  const rows = found.map(([, text]) => el("li", { class: "act" }, tag("act", say("impossible")), " ", text));
  const meeting = room.expected ? quorum(kind.expected, kind.votes, room, config.rules) : null;
  if (meeting) rows.push(el("li", {}, meeting.met ? tag("ok", say("enough")) : tag("act", say("short")), " ", sentence(meeting), " ", cited(meeting)));
  record.matters.forEach((one, row) => {
    const vote = voteOf(book, record, one);
    if (!vote || found.some(([place]) => place === `vote-${row}`)) return;   // nothing follows from what cannot be
    const told = judge(vote, room, config.rules);
    const shown = told.reasons.filter((each, place) => !each.met || place === told.reasons.length - 1);
    rows.push(el("li", {}, told.ok ? tag("ok", say("passed")) : tag("act", say("failed")), " ", say("matterIs", { n: row + 1 }), config.lang.startsWith("zh") ? "" : " ", ...shown.flatMap((each) => [sentence(each), " ", cited(each), " "])));
  });
  const hints = missing(book, record);
  for (const one of hints) rows.push(el("li", {}, tag("soon", say("hint")), " ", hintWords(one, kind, config.hints), " ", one.rule ? el("span", { class: "hint" }, config.hints.cited[one.rule]) : null));
  if (!found.length && !hints.length) rows.push(el("li", {}, tag("ok", say("complete")), " ", say("nothingMissing")));
  return [el("div", { class: "card-head" }, el("h2", {}, say("panel")), room.expected ? el("span", { class: "hint" }, say("heads", { n: room.expected, present: room.present })) : null), el("ul", { class: "panel" }, ...rows)];
}

const cited = (reason) => el("span", { class: "hint" }, config.rules[reason.kind].cited);
