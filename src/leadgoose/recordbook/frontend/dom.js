// el("p", {class: "hint"}, "words", el("b")): an element with its attributes and children; no markup is ever read from a text
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, String(value));
  }
  made.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

export const tag = (tone, words) => el("span", { class: `tag tag-${tone}` }, words);
export const note = (tone, ...children) => el("div", { class: `note note-${tone}`, role: tone === "act" ? "alert" : "status" }, ...children);
export const card = (heading, ...children) => el("section", { class: "card" }, el("div", { class: "card-head" }, ...[heading].flat().map((one, place) => (place ? one : el("h2", {}, one)))), ...children);
export const button = (words, act, main = false, more = {}) => el("button", { class: main ? "btn btn-primary" : "btn", type: "button", on: { click: act }, ...more }, words);

let numbers = 0;
export const fresh = () => `f${(numbers += 1)}`;

// a labelled field; wrong: the sentence at it
export function field(label, input, { hint, wrong, wide, marked } = {}) {
  const id = input.id || fresh();
  input.id = id;
  if (wrong) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", `${id}_error`); }
  return el("div", { class: wide ? "field wide" : "field" }, el("label", { for: id }, label, marked ? [" ", el("span", { class: "mark" }, marked)] : null), input,
    hint ? el("p", { class: "hint" }, hint) : null, wrong ? el("p", { class: "error", id: `${id}_error` }, wrong) : null);
}
