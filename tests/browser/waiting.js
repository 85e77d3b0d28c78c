// waiting.js: the waiting room: opened by hand, one student in her plan, the next one waits and is called.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { PASSWORD } from "./campus.js";
import { TERM } from "./journeys.js";
import { Visitor, check } from "./visitor.js";

async function signedIn(browser, campus, name, how, login) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn(login, PASSWORD);
  return v;
}

export async function waiting(browser, campus, name, how) {
  const sam = await signedIn(browser, campus, name, how, "admin");
  await sam.go("/admin/waiting");
  await sam.fill("#f-most", "1");
  await sam.click("button[name=mode][value=open]", "waiting room opened");
  const first = await signedIn(browser, campus, name, how, "s2345678");
  await first.page.goto(`${campus.url}/plan/${TERM}`);
  await first.page.waitForURL(`**/plan/${TERM}`, { timeout: 30000 });
  await first.look("the first is let in");
  const next = await signedIn(browser, campus, name, how, "s1234567");
  await next.page.goto(`${campus.url}/plan/${TERM}`);
  await next.page.waitForURL(next.script ? /waiting\?live=1/ : /\/plan\/waiting/);
  await next.page.waitForFunction(() => document.querySelector("[data-room-place]")?.textContent === "1", null,
    { timeout: 30000 }).catch(() => {});
  await next.page.waitForTimeout(next.script ? 0 : 8000); // without a script the page looks again by itself
  check(await next.text("[data-room-place]") === "1", `${name}: the next one waits at place 1`);
  await next.look("the waiting room");
  for (const path of ["/timetable", `/courses?term=${TERM}`, "/record"]) await next.go(path);
  await next.page.goto(`${campus.url}/plan/${TERM}`);
  check(/\/plan\/waiting/.test(next.page.url()), `${name}: coming back keeps her there`);
  await sam.click("button[name=mode][value=shut]", "waiting room closed");
  await next.page.waitForURL(`**/plan/${TERM}`, { timeout: 30000 });
  await next.look("called to her plan");
  for (const v of [sam, first, next]) await v.leave();
}
