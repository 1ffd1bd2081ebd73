// 正, stroke by stroke, as templatetags/desk.py draws it
const STROKES = ["M3 4H21", "M12 4V20", "M12 11.5H19", "M6.5 11.5V20", "M3 20H21"];
const WIDTH = 30;
const SPACE = "http://www.w3.org/2000/svg";

export function drawStrokes(place, count) {
  if (!place) return;
  if (!count) { place.replaceChildren(); return; }
  const width = Math.ceil(count / 5) * WIDTH;
  const picture = document.createElementNS(SPACE, "svg");
  for (const [name, value] of Object.entries({ class: "strokes", "aria-hidden": "true", width, height: 24, viewBox: `0 0 ${width} 24` })) picture.setAttribute(name, value);
  for (let place = 0; place < count; place += 1) {
    const path = document.createElementNS(SPACE, "path");
    path.setAttribute("transform", `translate(${Math.floor(place / 5) * WIDTH})`);
    path.setAttribute("d", STROKES[place % 5]);
    picture.append(path);
  }
  place.replaceChildren(picture);
}
