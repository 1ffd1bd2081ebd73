// 正, stroke by stroke, as templatetags/desk.py draws it
const STROKES = ["M3 4H21", "M12 4V20", "M12 11.5H19", "M6.5 11.5V20", "M3 20H21"];
const SPACE = "http://www.w3.org/2000/svg";

export function drawStrokes(place, count) {
  if (!place) return;
  const whole = document.createElement("span");
  whole.className = "strokes";
  whole.ariaHidden = "true";   // the number stands beside it
  for (let left = count; left > 0; left -= 5) {
    const picture = document.createElementNS(SPACE, "svg");
    for (const [name, value] of [["width", 24], ["height", 24], ["viewBox", "0 0 24 24"]]) picture.setAttribute(name, value);
    const path = document.createElementNS(SPACE, "path");
    path.setAttribute("d", STROKES.slice(0, left).join(""));
    picture.append(path);
    whole.append(picture);
  }
  place.replaceChildren(whole);
}
