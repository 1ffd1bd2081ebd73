// A photo made smaller in the browser, before it goes anywhere: JPEG of at most LONGEST pixels a side and MOST bytes, without what the camera wrote
// beside the picture (place, device). undefined where the browser cannot read it. No imports.
export const LONGEST = 1600;
export const MOST = 600 * 1000;
const QUALITIES = [0.8, 0.65, 0.5, 0.35];

export async function shrunk(file) {
  const picture = await read(file);
  if (!picture) return undefined;
  const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * share)));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";   // JPEG has no see-through
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  let made;
  for (const quality of QUALITIES) {
    made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
    if (made && made.size <= MOST) break;
  }
  return made ?? undefined;
}

async function read(file) {
  if (!file.type.startsWith("image/") || !globalThis.createImageBitmap) return undefined;
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return createImageBitmap(file).catch(() => undefined);   // a browser that knows no options
  }
}

export const asJpeg = (name) => `${name.replace(/\.\w{1,5}$/, "")}.jpg`;
