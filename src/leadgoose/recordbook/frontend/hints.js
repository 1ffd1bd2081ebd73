// What a good record would still say: rules/hints.py said once more, from the same tables (they come with the page). They stop nothing and count
// nothing. tests/recordbook/test_offline_hints.py holds both against each other. No imports.

// entry: as rules/entry.py keeps it, people not said included; kind: of the page's config; heads: as verdict.js gives them. [{code, numbers, rule}]
export function hintsOf(entry, kind, heads, table) {
  const found = [];
  const hint = (code, numbers = {}, rule = "") => found.push({ code, numbers, rule });
  const list = (name) => entry[name] ?? [];
  const text = (value) => (value ?? "").trim();
  const told = entry.fields ?? {};
  const paper = Boolean(entry.paper_original);
  if (!paper) {
    if ((list("people").length || kind.topics) && list("sittings").some((one) => !one.start || !one.end)) hint("times");
    if (kind.membersOnly) {
      if (!entry.chair?.name) hint("chair", {}, table.rules.chair);
      if (!entry.recorder?.name) hint("recorder");
      if (!text(entry.title)) hint("title");
    }
  }
  ofPeople(list("people"), kind, hint);
  ofVotes(list("matters"), heads, hint);
  if (paper) return found;
  if (kind.speeches && kind.membersOnly) ofSpeeches(list("speeches"), list("matters"), Object.values(told), table, hint);
  list("matters").forEach((one, place) => {
    if (one.owner?.name && !one.due_on) hint("no-day", { matter: place + 1 });
    else if (one.due_on && !one.owner?.name) hint("no-owner", { matter: place + 1 });
  });
  const missing = (table.wanted[kind.kind] ?? []).filter((code) => !text(told[code]));
  if (missing.length) hint("own", { fields: missing });
  if (kind.kind === "life_meeting" && !text(told.criticism)) hint("criticism", {}, table.rules.criticism);
  if (kind.kind === "area_activity" && !(told.before && told.after)) hint("figures");
  if (kind.kind === "appraisal") ofAppraisal(told, table, hint);
  return found;
}

function ofPeople(people, kind, hint) {
  const unsaid = people.filter((one) => one.expected && one.stand === "unsaid").map((one) => one.name);
  if (unsaid.length) hint("unsaid", { names: unsaid, n: unsaid.length });
  const leave = people.filter((one) => one.stand === "leave" && !one.reason && !one.note).map((one) => one.name);
  if (leave.length) hint("leave", { names: leave });
  if (kind.membersOnly && !people.some((one) => one.expected)) hint("nobody");
}

function ofVotes(matters, heads, hint) {
  const there = matters.some((one) => one.vote?.kind === "committee") ? heads.present : heads.votersPresent;
  matters.forEach(({ vote }, place) => {
    if (!vote) return;
    const told = (vote.favour ?? 0) + (vote.against ?? 0) + (vote.abstain ?? 0);
    if (told < there) hint("votes", { matter: place + 1, told, there, short: there - told });
    if (vote.kind === "admission" && !vote.secret) hint("secret", { matter: place + 1 });
  });
}

function ofSpeeches(speeches, matters, fields, table, hint) {
  const votes = matters.map((one) => one.vote).filter(Boolean);
  const dissent = votes.reduce((sum, one) => sum + (one.against ?? 0) + (one.abstain ?? 0), 0);
  if (dissent && !speeches.some((one) => (one.differs ?? "").trim())) hint("differs", { n: dissent });
  if (!speeches.length) hint("silent", {}, votes.length ? table.rules.silent : "");
  const allAgree = new RegExp(table.allAgree);
  if ([...speeches.map((one) => one.point ?? ""), ...matters.map((one) => one.text ?? ""), ...fields].some((one) => allAgree.test(one))) hint("all-agree");
  const unnamed = speeches.filter((one) => !(one.who?.name ?? "").trim()).length;
  if (unnamed) hint("unnamed", { n: unnamed });
}

// whole numbers only
function ofAppraisal(told, table, hint) {
  const counts = Object.fromEntries(["rated", ...table.grades].filter((name) => /^[0-9]{1,9}$/.test(told[name] ?? "")).map((name) => [name, Number(told[name])]));
  if (Object.keys(counts).length < 1 + table.grades.length) { hint("grades", {}, table.rules.grades); return; }
  const total = table.grades.reduce((sum, name) => sum + counts[name], 0);
  if (total !== counts.rated) hint("grades-sum", { total, rated: counts.rated });
  const [numerator, denominator] = table.excellent;
  if (counts.excellent * denominator > counts.rated * numerator) {
    hint("excellent", { excellent: counts.excellent, rated: counts.rated, most: Math.floor((counts.rated * numerator) / denominator) }, table.rules.excellent);
  }
}

// its sentence; names and fields are lists
export function hintWords(one, kind, table) {
  const labels = (codes) => codes.map((code) => kind.fields.find((each) => each.code === code)?.label ?? code);
  const { names, fields, ...numbers } = one.numbers;
  const values = { ...numbers, ...(names ? { names: names.join("、") } : {}), ...(fields ? { fields: labels(fields).join("、") } : {}) };
  return table.words[one.code].replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole));
}
