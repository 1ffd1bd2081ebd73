// Builds what the browser loads: one style sheet and one script, the count desk's own and the offline page's, into static/look/dist (not committed).
//   node tools/bundle.mjs
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const look = join(root, "src/leadgoose/ground/look");
const dist = join(look, "static/look/dist");
const target = ["chrome86", "firefox78", "safari14"];   // what offices still run

function style() {
  const { css } = sass.compile(join(look, "frontend/leadgoose.scss"), { loadPaths: [join(root, "node_modules")], quietDeps: true });
  const own = css.replaceAll(/url\("data:[^"]*"\)/g, "none");   // the policy refuses data: addresses; _forms.scss has files instead
  refuseUnknownTokens(own);
  if (own.includes("data:")) throw new Error("a data: address is left in the style sheet");
  return esbuild.transformSync(own, { loader: "css", minify: true, target, legalComments: "none" }).code;
}

// A part of Tabler that reads a token which ours do not define would silently lose its colour.
function refuseUnknownTokens(css) {
  const defined = new Set([...css.matchAll(/(--[\w-]+)\s*:/g)].map((found) => found[1]));
  const wanted = new Set([...css.matchAll(/var\((--[\w-]+)\s*\)/g)].map((found) => found[1]));
  const unknown = [...wanted].filter((name) => !defined.has(name)).sort();
  if (unknown.length) throw new Error(`frontend/_tokens.scss defines no ${unknown.join(", ")}`);
}

// esbuild takes a fault of Safari 14 in one corner of destructuring for its absence
function script(source) {
  const built = esbuild.buildSync({ entryPoints: [source], bundle: true, minify: true, write: false, format: "iife", target, supported: { destructuring: true }, nodePaths: [join(root, "node_modules")], legalComments: "none" });
  return built.outputFiles[0].text;
}

const elections = join(root, "src/leadgoose/elections/frontend");
const made = { "leadgoose.css": style(), "leadgoose.js": script(join(look, "frontend/leadgoose.js")) };
for (const name of ["desk.js", "desk-store.js", "desk-worker.js"]) made[name] = script(join(elections, name));   // the count desk, its store, its service worker
made["passkey.js"] = script(join(root, "src/leadgoose/accounts/frontend/passkey.js"));   // the second factor's question to the browser
const recordbook = join(root, "src/leadgoose/recordbook/frontend");
for (const name of ["offline.js", "offline-worker.js"]) made[name] = script(join(recordbook, name));   // recording without network, its service worker
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const [name, text] of Object.entries(made)) {
  writeFileSync(join(dist, name), text);
  console.log(`${name} ${(text.length / 1000).toFixed(1)} kB, gzip ${(gzipSync(text).length / 1000).toFixed(1)} kB`);
}
