// often.js: who asks too often is told so where she types, and nothing that she sees or typed is lost; and what was
// typed in a form whose session had ended comes back after signing in. SPDX-License-Identifier: AGPL-3.0-or-later
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { PASSWORD } from "./campus.js";
import { TERM } from "./journeys.js";
import { Visitor, check } from "./visitor.js";

// The browser notes each 429; here they are what is looked for.
const quiet = (v) => { v.troubles.length = 0; };

async function types(v, field, text) {
  await field.fill("");
  for (let i = 1; i <= text.length; i++) {
    await field.fill(text.slice(0, i));
    await v.page.waitForTimeout(400);
  }
}

export async function often(browser, campus, name, how) {
  campus.set("campus.search_person = 10");
  const noor = await Visitor.arrive(browser, campus.url, name, how);
  await noor.signIn("s1234567", PASSWORD);
  await noor.go("/courses");
  const field = noor.page.locator("form[data-filter] input[name='q']").first();
  await types(noor, field, "algorithm abc");
  const told = noor.page.locator("#searched-often");
  await told.waitFor({ state: "visible", timeout: 10000 }).catch(() => {});
  check(await told.count() === 1 && (await told.innerText()).length > 20, `${name}: the list says that she asked too often`);
  check(await noor.text("#announce") === await told.innerText(), `${name}: and a screen reader hears it`);
  check(await field.inputValue() === "algorithm abc", `${name}: what she typed stays`);
  check(await noor.page.locator("main h1").count() === 1 && new URL(noor.page.url()).pathname === "/courses", `${name}: and the page`);
  quiet(noor);
  await noor.look("asked too often in the list");
  const top = noor.page.locator(".top-search input");
  await top.fill("");
  await types(noor, top, "lo");
  const box = noor.page.locator("p#suggest");
  await box.waitFor({ state: "visible", timeout: 10000 }).catch(() => {});
  check(await box.count() === 1 && (await box.innerText()).length > 20, `${name}: the search on top says it too`);
  check(await noor.text("#announce") === await box.innerText(), `${name}: and it is heard`);
  check(await top.inputValue() === "lo", `${name}: what she typed there stays`);
  quiet(noor);
  await noor.look("asked too often on top");
  await top.press("Escape");
  check(await box.count() === 0, `${name}: Escape takes it away`);
  await noor.leave();
}

function database(campus, sql) {
  execFileSync("python3", ["-c", "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=10) as db: db.executescript(sys.argv[2])",
    join(campus.state, "campus.db"), sql]);
}

export async function kept(browser, campus, name, how) {
  const karin = await Visitor.arrive(browser, campus.url, name, how);
  await karin.signIn("admin", PASSWORD);
  await karin.go(`/admin/windows?term=${TERM}`);
  await karin.fill("#f-opens", "2027-01-10T13:00");
  await karin.fill("#f-closes", "2027-01-20T23:59");
  await karin.fill("#f-cohort", "2024");
  database(campus, "DELETE FROM identity_session");
  await karin.click("form[action='/admin/windows'] .actions button", "the session had ended");
  check(new URL(karin.page.url()).pathname === "/sign-in", `${name}: she signs in again`, karin.page.url());
  await karin.fill("#f-name", "admin");
  await karin.fill("#f-password", PASSWORD);
  await karin.click("main form[action='/sign-in'] button.button", "signed in again");
  check(new URL(karin.page.url()).pathname === "/admin/windows", `${name}: and is where she was`, karin.page.url());
  for (const [id, value] of [["opens", "2027-01-10T13:00"], ["closes", "2027-01-20T23:59"], ["cohort", "2024"]])
    check(await karin.page.locator(`#f-${id}`).inputValue() === value, `${name}: ${id} is as she typed it`);
  check(!/10 (Jan|jan)/.test(await karin.page.locator("main ul.list").first().innerText()), `${name}: nothing was sent`);
  await karin.click("form[action='/admin/windows'] .actions button", "sent by her");
  await karin.says(/cannot any more after this|hierna niet meer/, "it is asked whether she shuts those students out");
  await karin.click("form[action='/admin/windows'] .actions button", "she is sure");
  await karin.says(/10 (Jan|jan)/, "then it is set");
  await karin.leave();
}
