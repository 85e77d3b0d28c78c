// journeys.js: what people come for, from the first page to the receipt, and what an administrator does.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { execFileSync } from "node:child_process";
import { PASSWORD } from "./campus.js";
import { Visitor, check } from "./visitor.js";

// Two courses of the sample whose lectures are at the same time.
export const TERM = "2026-2";
const FIRST = "CSE 12", SECOND = "ANAR 111";
const course = (code) => `/courses/${encodeURIComponent(code)}?term=${TERM}`;

export async function newcomer(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.go("/");
  await switchLanguage(v);
  await switchLanguage(v);
  await v.go("/conduct");
  await v.go("/design");
  await v.go("/nothing-here", 404);
  for (const manual of ["second-factor", "new-phone", "lost-phone"]) await v.go(`/manual/${manual}`);
  check(await v.page.locator("img.shot").evaluateAll((all) => all.every((i) => i.src.includes("/assets/manual-"))), `${name}: each step has its picture`);
  await v.go("/activate");
  await v.fill("#f-name", "s2345678");
  await v.fill("#f-code", campus.code("s2345678"));
  const words = "four quiet herons wade";
  if (await v.page.locator("#f-password").count() === 0) await v.click("main form button.button", "code given");
  await v.fill("#f-password", words);
  await v.fill("#f-again", "four quiet herons wede");
  await v.click("main form button.button", "passwords that differ");
  check(await v.page.locator("#errors").count() === 1, `${name}: a wrong field is told in a summary`);
  if (v.script)
    check(await v.page.evaluate(() => document.activeElement?.id) === "errors", `${name}: the summary has the focus`);
  if (await v.page.locator("#f-code").isVisible() && await v.page.locator("#f-code").inputValue() === "")
    await v.fill("#f-code", campus.code("s2345678"));
  await v.fill("#f-password", words);
  await v.fill("#f-again", words);
  await v.click("main form button.button", "account activated");
  check(/\/account\/security\/start/.test(v.page.url()), `${name}: after activation she is led on`, v.page.url());
  await v.click("main a[href*='later=1']", "without a second factor");
  check(await v.page.locator("main ul.list li.row").count() > 3, `${name}: she sees what her account opens`);
  await v.click("main p.cluster a.button", "activation ends at home");
  check(/\/home$/.test(v.page.url()), `${name}: activation ends at home`, v.page.url());
  await v.leave();
}

// The other language, by the switch at the top; this browser keeps it.
async function switchLanguage(v) {
  v.lang = v.lang === "nl" ? "en" : "nl";
  await v.click("form[action='/language'] button", `switched to ${v.lang}`);
}

export async function student(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn("s1234567", PASSWORD);
  for (const path of ["/home", `/courses?q=cse&term=${TERM}`, "/programmes", "/programmes/B-INF", `/plan/${TERM}`]) await v.go(path);
  for (const code of [FIRST, SECOND]) {
    await v.go(course(code));
    await v.click(`form[action='/plan/${TERM}/add'] button`, `${code} put in the plan`);
  }
  await v.go(`/plan/${TERM}`);
  await v.says(/CSE 12[^]*ANAR 111|ANAR 111[^]*CSE 12/, "both courses stand in the plan");
  check(await v.page.locator(".meeting-clash").count() > 0, `${name}: the clash is shown in the week`);
  await v.says(how.lang === "nl" ? /overlap|tegelijk|botst|zelfde tijd/i : /clash|same time/i, "the clash is said in words");
  await v.submitPlan(TERM);
  check(/\/receipts\/\d+/.test(v.page.url()), `${name}: a numbered receipt follows`, v.page.url());
  await v.says(/CSE 12/, "the receipt lists the course");
  await v.says(how.lang === "nl" ? /ingeschreven/i : /enrolled/i, "the receipt says enrolled");
  await v.page.goBack();
  await v.page.goForward();
  await v.go("/receipts");
  await v.go("/timetable?week=2027-02-01");
  await v.says(/CSE 12/, "the course stands in the timetable at once");
  await timetable(v);
  await feed(v);
  await v.go("/record");
  await v.go("/account");
  await v.leave();
}

// The week, the day, the month; by keys; on paper; other people's, and what one looks at.
async function timetable(v) {
  for (const path of ["/timetable?view=day", "/timetable?view=month", "/timetable/list", "/timetable/choose", "/timetable/rooms",
    "/timetable/find?q=smit", "/timetable/lecturer/Isa%20Hofstra", "/timetable/room/ACADE/1.146"]) await v.go(path);
  await v.go("/timetable/course/CSE%208A?view=week&on=2027-02-01");
  await v.click("form[action='/timetable/also'] button", "a group is put beside one's own classes");
  await v.go("/timetable?view=week&on=2027-02-01");
  await v.says(v.lang === "nl" ? /niet ingeschreven/ : /not enrolled/, "it says that one is not enrolled");
  if (!v.script) return;
  for (const [key, place] of [["m", "view=month"], ["d", "view=day"], ["w", "view=week"], ["n", "on=2027-02-08"]]) {
    await v.page.keyboard.press(key);
    await v.page.waitForURL(new RegExp(place));
  }
  await v.go("/timetable?view=week&on=2026-11-24");
  const paper = (await v.page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const box = /MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)/.exec(paper);
  check(paper.match(/\/Type\s*\/Page\b/g)?.length === 1 && Number(box?.[1]) > Number(box?.[2]), `${v.name}: the week is one landscape page`);
}

async function feed(v) {
  await v.go("/timetable/feeds");
  await v.fill("#f-name", "phone");
  await v.click("main form[action='/timetable/feeds'] button.button", "a calendar address is made");
  const address = await v.page.locator("#feed-address").inputValue();
  const answer = await fetch(address.replace(/^https?:\/\/[^/]+/, v.url));
  const body = await answer.text();
  check(answer.ok && body.startsWith("BEGIN:VCALENDAR") && body.replaceAll("\r\n ", "").includes("CSE 12"), `${v.name}: the calendar address holds the course`, body.slice(0, 80));
  check(/^\d+ events/.test(execFileSync("/usr/bin/python3", ["tests/ical.py"], { input: body }).toString()), `${v.name}: a second implementation reads the calendar`);
}

export async function administrator(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn("admin", PASSWORD);
  for (const path of ["/admin", "/admin/import", "/admin/demand", "/admin/windows", "/admin/people", "/admin/people?q=noor", "/admin/system",
    "/admin/system/settings", "/admin/system/audit", "/admin/second-factors"]) await v.go(path);
  await v.leave();
  const l = await Visitor.arrive(browser, campus.url, name, how);
  await l.signIn("l0001", PASSWORD);
  await l.go("/teaching");
  await l.go("/admin/system", 403);
  await l.leave();
}

// What JavaScript adds: the keys, the filter as one types, light and dark at once.
export async function keyboard(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  const { page } = v;
  await v.go(`/courses?term=${TERM}`);
  await page.keyboard.press("/");
  check(await page.evaluate(() => document.activeElement?.name) === "q", `${name}: / focuses the search`);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("?");
  check(await page.locator("#keys").isVisible(), `${name}: ? shows the keys`);
  await v.axe("the keys");
  await page.keyboard.press("Escape");
  await page.locator("main #f-q").pressSequentially("archaeo", { delay: 20 });
  await page.waitForURL(/q=archaeo/);
  await v.look("filtered as one types");
  check(await page.locator("main #f-q").inputValue() === "archaeo", `${name}: what was typed stays`);
  await page.locator("button[name=theme][value=dark]").click();
  check(await page.locator("html").getAttribute("data-theme") === "dark", `${name}: dark at once`);
  await page.waitForTimeout(300);
  await v.go("/");
  check(await page.locator("html").getAttribute("data-theme") === "dark", `${name}: and dark on the next page`);
  await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement?.className) === "skip", `${name}: the first tab stop jumps to the content`);
  await v.leave();
}

// Finding: under the field on top while one types, by keys alone; the catalogue with its filters, which stand
// behind a button on a phone.
export async function finder(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  const { page } = v;
  await v.signIn("s1234567", PASSWORD);
  await v.go("/search?q=structrues");
  await v.says(/Data Structures/, "a slip is forgiven");
  await v.go(`/courses?term=${TERM}&level=200&day=5`);
  if (v.script) {
    await v.go("/home");
    await page.keyboard.press("/");
    await page.keyboard.type("cse12", { delay: 20 });
    await page.locator("#suggest [role=option]").first().waitFor();
    await v.look("what is found under the field");
    const field = page.locator("[data-suggest] input");
    check(await field.getAttribute("aria-expanded") === "true", `${name}: the field says that a list is open`);
    await page.keyboard.press("ArrowDown");
    const at = await field.getAttribute("aria-activedescendant");
    check(at && await page.locator(`#${at}`).getAttribute("aria-selected") === "true", `${name}: an arrow chooses the first`);
    await page.keyboard.press("ArrowUp");
    check(await field.getAttribute("aria-activedescendant") === null, `${name}: and back into the field`);
    await page.keyboard.press("Escape");
    check(await page.locator("#suggest").count() === 0, `${name}: Escape closes the list`);
    await page.keyboard.type(" ");
    await page.keyboard.press("Backspace");
    await page.locator("#suggest [role=option]").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/courses\/CSE%2012/);
    check(true, `${name}: Enter opens what was chosen`);
  }
  await v.go(`/courses?term=${TERM}`);
  const fold = page.locator(".find-fold"), side = page.locator("#filters");
  check(await fold.isVisible() === (how.width < 1024), `${name}: the filters are behind a button on a phone only`);
  check(await side.isVisible() === (how.width >= 1024), `${name}: the results come first on a phone`);
  if (await fold.isVisible()) await fold.click();
  await page.locator("#f-level").selectOption("200");
  if (v.script) await page.waitForURL(/level=200/);
  else await page.locator(".find-done button").click();
  await v.look("filtered by level");
  check(await page.locator("a.chip-accent").count() === 1, `${name}: what is chosen shows as a chip`);
  if (v.script && await side.isVisible() && how.width < 1024) {
    await page.locator(".find-done button").click();
    check(!(await side.isVisible()), `${name}: the button shows the courses`);
  }
  await page.locator("a.chip-accent").click();
  await page.waitForLoadState("load");
  check(!/level=/.test(page.url()), `${name}: a chip takes its filter away`);
  await v.leave();
}
