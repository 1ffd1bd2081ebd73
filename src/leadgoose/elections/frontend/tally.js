// Ballots tapped through. What is kept are the running sums; the ballot in hand is in this page's memory alone, and whatever was turned over
// is part of the sums: there is no list of ballots to go back to.
import { outbox } from "./boxes.js";
import { mine, send, sendAll } from "./network.js";
import { canHash, sheetText, signature, slowHash } from "./pins.js";
import { openStore } from "./store.js";
import { drawStrokes } from "./strokes.js";
import { fill, say } from "./words.js";

const MARKS = ["approve", "disapprove", "abstain"];

export function startTally() {
  const form = document.getElementById("sheet");
  showWaiting();
  document.addEventListener("desk:sent", ({ detail }) => { if (detail.sent && !busy) location.reload(); else showWaiting(); });
  if (form) new Tally(form);
}

let busy = false;   // somebody is tapping: the page is not loaded anew

class Tally {
  constructor(form) {
    this.form = form;
    this.words = document.getElementById("desk-words").dataset;
    this.entrant = form.elements.entrant;
    this.rows = [...form.querySelectorAll("tr[data-candidate]")];
    this.keys = this.rows.map((row) => row.dataset.candidate);
    this.seats = Number(form.dataset.seats);
    this.all = form.dataset.returned === "" ? null : Number(form.dataset.returned);
    this.write = form.querySelector("#write");
    this.names = new Map([...(this.write?.options ?? [])].map((one) => [one.value, one.text]));
    this.store = openStore(document.querySelector("script[data-store]").dataset.store);
    this.sums = this.empty();
    this.take();
    form.addEventListener("submit", (event) => { event.preventDefault(); this.close(); });
    form.addEventListener("input", () => this.fits());
    this.entrant.addEventListener("change", () => this.begin());
    for (const button of form.querySelectorAll("[data-mode]")) button.addEventListener("click", () => this.mode(button.dataset.mode));
    form.addEventListener("click", (event) => this.tapped(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    form.querySelector("[data-modes]").hidden = false;
    const typed = MARKS.some((mark) => this.field(mark, this.keys[0]).value !== "");
    this.mode(typed || form.elements.way.value === "paper" ? "sums" : "taps");
    if (this.way === "sums") this.begin();
  }

  empty() {
    return { lines: this.keys.map((key) => [key, [0, 0, 0]]), writeins: {}, invalid: 0, ballots: 0 };
  }

  // a new ballot in hand: nothing marked is an abstention
  take() {
    this.hand = { marks: Object.fromEntries(this.keys.map((key) => [key, 2])), writes: [] };
  }

  get name() {
    return `tally-${this.form.dataset.round}-${this.entrant.value}`;
  }

  field(mark, key) {
    return this.form.elements[`${mark}_${key}`];
  }

  async begin() {
    this.sums = this.empty();
    this.take();
    const chosen = this.entrant.selectedOptions[0];
    this.form.querySelector("[data-reason]").hidden = !(chosen && "entered" in chosen.dataset);
    if (this.way === "taps" && this.entrant.value) {
      const { kept, sums } = await this.store.read(this.name);
      document.querySelector("[data-unkept]").hidden = kept;
      if (sums) this.sums = sums;
    }
    this.written = this.sums.ballots;
    this.draw();
  }

  mode(way) {
    this.way = way;
    for (const button of this.form.querySelectorAll("[data-mode]")) button.setAttribute("aria-pressed", String(button.dataset.mode === way));
    for (const one of this.form.querySelectorAll("[data-taps]")) one.hidden = way !== "taps";
    for (const one of this.form.querySelectorAll("[data-sums]")) one.hidden = way !== "sums";
    this.form.querySelector(".tally").classList.toggle("tapping", way === "taps");
    for (const rows of this.form.querySelectorAll("[data-rows]")) rows.hidden = way === "taps";
    this.form.querySelector("[data-progress]").hidden = way !== "taps";
    if (this.form.elements.way.value !== "paper") this.form.elements.way.value = way;
    for (const key of this.keys) for (const mark of MARKS) this.field(mark, key).readOnly = way === "taps";
    this.form.elements.invalid.readOnly = way === "taps";
    say(this.form.querySelector("[data-said]"), "");
    if (way === "taps") this.begin();
    else { this.draw(); this.fits(); }
  }

  tapped(event) {
    const button = event.target.closest("button");
    if (!button || this.way !== "taps") return;
    const row = button.closest("tr[data-candidate]");
    if (button.dataset.tap) this.mark(row.dataset.candidate, MARKS.indexOf(button.dataset.tap));
    if ("next" in button.dataset) this.next();
    if ("again" in button.dataset) { this.take(); this.draw(); }
    if ("void" in button.dataset) this.next(true);
    if ("write" in button.dataset && this.write.value && !this.hand.writes.includes(this.write.value)) {
      this.hand.writes.push(this.write.value);
      this.write.value = "";
      this.draw();
    }
    if (button.dataset.unwrite) { this.hand.writes = this.hand.writes.filter((key) => key !== button.dataset.unwrite); this.draw(); }
  }

  pressed(event) {
    if (this.way !== "taps" || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = event.target;
    if (at.closest?.("input:not([readonly]), select, textarea, a, summary, [data-close], [data-mode], [data-write]")) return;
    if (/^[1-9]$/.test(event.key)) {
      const key = this.keys[Number(event.key) - 1];
      if (key) this.mark(key, this.hand.marks[key] === 2 ? 0 : this.hand.marks[key] + 1);
    } else if (event.key === "Enter") this.next();
    else if (event.key === "Backspace") { this.take(); this.draw(); }
    else if (event.key === "0") this.next(true);
    else return;
    event.preventDefault();
  }

  mark(key, mark) {
    if (!this.ready()) return;
    this.hand.marks[key] = mark;
    this.draw();
  }

  ready() {
    if (this.entrant.value) return true;
    say(this.form.querySelector("[data-said]"), this.words.entrant);
    this.entrant.focus();
    return false;
  }

  // the ballot in hand goes into the sums and is gone; the sums are written in the order of the ballots, however fast these come
  next(isVoid = false) {
    if (!this.ready()) return;
    const wrong = isVoid ? "" : this.wrong();
    if (this.all !== null && this.sums.ballots >= this.all) { say(this.form.querySelector("[data-said]"), this.words.full); return; }
    if (wrong) { say(this.form.querySelector("[data-said]"), wrong); return; }
    busy = true;
    if (isVoid) this.sums.invalid += 1;
    else {
      for (const [key, numbers] of this.sums.lines) numbers[this.hand.marks[key]] += 1;
      for (const key of this.hand.writes) this.sums.writeins[key] = (this.sums.writeins[key] ?? 0) + 1;
    }
    this.sums.ballots += 1;
    this.take();
    const { ballots } = this.sums;
    this.store.write(this.name, this.sums).then((kept) => {
      document.querySelector("[data-unkept]").hidden = kept;
      this.written = ballots;   // the next ballot is called for when this one would survive a power cut
      this.draw();
    });
    this.draw();
  }

  // why this ballot cannot be valid
  wrong() {
    const marks = Object.values(this.hand.marks);
    const chosen = marks.filter((mark) => mark === 0).length + this.hand.writes.length;
    const against = marks.filter((mark) => mark === 1).length;
    if (chosen > this.seats) return fill(this.words.overvote, { n: chosen, seats: this.seats });
    if (this.hand.writes.length > against) return fill(this.words.writeins, { n: this.hand.writes.length, d: against });
    return "";
  }

  draw() {
    const taps = this.way === "taps";
    if (!taps) this.form.querySelector("[data-end]").hidden = false;
    else {
      for (const [key, numbers] of this.sums.lines) MARKS.forEach((mark, place) => { this.field(mark, key).value = numbers[place]; });
      this.form.elements.invalid.value = this.sums.invalid;
      for (const row of this.rows) {
        const key = row.dataset.candidate;
        drawStrokes(row.querySelector("[data-strokes]"), Number(this.field("approve", key).value));
        row.querySelectorAll("[data-tap]").forEach((button) => button.setAttribute("aria-pressed", String(MARKS[this.hand.marks[key]] === button.dataset.tap)));
      }
      this.drawWritten();
      const progress = this.form.querySelector("[data-progress]");
      const ballots = this.written;
      const done = this.all !== null && ballots >= this.all;
      say(progress, fill(done ? progress.dataset.done : this.all === null ? progress.dataset.wordsOpen : progress.dataset.words, { n: ballots + 1, all: this.all }), done ? "ok" : "");
      say(this.form.querySelector("[data-said]"), this.wrong());
      for (const button of this.form.querySelectorAll("[data-next], [data-void], [data-again]")) button.disabled = done;
      this.form.querySelector("[data-end]").hidden = !done && this.all !== null;
    }
  }

  drawWritten() {
    const place = this.form.querySelector("[data-written]");
    if (!place) return;
    const sums = Object.entries(this.sums.writeins).map(([key, votes]) => `${this.names.get(key) ?? key} ${votes}`).join("、");
    place.replaceChildren(...this.hand.writes.map((key) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.dataset.unwrite = key;
      button.textContent = `${this.names.get(key) ?? key} ×`;
      return button;
    }), sums ? ` ${this.words.written} ${sums}` : "");
  }

  // 合计: does each line account for every valid ballot
  fits() {
    if (this.way !== "sums") return;
    const invalid = Number(this.form.elements.invalid.value || 0);
    for (const row of this.rows) {
      const place = row.querySelector("[data-sum]");
      const numbers = MARKS.map((mark) => this.field(mark, row.dataset.candidate).value);
      const n = numbers.reduce((all, one) => all + Number(one || 0), 0);
      if (this.all === null || numbers.every((one) => one === "")) { place.textContent = ""; continue; }
      const gap = this.all - invalid - n;
      const tag = document.createElement("span");
      tag.className = `tag tag-${gap ? "act" : "ok"}`;
      tag.textContent = fill(gap === 0 ? this.words.fits : gap > 0 ? this.words.below : this.words.above, { n, gap: Math.abs(gap) });
      place.replaceChildren(tag);
    }
  }

  typed() {
    const number = (field) => Number(field.value || 0);
    const writeins = {};
    for (const row of this.form.querySelectorAll(".written-row")) {
      const [select, input] = [row.querySelector("select"), row.querySelector("input")];
      if (select.value && number(input)) writeins[select.value] = (writeins[select.value] ?? 0) + number(input);
    }
    return { lines: this.keys.map((key) => [key, MARKS.map((mark) => number(this.field(mark, key)))]), writeins, invalid: number(this.form.elements.invalid) };
  }

  fields(sums) {
    const { elements } = this.form;
    const found = [["meeting", elements.meeting.value], ["round", elements.round.value], ["way", elements.way.value], ["entrant", this.entrant.value], ["invalid", sums.invalid], ["reason", elements.reason.value]];
    for (const [key, numbers] of sums.lines) found.push(["candidate", key], ...MARKS.map((mark, place) => [`${mark}_${key}`, numbers[place]]));
    Object.keys(sums.writeins).sort().forEach((key, place) => found.push([`other_${place}`, key], [`others_${place}`, sums.writeins[key]]));
    return found.map(([name, value]) => [name, String(value)]);
  }

  // closed: signed with the PIN's hash where that can be done here, so that it may wait for the network
  async close() {
    if (!this.ready()) return;
    const said = this.form.querySelector("[data-said]");
    if (this.way === "taps" && this.all !== null && this.sums.ballots < this.all) { say(said, fill(this.words.left, { left: this.all - this.sums.ballots })); return; }
    const sums = this.way === "taps" ? this.sums : this.typed();
    const fields = this.fields(sums);
    const salt = this.entrant.selectedOptions[0].dataset.salt;
    const pin = this.form.elements.pin?.value;
    const signed = pin !== undefined && canHash && salt;
    if (signed) fields.push(["signature", await signature(await slowHash(pin, salt), sheetText(this.form.dataset.round, this.entrant.value, sums))]);
    else if (pin !== undefined) fields.push(["pin", pin]);
    const item = { id: `${this.form.dataset.round}-${this.entrant.value}`, desk: mine, url: this.form.action, who: this.entrant.selectedOptions[0].text, fields };
    const answer = await send(this.form.action, fields);
    if (answer.wrong) { this.refused(answer.wrong); return; }
    if (answer.waits && !signed) { say(said, this.words.unsent); return; }
    if (answer.waits) await outbox.put(item);
    else await outbox.remove(item.id);
    await this.store.wipe(this.name);
    busy = false;
    this.form.reset();
    if (answer.sent) location.assign(`${mine}?meeting=${this.form.elements.meeting.value}&at=tally`);
    else { this.begin(); showWaiting(); }
  }

  refused(wrong) {
    for (const old of this.form.querySelectorAll(".error[data-now]")) old.remove();
    say(this.form.querySelector("[data-said]"), Object.values(wrong).join(""));
    const [name] = Object.keys(wrong);
    if (name === "reason") this.form.querySelector("[data-reason]").hidden = false;
    if (this.form.elements.pin) this.form.elements.pin.value = "";
    const field = this.form.elements[name];
    if (field?.focus) field.focus();
  }
}

// closed sheets that wait for the network, and those that were not taken, with the sentence why
async function showWaiting() {
  const place = document.getElementById("desk-outbox");
  const words = document.getElementById("desk-words")?.dataset;
  if (!place || !words) return;
  const items = (await outbox.all()).filter((one) => one.desk === mine);
  place.hidden = items.length === 0;
  place.replaceChildren(...items.map((one) => {
    const note = document.createElement("div");
    note.className = one.wrong ? "note note-act" : "note";
    const line = document.createElement("p");
    line.textContent = fill(one.wrong ? words.refused : words.waits, { who: one.who });
    const why = document.createElement("p");
    why.textContent = one.wrong ?? "";
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn";
    again.textContent = words.sendAgain;
    again.addEventListener("click", () => sendAll());
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "btn";
    drop.textContent = words.drop;
    drop.addEventListener("click", async () => { await outbox.remove(one.id); location.reload(); });
    note.append(line, why, again, ...(one.wrong ? [" ", drop] : []));
    return note;
  }));
}
