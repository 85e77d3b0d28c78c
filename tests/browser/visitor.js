// visitor.js: somebody in front of a browser, who checks every page that she sees: no axe-core violation,
// no error on the console, nothing wider than the screen, the right language, one title.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"));
// From an address that browsers keep: to hand it to each page takes longer than to run it.
const shelf = createServer((_, res) => res.writeHead(200, {
  "Content-Type": "text/javascript", "Cache-Control": "max-age=86400, immutable", "Access-Control-Allow-Origin": "*",
}).end(axe)).listen(0, "127.0.0.1").unref();
export const counts = { passed: 0, failed: 0, again: 0 };

// What axe-core found of a page, by all that it looks at: the document as it stands, the screen, the colours, what lies
// on top. Many runs go through the same first pages: the same page is asked about once.
const known = new Map();
const drawn = (html) => html.replace(/(name="token" value=")[^"]*/g, "$1").replace(/\b(csrf|nonce)="[^"]*/g, "$1");

export function check(ok, name, detail = "") {
  counts[ok ? "passed" : "failed"]++;
  console.log(`${ok ? "ok  " : "FAIL"} ${name}${ok ? "" : "  " + detail}`);
  return ok;
}

export class Visitor {
  // how: { width, height, lang, scheme, script }. The language was chosen in this browser before.
  static async arrive(browser, url, name, how) {
    const v = new Visitor();
    const { width = 1280, height = 900, lang = "en", scheme = "light", script = true } = how;
    v.context = await browser.newContext({
      viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script,
      locale: lang === "nl" ? "nl-NL" : "en-GB", bypassCSP: true, reducedMotion: "reduce",
    });
    await v.context.addCookies([{ name: "sintmaarten-language", value: lang, url }]);
    v.page = await v.context.newPage();
    Object.assign(v, { url, name, lang, script, troubles: [], seen: new Set() });
    // A form that is not in order answers 422, and a page that comes before the stream of the one before it has
    // ended is told to try later (429): a browser notes both; they are no trouble.
    const usual = (m) => /status of 422/.test(m.text()) || (/status of 429/.test(m.text()) && /\/seats\/stream/.test(m.location().url));
    v.page.on("console", (m) => m.type() === "error" && !usual(m) && v.troubles.push(m.text()));
    v.page.on("pageerror", (e) => v.troubles.push(String(e)));
    v.page.setDefaultTimeout(10000);
    return v;
  }
  async leave() {
    await this.context.close();
  }
  async go(path, status = 200) {
    const answer = await this.page.goto(this.url + path);
    check(answer.status() === status, `${this.name}: ${path} answers ${status}`, String(answer.status()));
    if (status !== 200) this.troubles.length = 0;
    await this.look(path);
  }
  async click(selector, what) {
    const before = this.page.url();
    await this.page.locator(selector).first().click();
    await this.page.waitForLoadState("load");
    await this.look(what ?? `after ${selector} on ${new URL(before).pathname}`);
  }
  // The button that she sees: in the card, or on a phone in the bar. Where something would be refused a page asks first.
  async submitPlan(term) {
    await this.page.locator(`form[action='/plan/${term}/submit'] button:visible, .reach button:visible`).first().click();
    await this.page.waitForLoadState("load");
    await this.look("plan submitted");
    if (new URL(this.page.url()).pathname !== `/plan/${term}/submit`) return;
    await this.click(`form[action='/plan/${term}/submit'] button`, "the others submitted");
  }
  async fill(selector, text) {
    await this.page.locator(selector).fill(text);
  }
  text(selector = "main") {
    return this.page.locator(selector).first().innerText();
  }
  async says(pattern, name) {
    const text = await this.text();
    check(pattern.test(text), `${this.name}: ${name}`, `${pattern} not in: ${text.slice(0, 300).replace(/\s+/g, " ")}`);
  }
  async signIn(login, password) {
    await this.go("/sign-in");
    await this.fill("#f-name", login);
    await this.fill("#f-password", password);
    await this.click("main form[action='/sign-in'] button.button", `${login} signs in`);
    check(new URL(this.page.url()).pathname !== "/sign-in", `${this.name}: ${login} is signed in`, this.page.url());
  }
  // Everything that must hold of any page.
  async look(what) {
    if (this.script) {
      await this.page.evaluate(() => document.fonts.ready);
      const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      check(wide <= 0, `${this.name}: ${what}: nothing is wider than the screen`, `${wide} px too wide`);
      await this.axe(what);
    }
    const lang = await this.page.locator("html").getAttribute("lang");
    check(lang === this.lang, `${this.name}: ${what}: is in ${this.lang}`, String(lang));
    check(await this.page.locator("h1").count() === 1, `${this.name}: ${what}: has one title`);
    check(this.troubles.length === 0, `${this.name}: ${what}: the console is quiet`, this.troubles.join("; "));
    this.troubles.length = 0;
  }
  async axe(what) {
    const view = await this.page.evaluate(() => [innerWidth, innerHeight, matchMedia("(prefers-color-scheme: dark)").matches,
      ...document.querySelectorAll("dialog:modal, :popover-open, :focus")].map((x) => x.outerHTML ?? x).join());
    const key = createHash("sha256").update(view + drawn(await this.page.content())).digest("base64");
    if (known.has(key)) counts.again++;
    else known.set(key, this.violations());
    const words = await known.get(key);
    check(words.length === 0, `${this.name}: ${what}: no axe-core violation`, words.join("; "));
  }
  async violations() {
    const found = await this.page.evaluate(async (port) => {
      await import(`http://127.0.0.1:${port}/axe.js`);
      return (await window.axe.run(document, { resultTypes: ["violations"], preload: false })).violations;
    }, shelf.address().port);
    return found.map((x) => `${x.id}: ${x.nodes.slice(0, 3).map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).join(" | ")}`);
  }
}
