// Words come from the page, in its language: "第 {n} 张" → "第 7 张".
export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function say(place, words, state = "") {
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
  place.classList.remove("ok", "act");
  if (state) place.classList.add(state);
}
