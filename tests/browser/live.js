// live.js: two people look at one last seat: what the one does, the other sees without a new page.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { PASSWORD } from "./campus.js";
import { TERM } from "./journeys.js";
import { Visitor, check } from "./visitor.js";

// A group with one seat, of a course that asks for nothing before it.
export async function lastSeat(url) {
  const all = (await (await fetch(`${url}/seats.json?term=${TERM}`)).json()).sections;
  for (const s of all.filter((g) => g.seats === 1 && g.free === 1)) {
    const page = await (await fetch(`${url}/courses/${encodeURIComponent(s.course)}?term=${TERM}`)).text();
    if (!/prereq|Before this course/.test(page)) return s;
  }
  throw new Error("no group of the sample has one seat");
}

const words = {
  en: { left: /1 of 1 seats left/, full: /Full, nobody waits yet/, waits: /Full, 1 person waits/, list: /You would come on the wait-list/ },
  nl: { left: /1 van (de )?1/, full: /Vol/, waits: /Vol, 1/, list: /wachtlijst/ },
};

// Becomes true, without a new page.
async function becomes(v, page, selector, pattern, name) {
  const at = page.locator(selector).first();
  let text = "";
  for (let i = 0; i < 100; i++) {
    text = await at.innerText();
    if (pattern.test(text)) break;
    await page.waitForTimeout(100);
  }
  check(pattern.test(text), `${v.name}: ${name}`, `${pattern} not in: ${text}`);
}

async function plans(v, seat) {
  await v.signIn(v.login, PASSWORD);
  await v.go(`/courses/${encodeURIComponent(seat.course)}?term=${TERM}`);
  await v.click(`form[action='/plan/${TERM}/add']:has(input[value='${seat.id}']) button`, `${seat.course} put in the plan`);
  await v.go(`/plan/${TERM}`);
}

const submit = (v) => v.submitPlan(TERM);

// Pages that must not be made anew carry a mark that a new page would not have.
const mark = (page) => page.evaluate(() => { document.body.dataset.mark = "same"; });
const marked = (page) => page.evaluate(() => document.body.dataset.mark === "same");

export async function live(browser, campus, name, how) {
  const seat = await lastSeat(campus.url), w = words[how.lang], chip = `[data-seats='${seat.id}']`;
  const anybody = await Visitor.arrive(browser, campus.url, name, how);
  const noor = await Visitor.arrive(browser, campus.url, name, how);
  const bram = await Visitor.arrive(browser, campus.url, name, how);
  Object.assign(noor, { login: "s1234567" });
  Object.assign(bram, { login: "s2345678" });
  await anybody.go(`/courses/${encodeURIComponent(seat.course)}?term=${TERM}`);
  await plans(noor, seat);
  await plans(bram, seat);
  for (const v of [anybody, bram]) {
    await becomes(v, v.page, chip, w.left, "one seat is left");
    await mark(v.page);
  }
  for (const v of [anybody, bram]) await v.page.locator("html[data-follows='seats']").waitFor({ timeout: 60000 });
  const sam = await Visitor.arrive(browser, campus.url, name, how);
  await sam.signIn("admin", PASSWORD);
  await sam.go(`/admin/demand?term=${TERM}`);
  await mark(sam.page);
  const decided = Number(await sam.page.locator("#demand .facts dd").first().innerText());
  await submit(noor);
  await becomes(sam, sam.page, "#demand .facts dd", new RegExp(`^${decided + 1}$`), "demand follows what is decided");
  check(await marked(sam.page), `${name}: the page of demand was not made anew`);
  await becomes(anybody, anybody.page, chip, w.full, "the last seat goes while somebody looks");
  await becomes(bram, bram.page, chip, w.full, "and while somebody plans");
  await becomes(bram, bram.page, `span[data-full='${seat.id}']`, w.list, "what would come of it is said");
  check(await bram.page.locator(`span[data-full='${seat.id}']`).isVisible(), `${name}: and can be seen`);
  check(await bram.page.locator(`.chip-warning ${chip}`).count() === 1, `${name}: the colour follows`);
  await becomes(bram, bram.page, "#announce", w.full, "a screen reader hears it for one's own courses");
  check(await anybody.page.locator("#announce").count() === 0, `${name}: and not for others`);
  check(await marked(bram.page) && await marked(anybody.page), `${name}: no page was made anew`);
  await bram.look("after the seat went");
  await anybody.look("after the seat went");
  await submit(bram);
  await becomes(anybody, anybody.page, chip, w.waits, "the wait-list grows while somebody looks");
  await signsOut(bram, seat);
  for (const v of [anybody, noor, bram, sam]) await v.leave();
}

// Signing out in one tab ends the stream of another.
async function signsOut(v, seat) {
  await v.go(`/plan/${TERM}`);
  const other = await v.context.newPage();
  await other.goto(`${v.url}/courses/${encodeURIComponent(seat.course)}?term=${TERM}`);
  await other.evaluate((id) => new Promise((ok) => {
    const source = new EventSource(`/seats/stream?section=${id}`);
    source.addEventListener("seats", ok, { once: true });
    source.addEventListener("error", () => { window.endedAt = Date.now(); }, { once: true });
  }), seat.id);
  check(await other.evaluate(() => window.endedAt === undefined), `${v.name}: the stream of another tab is open`);
  const began = Date.now();
  await Promise.all([v.page.waitForNavigation(),
    v.page.evaluate(() => document.querySelector("form[action='/sign-out']").requestSubmit())]);
  await v.look("signed out");
  await other.waitForFunction(() => window.endedAt !== undefined, undefined, { timeout: 10000 });
  const took = await other.evaluate(() => window.endedAt) - began;
  check(took < 3000, `${v.name}: it ends when she signs out in this one`, `after ${took} ms`);
  await other.close();
}
