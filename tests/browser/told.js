// told.js: what comes is seen at the bell of an open page, without a new one; and counts without a script too.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { PASSWORD } from "./campus.js";
import { TERM } from "./journeys.js";
import { lastSeat } from "./live.js";
import { Visitor, check } from "./visitor.js";

async function arrives(browser, campus, name, how, login) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn(login, PASSWORD);
  return v;
}

export async function enrols(v, seat) {
  await v.go(`/courses/${encodeURIComponent(seat.course)}?term=${TERM}`);
  await v.click(`form[action='/plan/${TERM}/add']:has(input[value='${seat.id}']) button`, `${seat.course} put in the plan`);
  await v.go(`/plan/${TERM}`);
  await v.submitPlan(TERM);
}

export async function leaves(v, seat) {
  await v.go(`/plan/${TERM}`);
  const place = v.page.locator("li.row", { hasText: seat.course }).locator(`a[href*='/plan/${TERM}/leave/']`).first();
  await v.go(await place.getAttribute("href"));
  await v.fill("#f-code", seat.course);
  await v.click("form.form button.button-danger", `${seat.course} left`);
}

export async function told(browser, campus, name, how) {
  const seat = await lastSeat(campus.url), words = how.lang === "nl" ? /nieuwe? bericht/ : /new notice/;
  const noor = await arrives(browser, campus, name, how, "s1234567");
  const bram = await arrives(browser, campus, name, how, "s2345678");
  await enrols(noor, seat);
  await enrols(bram, seat);
  await bram.go("/courses");
  const before = Number(await bram.page.locator("#bell").getAttribute("data-n"));
  await bram.page.evaluate(() => { document.body.dataset.mark = "same"; });
  await bram.page.waitForTimeout(1500); // its stream is open
  await leaves(noor, seat);
  if (bram.script) {
    await bram.page.waitForFunction((n) => Number(document.getElementById("bell").dataset.n) > n, before, { timeout: 20000 }).catch(() => {});
    check(await bram.page.evaluate(() => document.body.dataset.mark === "same"), `${name}: no page was made anew`);
    check(await bram.page.locator("#bell .count").isVisible(), `${name}: the number is seen`);
    check(words.test(await bram.text("#announce")), `${name}: and heard`);
  } else {
    await bram.page.waitForTimeout(3000);
    await bram.go("/courses");
  }
  check(await bram.page.locator("#bell .count").innerText() === String(before + 1), `${name}: the bell tells one more`);
  check(words.test(await bram.page.locator("#bell [data-words]").textContent()), `${name}: in words`);
  await bram.look("told at the bell");
  await bram.go("/notices");
  for (const v of [noor, bram]) await v.leave();
}

// A full group: one press, and she is told when its seat is free; it can be taken back.
export async function alerted(browser, campus, name, how) {
  const seat = await lastSeat(campus.url), course = `/courses/${encodeURIComponent(seat.course)}?term=${TERM}`;
  const ask = `form[action='/alerts/add']:has(input[value='${seat.id}']) button`;
  const noor = await arrives(browser, campus, name, how, "s1234567");
  const bram = await arrives(browser, campus, name, how, "s2345678");
  await bram.go(course);
  check(!await bram.page.locator(ask).isVisible(), `${name}: nothing to be told while there is a seat`);
  await enrols(noor, seat);
  if (bram.script) await bram.page.locator(ask).waitFor({ state: "visible", timeout: 10000 }).catch(() => {});
  else await bram.go(course);
  check(await bram.page.locator(ask).isVisible(), `${name}: when it is full she may ask to be told`);
  await bram.look("a full group");
  await bram.click(ask, "asked to be told");
  check(await bram.page.locator("form[action='/alerts/remove']").count() === 1, `${name}: it stands in her list`);
  await bram.click("form[action='/alerts/remove'] button", "taken back");
  await bram.click("form[action='/alerts/add'] button", "asked after all");
  await leaves(noor, seat);
  await bram.page.waitForTimeout(3000);
  await bram.go("/notices");
  check((await bram.text("main")).includes(seat.course), `${name}: she is told`);
  await bram.go("/alerts");
  check(await bram.page.locator("form[action='/alerts/remove']").count() === 0, `${name}: once`);
  for (const v of [noor, bram]) await v.leave();
}
