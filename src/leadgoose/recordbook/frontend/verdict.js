// What a meeting needs, whether it could decide and what a vote amounts to: rules/room.py and ground/statutes/votes.py said once more, from the same
// thresholds and sentences (they come with the page). tests/recordbook/test_offline_verdicts.py holds both against each other. No imports.

export function least([numerator, denominator, orEqual], base) {
  const whole = Math.floor((numerator * base) / denominator);
  const rest = (numerator * base) % denominator;
  return orEqual ? Math.max(1, whole + (rest > 0 ? 1 : 0)) : whole + 1;
}

// heads: {expected, present, voters, votersPresent}; people: [{expected, voter, there}]
export function headsOf(people) {
  const expected = people.filter((one) => one.expected);
  const there = expected.filter((one) => one.there);
  return { expected: expected.length, present: there.length, voters: expected.filter((one) => one.voter).length, votersPresent: there.filter((one) => one.voter).length };
}

export function before(kinds, expected, voters, rules) {
  const told = [];
  for (const kind of kinds) {
    const heads = kind === "committee" ? expected : voters;
    if (!heads) continue;
    const { quorum, majority } = rules[kind];
    told.push({ code: `recordbook.before-${kind}`, kind, met: true, numbers: { expected: heads, come: least(quorum, heads), ...(majority ? { favour: least(majority, heads) } : {}) } });
  }
  return told;
}

// expects: who is expected by the kind ("committee", …); kinds: of its votes
export function quorum(expects, kinds, heads, rules) {
  if (expects === "committee") return held("committee", heads.present, heads.expected, rules);
  return kinds.length ? held(kinds[0] === "admission" ? "admission" : "ordinary", heads.votersPresent, heads.voters, rules) : null;
}

export function judge(vote, heads, rules) {
  if (vote.kind === "committee") {
    const met = 2 * vote.favour > heads.expected;
    const passed = { code: met ? "recordbook.committee-vote" : "recordbook.committee-vote-short", kind: vote.kind, met, numbers: { members: heads.expected, favour: vote.favour } };
    return verdict(held("committee", heads.present, heads.expected, rules), passed);
  }
  const written = vote.kind === "admission" ? vote.written_favour || 0 : 0;
  const favour = vote.favour + written;
  const need = least(rules[vote.kind].majority, heads.voters);
  const numbers = { favour, base: heads.voters, need, written };
  return verdict(held(vote.kind, heads.votersPresent, heads.voters, rules), reason(`statutes.${PASSED[vote.kind]}`, vote.kind, favour - need, numbers));
}

const HELD = { ordinary: "resolution-quorum", admission: "admission-quorum", committee: "committee-quorum" };
const PASSED = { ordinary: "resolution-majority", admission: "admission-majority" };

function held(kind, present, base, rules) {
  const need = least(rules[kind].quorum, base);
  return reason(`statutes.${HELD[kind]}`, kind, present - need, { present, expected: base, need });
}

function reason(code, kind, above, numbers) {
  return above >= 0 ? { code, kind, met: true, numbers: { ...numbers, above } } : { code: `${code}-short`, kind, met: false, numbers: { ...numbers, short: -above } };
}

const verdict = (first, second) => ({ ok: first.met && second.met, reasons: [first, second] });
