// follows.js: what happens to her plan is seen on the page that is open, and what she asked is answered on its page,
// without a new one. SPDX-License-Identifier: AGPL-3.0-or-later
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { PASSWORD } from "./campus.js";
import { TERM } from "./journeys.js";
import { lastSeat } from "./live.js";
import { enrols, leaves } from "./told.js";
import { Visitor, check } from "./visitor.js";

const words = { en: /Something has changed/, nl: /Er is iets veranderd/ };

async function arrives(browser, campus, name, how, login) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn(login, PASSWORD);
  return v;
}

// Her plan, open for as long as it takes that its stream is.
async function opens(v) {
  await v.go(`/plan/${TERM}`);
  await v.page.evaluate(() => { document.body.dataset.mark = "same"; });
  await v.page.waitForTimeout(2500);
}

async function isTold(v, why) {
  const notice = v.page.locator("main [data-follow]"), w = words[v.lang];
  await notice.waitFor({ state: "visible", timeout: 20000 }).catch(() => {});
  check(await notice.isVisible() && w.test(await notice.innerText()), `${v.name}: the open plan says that it changed: ${why}`);
  check(w.test(await v.text("#announce")), `${v.name}: a screen reader hears it: ${why}`);
  check(await v.page.evaluate(() => document.body.dataset.mark === "same"), `${v.name}: no page was made anew: ${why}`);
  await v.look(`plan that changed: ${why}`);
  await v.click("main [data-follow] a", `looked again: ${why}`);
  check(!await notice.isVisible(), `${v.name}: then it is as it is: ${why}`);
}

export async function follows(browser, campus, name, how) {
  const seat = await lastSeat(campus.url);
  const noor = await arrives(browser, campus, name, how, "s1234567");
  const bram = await arrives(browser, campus, name, how, "s2345678");
  const phone = await arrives(browser, campus, `${name}, her phone`, { ...how, width: 390, height: 844 }, "s2345678");
  await enrols(noor, seat);
  await enrols(bram, seat);
  await opens(phone);
  await leaves(noor, seat); // and Bram moves up
  await isTold(phone, "she moved up");
  await phone.says(/Enrolled|Ingeschreven/, "the place is there");
  await opens(phone);
  await choosesSome(bram, 2);
  await isTold(phone, "on another device");
  await changesOwn(phone);
  await windowOpens(phone, campus);
  for (const v of [noor, bram, phone]) await v.leave();
}

// Courses without prerequisites, of those that have seats.
async function choosesSome(v, most) {
  const all = (await (await fetch(`${v.url}/seats.json?term=${TERM}`)).json()).sections;
  const codes = [...new Set(all.filter((g) => g.free > 20).map((g) => g.course))];
  for (let i = 0, n = 0; i < codes.length && n < most; i += 40, n++) {
    await v.go(`/courses/${encodeURIComponent(codes[i])}?term=${TERM}`);
    await v.click(`form[action='/plan/${TERM}/add'] button`, `${codes[i]} put in the plan`);
  }
}

// What she does here herself is no news.
async function changesOwn(v) {
  await opens(v);
  await v.page.locator(`form[action='/plan/${TERM}/rank'] button:enabled`).first().click();
  await v.page.waitForTimeout(1000);
  await v.page.locator(`form[action='/plan/${TERM}/rank'] button:enabled`).first().click();
  await v.page.waitForTimeout(4000);
  check(await v.page.evaluate(() => document.body.dataset.mark === "same"), `${v.name}: moved in place`);
  check(await v.page.locator("main [data-follow]").count() === 1 && !await v.page.locator("main [data-follow]").isVisible(),
    `${v.name}: her own change is no news`);
}

// Her window opens while she looks at the page: it says so, by its own clock (the campus's stands still here, and is
// moved past the opening by hand).
async function windowOpens(v, campus) {
  const set = (sql) => database(campus, `UPDATE records_window SET ${sql} WHERE term = (SELECT id FROM records_term WHERE code = '${TERM}')`);
  await v.go(`/plan/${TERM}`);
  const now = Number(await v.page.locator("main [data-follow]").getAttribute("data-until"));
  check(now > 0, `${v.name}: the page knows when enrolment closes`, String(now));
  const closes = Number(query(campus, `SELECT min(closes) FROM records_window WHERE term = (SELECT id FROM records_term WHERE code = '${TERM}')`));
  set(`opens = ${closes - now + 8000}`);
  await v.go(`/plan/${TERM}`);
  check(!await v.page.locator("main [data-follow]").isVisible(), `${v.name}: not yet open, nothing is said`);
  await v.page.locator("main [data-follow]").waitFor({ state: "visible", timeout: 12000 }).catch(() => {});
  check(await v.page.locator("main [data-follow]").isVisible(), `${v.name}: at the opening it says so`);
  set(`opens = ${closes - now - 6000}`);
  await v.click("main [data-follow] a", "looked again: the window opened");
  await v.page.locator(`form[action='/plan/${TERM}/submit'] button`).first().waitFor({ state: "attached" }).catch(() => {});
  check(await v.page.locator(`form[action='/plan/${TERM}/submit'] button`).count() > 0, `${v.name}: and can submit`);
}

// As long as a draw is held, what is asked waits: on SQLite too.
function database(campus, sql) {
  execFileSync("python3", ["-c", "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=10) as db: db.executescript(sys.argv[2])",
    join(campus.state, "campus.db"), sql]);
}

function query(campus, sql) {
  return execFileSync("python3", ["-c", "import sqlite3, sys\nprint(sqlite3.connect(sys.argv[1], timeout=10).execute(sys.argv[2]).fetchone()[0])",
    join(campus.state, "campus.db"), sql]).toString().trim();
}

export async function answered(browser, campus, name, how) {
  const bram = await arrives(browser, campus, name, how, "s2345678");
  await choosesSome(bram, 1);
  database(campus, `INSERT INTO studymap_draw (id, term, window_id, opens, state, seed, commitment, tickets, final, seats, entries, written)
    SELECT 1, t.id, w.id, 1, 'done', '', '', '', '', '', 0, 0 FROM records_term t JOIN records_window w ON w.term = t.id WHERE t.code = '${TERM}' LIMIT 1`);
  await bram.go(`/plan/${TERM}`);
  await bram.submitPlan(TERM);
  check(/\/asked\/\d+$/.test(bram.page.url()), `${name}: what was asked waits`, bram.page.url());
  check(await bram.page.locator("[data-asked-before]").innerText() === "0", `${name}: she is the first`);
  if (bram.script) await bram.page.waitForTimeout(3000);
  check(/\/asked\/\d+$/.test(bram.page.url()), `${name}: and waits on`, bram.page.url());
  database(campus, "DELETE FROM studymap_draw");
  await bram.page.waitForURL(/\/receipts\//, { timeout: 20000 }).catch(() => {});
  check(/\/receipts\//.test(bram.page.url()), `${name}: the receipt comes by itself`, bram.page.url());
  await bram.look("the receipt");
  await bram.leave();
}
