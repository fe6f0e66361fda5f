// Times in Chromium what a reader waits for on a site in a folder, and counts the pages of printed statements.
//
// Usage: node time_site.js CHROMIUM NODE_MODULES JOB_FILE
// The job names sites, pages and texts; one JSON object with medians of five, in milliseconds, goes to standard output.

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [executablePath, modules, jobFile] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(modules), "package.json"))("playwright-core");
const job = JSON.parse(fs.readFileSync(jobFile, "utf8"));
const address = (site, page) => pathToFileURL(path.resolve(site, page)).href;
const median = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

async function paint(tab, page) {
  const took = [];
  for (let i = 0; i < 5; i++) {
    await tab.goto("about:blank");
    await tab.goto(address(job.site, page), { waitUntil: "load" });
    took.push(await tab.evaluate(() => new Promise((done) => new PerformanceObserver((list) => {
      const found = list.getEntriesByName("first-contentful-paint");
      if (found.length) done(found[0].startTime);
    }).observe({ type: "paint", buffered: true }))));
  }
  return median(took);
}

// From a key stroke to a page that is laid out again.
async function typing(tab, site, page, texts) {
  const before = Date.now();
  await tab.goto("about:blank");
  await tab.goto(address(site, page), { waitUntil: "load" });
  const loaded = Date.now() - before;
  const took = await tab.evaluate((all) => all.map((text) => [1, 2, 3, 4, 5].map(() => {
    const input = document.getElementById("q"), type = (words) => {
      input.value = words;
      input.dispatchEvent(new Event("input"));
      return document.body.offsetHeight;
    };
    type("");
    const start = performance.now();
    type(text);
    return performance.now() - start;
  })), texts);
  return { loaded, took: Object.fromEntries(texts.map((text, i) => [text, median(took[i])])) };
}

// A passage in its place in a text of 20,000 characters.
async function verify(tab, page) {
  await tab.goto(address(job.site, page));
  return median(await tab.evaluate(() => [1, 2, 3, 4, 5].map(() => {
    const form = document.querySelector("form.verify"), text = "The number of 1,234 people, said on 5 May. ".repeat(465);
    const stream = window.dgVerify.stream(text), start = 9_000, end = 9_200;
    Object.assign(form.dataset, { start, end, sha256: window.dgVerify.hash(stream.slice(start, end)) });
    form.querySelector("textarea").value = text;
    const before = performance.now();
    form.requestSubmit();
    const took = performance.now() - before;
    if (!form.querySelector("output").textContent.startsWith("In place")) throw new Error("the passage was not found");
    return took;
  })));
}

async function printed(tab, page) {
  await tab.goto(address(job.site, page));
  const pdf = await tab.pdf({ format: "A4", preferCSSPageSize: true });
  return (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) || []).length;
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
try {
  const tab = await (await browser.newContext({ offline: true })).newPage(), told = { paint: {}, typing: {}, printed: {} };
  for (const page of job.pages) told.paint[page] = await paint(tab, page);
  for (const [name, site] of Object.entries({ real: job.site, large: job.large })) {
    told.typing[name] = {
      figures: await typing(tab, site, "figures.html", job.texts),
      search: await typing(tab, site, "search.html", job.texts),
    };
  }
  told.verify = await verify(tab, job.statement);
  for (const page of job.print) told.printed[page] = await printed(tab, page);
  process.stdout.write(JSON.stringify(told));
} finally {
  await browser.close();
}
