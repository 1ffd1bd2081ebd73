import { fill, say } from "./words.js";
import { drafts } from "./boxes.js";
import { mine } from "./network.js";

// 现到 15 人，须到 15 人: counted as the boxes are ticked, before anything is declared
export function followRoll() {
  const form = document.querySelector("form[data-roll]");
  if (!form) return;
  const needs = form.dataset.needs.split(",").map(Number);
  const live = form.querySelector(".live");
  const boxes = [...form.querySelectorAll("input[name=in_room]")];
  const count = () => {
    const here = boxes.filter((box) => box.checked && !("other" in box.dataset)).length;
    const need = needs[boxes.filter((box) => box.checked && "excluded" in box.dataset).length];
    say(live, fill(here >= need ? live.dataset.enough : live.dataset.short, { here, need, short: need - here }), here >= need ? "ok" : "act");
  };
  const id = `${mine} ${form.elements.meeting.value} ${form.dataset.turn}`;   // of this declaration: the next one begins anew
  form.addEventListener("change", () => {
    count();
    drafts.put({ id, ticked: boxes.filter((box) => box.checked).map((box) => box.value) });
  });
  form.addEventListener("submit", () => { if (form.dataset.sure) drafts.remove(id); });
  // the power was cut while the roll was called: what was ticked is there again
  drafts.get(id).then((kept) => {
    if (kept) for (const box of boxes) box.checked = kept.ticked.includes(box.value);
    count();
  });
  count();
}

// a difference asks for its words as soon as it is typed
export function askReasons() {
  const form = document.querySelector("form[data-reconcile]");
  if (!form) return;
  const number = (name) => (form.elements[name].value === "" ? null : Number(form.elements[name].value));
  const look = () => {
    const { printed, issued, voters } = form.dataset;
    const returned = number("returned");
    const destroyed = number("spare_destroyed");
    const wanted = {
      reason_printed: destroyed !== null && Number(printed) !== Number(issued) + (number("spoiled") ?? 0) + destroyed,
      reason_issued: issued !== voters,
      reason_returned: returned !== null && returned < Number(voters),
    };
    for (const [name, asked] of Object.entries(wanted)) {
      const field = form.querySelector(`[data-gap=${name}]`);
      if (asked || !field.querySelector("input").value) field.hidden = !asked;
    }
  };
  form.addEventListener("input", look);
  look();
}
