// screenshot.js: makes docs/screenshot.png, the picture in the README: a plan with its week.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { statSync } from "node:fs";
import { PASSWORD, Sample, browser as launch } from "./campus.js";

const sample = new Sample();
const campus = await sample.campus();
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: "en-GB", colorScheme: "light" });
await page.goto(campus.url + "/sign-in");
await page.fill("#f-name", "s1234567");
await page.fill("#f-password", PASSWORD);
await page.click("main form[action='/sign-in'] button.button");
await page.goto(campus.url + "/timetable?week=2026-11-23");
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: "docs/screenshot.png" });
await browser.close();
await campus.stop();
sample.end();
console.log(`docs/screenshot.png ${Math.round(statSync("docs/screenshot.png").size / 1024)} KB`);
