// Everything the page is told besides names: `web/offline_words.py` puts it on the page, in the reader's language.
export const config = JSON.parse(document.getElementById("offline").dataset.config);

// "第 {n} 项" → "第 2 项"; "%(name)s" of the server's sentences likewise
export function fill(words, values = {}) {
  return words.replace(/\{(\w+)\}|%\((\w+)\)s/g, (whole, one, other) => ((one ?? other) in values ? String(values[one ?? other]) : whole));
}

export const say = (name, values) => fill(config.words[name], values);
