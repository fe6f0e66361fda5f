// Opens pages from disk in Chromium, each in three settings, and tells what a reader would stumble over.
//
// Usage: node look.js CHROMIUM PAGE...
// Writes one JSON object to standard output: what is seen by page and setting.

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, ...pages] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
const SETTINGS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  narrow: { colorScheme: "light", viewport: { width: 360, height: 740 } },
};

async function look(context, page) {
  const tab = await context.newPage();
  const requests = [];
  const complaints = [];
  tab.on("request", (request) => requests.push(request.url()));
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(String(error)));
  tab.on("dialog", (dialog) => { complaints.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  await tab.goto(pathToFileURL(path.resolve(page)).href);
  await tab.evaluate(() => document.querySelectorAll("details").forEach((list) => { list.open = true; }));
  await tab.evaluate(axe);
  const report = await tab.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const seen = {
    violations: report.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html) })),
    passes: report.passes.length,
    requests: requests.filter((address) => !address.startsWith("file:")),
    complaints,
    overflow: await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    scripts: await tab.evaluate(() => document.scripts.length),
    text: await tab.evaluate(() => document.body.innerText),
  };
  await tab.close();
  return seen;
}

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});
try {
  const seen = {};
  for (const [name, settings] of Object.entries(SETTINGS)) {
    const context = await browser.newContext({ ...settings, offline: true });
    for (const page of pages) (seen[page] ??= {})[name] = await look(context, page);
    await context.close();
  }
  process.stdout.write(JSON.stringify(seen));
} finally {
  await browser.close();
}
