// Opens a site in Chromium, once from its folder and once below an address, and tells what a reader would stumble over.
//
// Usage: node look_at_site.js CHROMIUM NODE_MODULES SITE JOB_FILE
// The job names pages to look at, texts for the evidence stream and journeys, and parts if not all of them are wanted; one
// JSON object goes to standard output.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [executablePath, modules, site, jobFile] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "package.json"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");
const job = JSON.parse(fs.readFileSync(jobFile, "utf8"));
const SETTINGS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  narrow: { colorScheme: "light", viewport: { width: 390, height: 844 } },
  slim: { colorScheme: "light", viewport: { width: 320, height: 640 } },
};
const address = (page) => {
  const [file, hash] = page.split("#");
  return pathToFileURL(path.resolve(site, file)).href + (hash ? "#" + hash : "");
};

async function opened(context, heard) {
  const tab = await context.newPage();
  tab.on("request", (request) => { if (!/^(file|data|blob):/.test(request.url())) heard.push(`request ${request.url()}`); });
  tab.on("console", (message) => heard.push(`console ${message.text()}`));
  tab.on("pageerror", (error) => heard.push(`error ${error}`));
  tab.on("dialog", (dialog) => { heard.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  return tab;
}

// Each page is loaded once and then put into one setting after the other, as loading takes longer than looking.
async function look(browser) {
  const seen = [], context = await browser.newContext({ offline: true }), heard = [], tab = await opened(context, heard);
  for (const page of [...job.pages, ...job.others]) {
    heard.length = 0;
    await tab.goto("about:blank");
    await tab.goto(address(page));
    await tab.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
    await tab.evaluate(axe);
    for (const [setting, { colorScheme, viewport }] of Object.entries(SETTINGS)) {
      if (setting !== "light" && !job.pages.includes(page)) continue;
      await tab.emulateMedia({ colorScheme });
      await tab.setViewportSize(viewport);
      const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      // Fetching the style sheet again would be refused by the policy of the page, which is as it should be.
      const report = await tab.evaluate(() => window.axe.run(document, { preload: false, resultTypes: ["violations"] }));
      const violations = report.violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]);
      seen.push({ setting, page: page.replace(/#.*/, ""), heard: [...heard], overflow, violations, passes: report.passes.length });
    }
  }
  await context.close();
  return seen;
}

// The evidence stream and its hash of many texts, and all code points that Unicode 14 has.
async function streams(browser) {
  const context = await browser.newContext({ offline: true }), tab = await opened(context, []);
  await tab.goto(address(job.verify.page));
  const found = await tab.evaluate((texts) => texts.map((text) => window.dgVerify.hash(window.dgVerify.stream(text))), job.texts);
  const points = await tab.evaluate((ranges) => ranges.map(([first, last]) => {
    let all = "";
    for (let point = first; point <= last; point++) all += window.dgVerify.stream(String.fromCodePoint(point)) + " ";
    return window.dgVerify.hash(all);
  }), job.ranges);
  const pages = await tab.evaluate((markups) => markups.map((markup) => window.dgVerify.stream(window.dgVerify.page(markup))), job.markups);
  const answers = [];
  for (const text of job.verify.texts) {
    await tab.fill("textarea", text);
    const before = await tab.evaluate(() => performance.now());
    await tab.click("form.verify button");
    answers.push([await tab.textContent("form.verify output"), (await tab.evaluate(() => performance.now())) - before]);
  }
  await tab.goto(address(job.verify.source));
  await tab.fill("textarea", job.verify.texts[0]);
  await tab.click("form.verify button");
  const all = await tab.textContent("form.verify output");
  const cells = await tab.$$eval("td.check", (found) => found.map((cell) => cell.textContent));
  await context.close();
  return { found, points, pages, answers, all, cells };
}

async function save(tab, selector) {
  const [download] = await Promise.all([tab.waitForEvent("download"), tab.click(selector)]);
  return [download.suggestedFilename(), fs.readFileSync(await download.path()).toString("base64")];
}

async function journeys(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true }), heard = [];
  const tab = await opened(context, heard), told = {};
  const rows = () => tab.$$eval("#tbl tbody tr", (found) => found.map((row) => Array.from(row.cells, (cell) => cell.textContent)));

  await tab.goto(address("figures.html"));
  told.every = await rows();
  await tab.click("#tbl thead button >> text=Value");
  told.sorted = await rows();
  told.sortedBy = await tab.$$eval("#tbl th[aria-sort]", (found) => found.map((th) => [th.textContent, th.getAttribute("aria-sort")]));
  await tab.click("#tbl thead button >> text=Value");
  told.downwards = await rows();
  await tab.fill("#q", job.filter);
  told.filtered = await rows();
  told.count = await tab.textContent("#count");
  told.figures = await save(tab, "#csv");

  await tab.goto(address("search.html"));
  await tab.fill("#q", job.search);
  told.hits = await tab.$$eval("#hits a", (found) => found.map((link) => link.getAttribute("href")));
  told.searchHash = await tab.evaluate(() => location.hash);
  await tab.fill("#q", job.slip);
  told.slip = [await tab.textContent("#count"), await tab.textContent("#hits")];

  await tab.goto(address("lineage.html"));
  // The example has no document that several texts go back to.
  await tab.evaluate((all) => all.forEach((words) => {
    const part = document.createElement("details");
    part.append(words);
    document.querySelector("main").append(part);
  }), job.trees);
  told.trees = [];
  for (const words of job.carriers) { await tab.fill("#q", words); told.trees.push(await tab.locator("main > details:visible").count()); }

  await tab.goto(address(job.chart));
  const shown = () => tab.$$eval("figure.plot > svg.w g.s", (found) => found.filter((part) => !part.hasAttribute("hidden")).map((part) => part.dataset.s));
  told.before = await shown();
  const box = tab.locator(".legend input").first();
  if (await box.count()) { await box.focus(); await tab.keyboard.press("Space"); }
  told.after = await shown();
  told.chartHash = await tab.evaluate(() => location.hash);
  await tab.reload();
  told.again = await shown();
  if (await box.count()) await box.check();
  await tab.locator("figure.plot > svg.w g.s:not([hidden]) a").first().focus();
  told.tip = await tab.textContent(".tip");
  told.tipSeen = await tab.isVisible(".tip");
  await tab.keyboard.press("Escape");
  told.tipGone = !(await tab.isVisible(".tip"));
  told.svg = await save(tab, '[data-save="svg"]');
  told.png = await save(tab, '[data-save="png"]');
  told.csv = await save(tab, '[data-save="csv"]');
  await tab.locator("figure.plot > svg.w g.s:not([hidden]) a").first().focus();
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/\/s\//);
  told.landed = path.basename(new URL(tab.url()).pathname);
  await tab.emulateMedia({ media: "print" });
  const pdf = await tab.pdf({ format: "A4" });
  told.printed = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) || []).length;
  await context.close();
  return { ...told, heard };
}

// Below an address, without scripts, and whether addresses without their ending answer as on a host of pages.
async function hosted(browser) {
  const types = { html: "text/html", css: "text/css", js: "text/javascript", json: "application/json" }, asked = [];
  const server = http.createServer((request, response) => {
    const place = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    asked.push(place);
    const inside = place.startsWith("/deportation-goal/") ? path.join(site, place.slice("/deportation-goal/".length)) : "";
    const file = [inside, inside + ".html", path.join(inside, "index.html")].find((one) => inside && fs.existsSync(one) && fs.statSync(one).isFile());
    response.writeHead(file ? 200 : 404, { "Content-Type": types[(file || "").split(".").pop()] || "text/plain" });
    response.end(file ? fs.readFileSync(file) : "");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const root = `http://127.0.0.1:${server.address().port}/deportation-goal/`, missing = [], heard = [];
  const context = await browser.newContext(), tab = await context.newPage();
  tab.on("response", (response) => { if (response.status() !== 200) missing.push(response.url()); });
  tab.on("console", (message) => heard.push(message.text()));
  for (const page of ["index.html", "figures.html", "search.html", job.verify.page, job.verify.page.replace(/\.html$/, "")]) await tab.goto(root + page);
  await context.close();
  const bare = await browser.newContext({ javaScriptEnabled: false }), still = await bare.newPage(), without = {};
  for (const page of ["figures.html", "search.html", job.verify.page]) {
    await still.goto(root + page);
    without[page] = await still.locator("form:visible, button:visible").count();
  }
  await bare.close();
  server.close();
  return { missing, heard, without };
}

async function harmful(browser) {
  const context = await browser.newContext({ offline: true }), heard = [], tab = await opened(context, heard), titles = [];
  for (const page of job.harmful) {
    await tab.goto(pathToFileURL(path.resolve(job.harmfulSite, page)).href);
    await tab.waitForTimeout(20);
    titles.push(await tab.title());
  }
  await context.close();
  return { heard, titles };
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
try {
  const parts = { look, streams, journeys, hosted, harmful }, told = {};
  for (const name of job.parts ?? Object.keys(parts)) told[name] = await parts[name](browser);
  process.stdout.write(JSON.stringify(told));
} finally {
  await browser.close();
}
