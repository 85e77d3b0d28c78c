// choosing.js: alternatives and their order by the keyboard alone, a change of group, a course given up only for
// another, and the wait-list.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { PASSWORD } from "./campus.js";
import { TERM } from "./journeys.js";
import { Visitor, check } from "./visitor.js";

const ALTERNATIVE = "CSE 20", FULL = "ANAR 155";
const course = (code) => `/courses/${encodeURIComponent(code)}?term=${TERM}`;

// Presses Enter on a button as somebody without a mouse does; where the focus is after it.
async function press(v, selector) {
  const button = v.page.locator(selector).first();
  await button.focus();
  const done = v.script
    ? v.page.waitForResponse((r) => r.request().method() === "GET" && r.url().includes(`/plan/${TERM}`)).then(() => v.page.waitForTimeout(300))
    : v.page.waitForNavigation({ waitUntil: "load" });
  await v.page.keyboard.press("Enter");
  await done;
  return v.script ? v.page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName) : "";
}

const names = (v) => v.page.locator(".pick h3").allInnerTexts();

async function options(v, name) {
  await v.go(`/plan/${TERM}`);
  await v.click(".pick a[href*='for=']", "an alternative is looked for");
  await v.fill("main #f-q", ALTERNATIVE);
  if (v.script) await v.page.locator("#results a", { hasText: ALTERNATIVE }).first().waitFor();
  else await v.click("form.filters button", "searched");
  await v.click("#results a.row-link", "another course as an alternative");
  await v.click(`form[action='/plan/${TERM}/option'] button`, "added as an alternative");
  check(await v.page.locator(".pick-option").count() >= 2, `${name}: the choice has options`);
  const down = await v.page.locator(".moves button[value=down]").first().getAttribute("id");
  const focus = await press(v, `#${down}`);
  if (v.script) check(focus.startsWith("up-") || focus.startsWith("down-"), `${name}: the focus stays with the option`, focus);
  await v.look("the options in another order");
}

async function ranks(v, name) {
  await v.go(`/plan/${TERM}`);
  const before = await names(v);
  const up = await v.page.locator(".pick-rank button[value=up]:not(:disabled)").first().getAttribute("id");
  const focus = await press(v, `#${up}`);
  const after = await names(v);
  check(after[0] === before[1] && after[1] === before[0], `${name}: the second choice is the first now`, after.join("; "));
  if (v.script) check(focus === up.replace("up-", "down-"), `${name}: the focus stays with the choice`, focus);
  await v.look("the choices in another order");
}

export async function choosing(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn("s2345678", PASSWORD);
  for (const code of ["ANAR 111", "HIEU 114"]) {
    await v.go(course(code));
    await v.click(`form[action='/plan/${TERM}/add'] button`, `${code} put in the plan`);
  }
  await options(v, name);
  await ranks(v, name);
  await v.submitPlan(TERM);
  await v.go(`/plan/${TERM}`);
  await v.click("a[href*='instead=']", "a place is to be changed");
  await v.fill("main #f-q", FULL);
  if (v.script) await v.page.locator("#results a", { hasText: FULL }).first().waitFor();
  else await v.click("form.filters button", "searched");
  await v.click("#results a.row-link", "a full course instead");
  await v.click(`form[action*='/swap/'] button`, "waits for it");
  check(/\/receipts\//.test(v.page.url()), `${name}: the wish has a receipt`, v.page.url());
  await v.go(`/plan/${TERM}`);
  check(await v.page.locator("a[href$='waits=1']").count() === 1, `${name}: she waits, and keeps what she has`);
  await v.click("a[href$='waits=1']", "stops waiting");
  await v.fill("#f-code", FULL);
  await v.click("main form.form button", "waits no more");
  check(await v.page.locator("a[href$='waits=1']").count() === 0, `${name}: nothing is waited for`);
  await v.leave();
}
