// 离线记录: records without network on a phone, or out of a file. What is personal lies encrypted in the vault; the page itself holds no name.
import { button, card, el, field, note, tag } from "./dom.js";
import { byServer, daysLeft, fresh as freshHeld } from "./held.js";
import { begin, carried, faults, kindOf, reopened } from "./record.js";
import { recordForm } from "./form.js";
import { base64, download, openFile, sealFile } from "./sealed.js";
import { contact, send, sendPhoto, take } from "./server.js";
import { MOST, asJpeg, shrunk } from "../../ground/look/frontend/shrink.js";
import { canSeal, newKey, Vault } from "./vault.js";
import { config, say } from "./words.js";

const { limits } = config;
const IDLE = 10 * 60 * 1000;
const place = document.getElementById("offline");
const sealed = JSON.parse(document.getElementById("carried")?.textContent || "null");   // the names, where this page is a file
const [notesBox, screenBox] = [el("div"), el("div")];
const app = { vault: null, books: [], settings: null, records: [], network: "", notes: [], record: null, wrong: {}, phrase: "", sending: false, update: null, install: null };
const today = () => new Date().toLocaleDateString("sv");

start();

async function start() {
  if (!canSeal()) return refuse(globalThis.isSecureContext ? "noStore" : "insecure");
  app.vault = new Vault(sealed ? `leadgoose-offline-${sealed.bundle}` : "leadgoose-offline", limits);
  try {
    await app.vault.start();
  } catch {
    return refuse("noStore");
  }
  place.append(notesBox, screenBox);
  await tick();
  draw();
  setInterval(tick, 60 * 1000);
  for (const event of ["input", "click"]) document.addEventListener(event, rest);
  if (sealed) return undefined;
  addEventListener("online", meet);
  addEventListener("offline", () => told("away"));
  keepPage();
  meet();
  setInterval(() => { if (app.vault.open) meet(); }, 5 * 60 * 1000);   // locked it keeps no session alive
  setInterval(() => { if (app.vault.open && app.network === "away" && waiting().length) meet(); }, 15 * 1000);   // not every browser tells of a network
  return undefined;
}

function refuse(words) {
  place.append(note("act", el("p", {}, say(words))), el("p", {}, el("a", { class: "btn", href: config.urls.online }, say("online"))));
}

// --- time, network, the page's own updates ---

async function tick() {
  if (!app.vault.made) return;
  const { wiped } = await app.vault.tick(Date.now());
  if (wiped) forgotten(say("wipedDays", { n: limits.days, ...wiped }));
}

let idle;
function rest() {
  clearTimeout(idle);
  idle = setTimeout(async () => { if (app.vault?.open) { await flush(); lock(); } }, IDLE);
}

function told(state) {
  if (app.network === state) return;
  app.network = state;
  drawNotes();   // never what somebody is typing into
}

async function meet() {
  const answer = await contact(app.vault.head?.device ?? "");
  await heard(answer);
  if (app.vault.open && answer.state === "here") await sendAll();
}

// every answer of the server: its time counts, and where it says so the device forgets
async function heard(answer) {
  if (answer.server && app.vault.made) {
    await app.vault.write({ held: byServer(app.vault.head.held, Date.now(), Date.parse(answer.server)) });
    await tick();
  }
  if (answer.wipe) {
    if (app.vault.made) await app.vault.wipe();
    forgotten(answer.said);
  }
  told(answer.state === "no" ? "here" : answer.state);
}

function forgotten(sentence, tone = "act") {
  Object.assign(app, { books: [], records: [], settings: null, record: null, wrong: {} });
  app.notes = [...app.notes.filter(([one]) => one !== "act"), [tone, sentence]];
  draw();
}

async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); app.install = event; drawNotes(); });
  try {
    const here = await navigator.serviceWorker.register(place.dataset.worker, { scope: config.urls.page });
    const found = () => { if (here.waiting && navigator.serviceWorker.controller) { app.update = here.waiting; drawNotes(); } };
    here.addEventListener("updatefound", () => here.installing?.addEventListener("statechange", found));
    found();
    await here.update();   // the browser itself looks only now and then
  } catch {
    // signed out, or a browser without: the page needs the network then
  }
}

async function updateNow() {
  await flush();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  app.update.postMessage("update");
}

// --- drawing ---

function draw(focus = "") {
  if (!app.vault) return;
  const screen = !app.vault.made ? (sealed ? phraseScreen() : prepareScreen()) : !app.vault.open ? lockScreen() : app.record ? formScreen() : homeScreen();
  drawNotes();
  screenBox.replaceChildren(...screen.filter(Boolean));
  if (focus) screenBox.querySelector(`[name="${focus}"]`)?.focus();
}

function drawNotes() {
  const shown = app.notes.map(([tone, words, link]) => note(tone, el("p", {}, words, link ? [" ", el("a", { href: link }, say("see"))] : null)));
  if (app.update) shown.push(note("plain", el("p", {}, say("update"), " ", button(say("updateNow"), updateNow))));
  if (app.network === "log-in") shown.push(note("soon", el("p", {}, say("logIn"), " ", el("a", { class: "btn", href: config.urls.logIn }, say("logInNow")))));
  if (app.network === "denied") shown.push(note("act", el("p", {}, say("denied"))));
  if (app.install && app.vault?.open) shown.push(note("plain", el("p", {}, say("installed"), " ", button(say("install"), () => app.install.prompt()))));
  notesBox.replaceChildren(...shown);
  stateTag();
}

function stateTag() {
  const words = document.getElementById("offline-state");
  words.hidden = sealed || !["away", "here"].includes(app.network);
  words.className = `tag tag-${app.network === "here" ? "ok" : "soon"}`;
  words.textContent = app.network === "here" ? say("here") : app.network === "away" ? say("away") : "";
}

function form(submit, ...children) {
  const made = el("form", { class: "card-body", novalidate: true, autocomplete: "off", on: { submit: async (event) => {
    event.preventDefault();
    const press = made.querySelector("button[type=submit]");
    press.disabled = true;
    await submit(new FormData(made));
    press.disabled = false;
  } } }, ...children);
  return made;
}

const go = (words) => el("div", { class: "form-end" }, el("button", { class: "btn btn-primary", type: "submit" }, words));
// no password field: the browser's own store of passwords would keep it, and in clear what stands beside it
const secret = (name, more = {}) => el("input", { class: "form-control secret", name, autocomplete: "off", autocapitalize: "none", autocorrect: "off", spellcheck: "false", maxlength: 64, ...more });

function prepareScreen() {
  const { wrong } = app;
  const keep = el("input", { type: "checkbox", name: "keep", id: "keep" });
  return [card([say("prepare")], form(prepare, el("p", {}, say("prepareWhy")),
    field(say("deviceName"), el("input", { class: "form-control", name: "name", maxlength: 40, value: app.typedName ?? "" }), { hint: say("deviceHint"), wrong: wrong.name }),
    field(say("pin"), secret("pin"), { hint: say("pinHint", { n: limits.pin }), wrong: wrong.pin }), field(say("pinAgain"), secret("again"), { wrong: wrong.again }),
    el("div", { class: "field one-line" }, keep, el("label", { for: "keep" }, say("keep", { n: limits.days })), el("p", { class: "hint" }, say("keepHint"))),
    wrong[""] ? el("p", { class: "error", role: "alert" }, wrong[""]) : null, go(say("prepareNow")))), limitsPart()];
}

async function prepare(typed) {
  const [name, pin] = [typed.get("name").trim(), typed.get("pin")];
  app.typedName = name;
  app.wrong = { ...(name ? {} : { name: say("noName") }), ...(pin.length < limits.pin ? { pin: say("pinShort", { n: limits.pin }) } : pin !== typed.get("again") ? { again: say("pinDiffers") } : {}) };
  if (Object.keys(app.wrong).length) return draw("pin");
  const device = newKey();
  const answer = await take(device, name);
  if (answer.state !== "here") {
    app.wrong = { [answer.field ?? ""]: answer.said ?? say(answer.state === "away" ? "needNet" : answer.state === "log-in" ? "logIn" : "denied") };
    await heard(answer);
    return draw();
  }
  app.notes = [];
  await app.vault.create(pin, device, freshHeld(Date.now(), Date.parse(answer.server), namesIn(answer.books)));
  await store(answer, { name, keep: Boolean(typed.get("keep")) });
  navigator.storage?.persist?.();   // so that the browser does not make room with what was not sent yet
  app.network = "here";
  return draw();
}

const namesIn = (books) => new Set(books.flatMap((one) => one.people.map((each) => each.key))).size;

async function store(answer, settings) {
  app.settings = { ...settings, me: answer.me ?? "" };
  app.books = answer.books;
  await app.vault.put("books", "settings", { settings: app.settings });
  for (const book of answer.books) await app.vault.put("books", book.org, book);
}

function phraseScreen() {
  return [card([say("openFile")], form(async (typed) => {
    const phrase = typed.get("phrase");
    const content = await openFile(sealed, phrase);
    app.wrong = content ? {} : { phrase: say("badPhrase") };
    if (!content) return draw("phrase");
    app.phrase = phrase;
    await app.vault.create(phrase, sealed.bundle, freshHeld(Date.now(), Date.now(), namesIn(content.books)));
    await store(content, { name: place.dataset.file, keep: true });
    return draw();
  }, field(say("phrase"), secret("phrase"), { wrong: app.wrong.phrase }), go(say("open")))), limitsPart()];
}

function lockScreen() {
  return [card([say(sealed ? "openFile" : "openTitle")], form(async (typed) => {
    const found = await app.vault.unlock(typed.get("pin"));
    app.wrong = {};
    if (found.wiped) return forgotten(say("wipedPins", { n: limits.pins, ...found.wiped }));
    if (found.left) {
      app.wrong = { pin: say(sealed ? "wrongPhrase" : "wrongPin", { n: found.left, most: limits.pins }) };
      return draw("pin");
    }
    app.notes = [];
    app.phrase = sealed ? typed.get("pin") : "";
    await load();
    draw();
    return sealed ? undefined : meet();
  }, field(say(sealed ? "phrase" : "pin"), secret("pin"), { wrong: app.wrong.pin }), go(say("open")))), heldPart(), wipePart(), limitsPart()];
}

async function load() {
  const rows = await app.vault.all("books");
  app.settings = rows.find((one) => one.settings)?.settings ?? { name: "", me: "", keep: false };
  app.books = rows.filter((one) => one.org);
  app.records = (await app.vault.all("records")).sort((one, other) => (one.begun < other.begun ? -1 : 1));
}

function lock() {
  app.vault.lock();
  Object.assign(app, { books: [], records: [], settings: null, record: null, wrong: {}, phrase: "" });
  draw();
}

const waiting = () => app.records.filter((one) => one.phase !== "draft");

function homeScreen() {
  const begun = new Set(app.records.map((one) => one.plan).filter(Boolean));
  return [
    app.records.length ? card([say("mine")], el("ul", { class: "lines" }, ...app.records.map(recordLine)),
      waiting().length && !sealed ? el("div", { class: "card-body" }, button(say("send"), async () => { await meet(); if (app.network === "away") { app.notes = [["soon", say("waits", { n: waiting().length })]]; draw(); } }, true)) : null) : null,
    ...app.books.flatMap((book) => bookPart(book, begun)),
    exportPart(), heldPart(), wipePart(), limitsPart(),
    el("div", { class: "offline-top" }, button(say("lock"), async () => { await flush(); lock(); }), ...(sealed ? [] : [button(say("refresh"), refresh), el("a", { class: "btn", href: config.urls.online }, say("online"))])),
  ];
}

function bookPart(book, begun) {
  const open = (kind, plan) => { app.record = begin(book, kind, plan, app.settings.me, today()); app.wrong = {}; app.notes = []; draw(); scrollTo(0, 0); };
  const left = book.plan.filter((one) => !begun.has(one.key));
  const label = (name) => config.kinds.find((one) => one.kind === name)?.label ?? name;
  const select = el("select", { class: "form-select", name: `kind-${book.org}` }, ...config.kinds.filter((one) => one.expected !== "group" || book.groups.length).map((one) => el("option", { value: one.kind }, one.label)));
  return [card([`${say("planned")} · ${book.name}`], left.length ? el("ul", { class: "lines" }, ...left.map((one, place) => el("li", {},
    el("div", {}, el("p", { class: "what" }, label(one.kind), one.title ? `　${one.title}` : ""), el("p", { class: "why" }, [one.on || one.month.slice(0, 7), one.start, one.place].filter(Boolean).join("　"))),
    el("div", { class: "do" }, button(say("record"), () => open(one.kind, one), place === 0 && !app.records.length))))) : el("div", { class: "card-body" }, el("p", { class: "hint" }, say("noPlan"))),
  el("div", { class: "card-body" }, field(say("other"), select), button(say("start"), () => open(select.value, null))))];
}

function recordLine(one) {
  const [tone, words] = { draft: ["plain", "draft"], ready: ["soon", "ready"], refused: ["act", "refused"] }[one.phase];
  let sure = false;
  const drop = button(say("drop"), async () => {
    if (!sure) { sure = true; drop.textContent = say("dropSure"); return; }
    await dropped(one);
    draw();
  });
  return el("li", {}, tag(tone, say(words)), el("div", {}, el("p", { class: "what" }, kindOf(one).label, one.title ? `　${one.title}` : ""), el("p", { class: "why" }, one.sittings[0].on),
    one.said ? el("p", { class: "error" }, say("refusedWhy", { said: one.said })) : null),
  el("div", { class: "do" }, button(say("edit"), () => { app.record = reopened(one); app.wrong = {}; app.notes = []; draw(); scrollTo(0, 0); }), " ", drop));
}

function heldPart() {
  const { held } = app.vault.head;
  const list = el("ul", {}, el("li", {}, say("heldNames", { n: held.names })), el("li", {}, say("heldUntil", { n: daysLeft(held, limits.days) })));
  app.vault.count("records").then((n) => list.append(el("li", {}, n ? say("heldRecords", { n }) : say("heldNothing"))));
  return el("section", { class: "card held" }, el("div", { class: "card-head" }, el("h2", {}, say("held"))), el("div", { class: "card-body" }, list,
    held.back ? el("p", { class: "error" }, say("clockBack", { now: new Date().toLocaleString("sv").slice(0, 16) })) : null));
}

function limitsPart() {
  return el("details", { class: "card" }, el("summary", { class: "card-head" }, say("limits")), el("div", { class: "card-body" }, el("ul", {}, ...[1, 2, 3, 4, 5, 6].map((n) => el("li", {}, say(`limit${n}`))))));
}

function wipePart() {
  const body = el("div", { class: "card-body" });
  const wipe = async () => { await app.vault.wipe(); app.notes = []; forgotten(say("wipedByHand"), "plain"); };
  app.vault.count("records").then((n) => {
    const typed = n ? el("input", { class: "form-control", name: "wipe" }) : null;
    if (typed) body.append(field(say("wipeSure", { n, word: say("wipeWord") }), typed));
    body.append(button(say("wipe"), () => { if (!typed || typed.value.trim() === say("wipeWord")) wipe(); else typed.focus(); }));
  });
  return el("details", { class: "card" }, el("summary", { class: "card-head" }, say("wipe")), body);
}

async function refresh() {
  const answer = await take(app.vault.head.device, app.settings.name);
  await heard(answer);
  if (answer.state === "here") {
    for (const book of app.books) await app.vault.remove("books", book.org);
    await store(answer, app.settings);
    await app.vault.write({ held: freshHeld(Date.now(), Date.parse(answer.server), namesIn(answer.books)) });
    app.notes = [["ok", say("refreshed")]];
  } else if (answer.said && !answer.wipe) app.notes = [["act", answer.said]];
  draw();
}

function exportPart() {
  const fields = sealed ? [] : [field(say("phrase"), secret("phrase"), { wrong: app.wrong.phrase }), field(say("phraseAgain"), secret("again"), { wrong: app.wrong.again })];
  const body = form(async (typed) => {
    const phrase = sealed ? app.phrase : typed.get("phrase");
    const ready = waiting();
    app.wrong = !ready.length ? { export: say("nothingReady") } : phrase.length < limits.phrase ? { phrase: say("phraseShort", { n: limits.phrase }) }
      : !sealed && phrase !== typed.get("again") ? { again: say("phraseDiffers") } : {};
    if (Object.keys(app.wrong).length) return draw();
    for (const one of ready) { one.tried = true; await keep(one); }   // it may reach the server from now on
    const content = { device: app.settings.name, made: new Date().toISOString(), records: ready.map((one) => carried(bookOf(one), one)) };
    download(`${place.dataset.download}-${today()}.json`, await sealFile("records", content, phrase, limits.turns));
    app.notes = [["ok", say("exported", { n: ready.length })]];
    return draw();
  }, el("p", { class: "hint" }, say("exportWhy")), ...fields, app.wrong.export ? el("p", { class: "error" }, app.wrong.export) : null, go(say("exportNow")));
  return el("details", { class: "card", open: Boolean(sealed || app.wrong.phrase || app.wrong.again || app.wrong.export) }, el("summary", { class: "card-head" }, say("exportTitle")), body);
}

// --- one record ---

const bookOf = (record) => app.books.find((one) => one.org === record.org) ?? { org: record.org, name: "", people: [], groups: [], plan: [], items: [] };
let saving;

async function keep(record) {
  record.stored ??= newKey();   // under a key of its own: the record's own may tell which meeting it is
  await app.vault.put("records", record.stored, record);
  app.records = [...app.records.filter((one) => one.stored !== record.stored), record].sort((one, other) => (one.begun < other.begun ? -1 : 1));
}

async function dropped(record) {
  for (const photo of record.photos ?? []) await app.vault.remove("photos", photo.id);
  await app.vault.remove("records", record.stored);
  app.records = app.records.filter((one) => one.stored !== record.stored);
}

// photos lie in rows of their own, so that what is typed is sealed anew without them
async function addPhotos(record, files) {
  app.wrong = {};
  record.photos ??= [];
  for (const file of files.slice(0, limits.photos - record.photos.length)) {
    const made = await shrunk(file);
    if (!made || made.size > MOST) { app.wrong.photos = say("photoBad"); continue; }
    const photo = { id: newKey(), size: made.size };
    await app.vault.put("photos", photo.id, { name: asJpeg(file.name), data: base64(await made.arrayBuffer()) });
    record.photos.push(photo);
  }
  changed();
  draw("photos");
}

async function dropPhoto(record, photo) {
  await app.vault.remove("photos", photo.id);
  record.photos = record.photos.filter((one) => one !== photo);
  changed();
  draw("photos");
}

// after the record itself; "" when none is left, else the state in which the way ended
async function sendPhotos(record, messages) {
  for (const photo of [...record.photos ?? []]) {
    const answer = await sendPhoto(app.vault.head.device, record.stamp, await app.vault.get("photos", photo.id));
    if (answer.wipe) { await heard(answer); return "wiped"; }
    if (answer.state === "no") messages.push(["soon", say("photoNo", { said: answer.said })]);
    else if (answer.state !== "here") return answer.state;
    await app.vault.remove("photos", photo.id);
    record.photos = record.photos.filter((one) => one !== photo);
    await keep(record);
  }
  return "";
}

async function flush() {
  clearTimeout(saving);
  if (app.record?.touched && app.vault.open) await keep(app.record);
}

function changed() {
  app.record.touched = true;
  clearTimeout(saving);
  const { record } = app;
  saving = setTimeout(async () => {
    if (!app.vault.open) return;
    await keep(record);
    const words = document.getElementById("offline-saved");
    if (words) words.hidden = false;
  }, 400);
}

function formScreen() {
  const { record } = app;
  const sure = el("input", { type: "checkbox", name: "confirm", checked: record.sure, on: { change: (event) => { record.sure = event.target.checked; changed(); } } });
  return [
    el("div", { class: "offline-top" }, button(say("back"), leave), el("h2", {}, kindOf(record).label), el("span", { class: "hint", id: "offline-saved", role: "status", hidden: true }, say("saved"))),
    record.said ? note("act", el("p", {}, say("refusedWhy", { said: record.said }))) : null,
    recordForm(bookOf(record), record, {
      changed, wrong: app.wrong, again: (focus) => { changed(); draw(focus); },
      photos: sealed ? undefined : { add: (files) => addPhotos(record, files), drop: (photo) => dropPhoto(record, photo) },
    }),
    el("div", { class: "save" }, el("label", { class: "confirm" }, sure, el("span", {}, say("confirm"))), app.wrong.confirm ? el("p", { class: "error", role: "alert" }, app.wrong.confirm) : null,
      el("div", { class: "form-end" }, button(say("finish"), finish, true), button(say("back"), leave))),
  ];
}

async function leave() {
  await flush();
  app.record = null;
  draw();
}

async function finish() {
  const { record } = app;
  const found = faults(bookOf(record), record);
  app.wrong = Object.fromEntries(found.reverse());
  if (!record.sure) app.wrong.confirm = say("confirmFirst");
  if (Object.keys(app.wrong).length) { draw(); (place.querySelector("[aria-invalid], .error") ?? place).scrollIntoView({ block: "center" }); return; }
  clearTimeout(saving);
  Object.assign(record, { phase: "ready", written: new Date().toISOString(), said: "" });
  await keep(record);
  app.record = null;
  app.notes = [];
  draw();
  scrollTo(0, 0);
  if (!sealed) await meet();
}

// --- sending ---

async function sendAll() {
  if (app.sending || app.record || !app.vault.open) return;
  app.sending = true;
  const messages = [];
  try {
    for (const record of waiting()) {
      record.tried = true;
      await keep(record);   // noted before it goes out: an answer that never comes doubles nothing
      const answer = await send(app.vault.head.device, carried(bookOf(record), record));
      if (answer.wipe) { await heard(answer); return; }
      if (answer.state === "no") { Object.assign(record, { phase: "refused", said: answer.said }); await keep(record); continue; }
      if (answer.state !== "here") { told(answer.state); break; }
      const ended = await sendPhotos(record, messages);
      if (ended === "wiped") return;
      if (ended) { told(ended); break; }
      await dropped(record);
      const values = { label: kindOf(record).label, on: record.sittings[0].on, number: answer.number, receipt: answer.receipt };
      const words = say({ entered: "sentEntered", known: "sentKnown", beside: "sentBeside" }[answer.became], values);
      messages.push([answer.became === "beside" ? "soon" : "ok", answer.late ? `${words}${say("sentLate")}` : words, answer.address]);
    }
  } finally {
    app.sending = false;
  }
  if (messages.length) app.notes = messages;
  if (messages.length && !app.records.length && !app.settings.keep) {
    await app.vault.wipe();
    forgotten(say("wipedSent"), "plain");
    return;
  }
  if (!app.record) draw();
}
