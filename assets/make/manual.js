// manual.js: `npm run manual`: takes the pictures of the manuals (identity's views/manual.tmpl) from the pages themselves, in each
// language: assets/manual-NAME-LANGUAGE.webp, 390 by 330 points at one and a half of them. After `make`.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { PASSWORD, Sample, browser as launch } from "../../tests/browser/campus.js";

const WIDE = 390, HIGH = 330, FINE = 1.5;
const NOW = Date.parse("2026-11-24T09:00:00Z"); // at which the sample campus stands

// RFC 6238.
function code(base32) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const c of base32.replace(/[^A-Z2-7]/g, "")) bits += alphabet.indexOf(c).toString(2).padStart(5, "0");
  const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(NOW / 30000)));
  const mac = createHmac("sha1", secret).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, "0");
}

async function take(page, name, lang, selector) {
  const box = await page.locator(selector).first().boundingBox();
  const high = await page.evaluate(() => document.documentElement.scrollHeight);
  const y = Math.max(0, Math.min(box.y + await page.evaluate(() => scrollY) - 12, high - HIGH));
  const png = await page.screenshot({ fullPage: true, animations: "disabled", clip: { x: 0, y, width: WIDE, height: HIGH } });
  const webp = await page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(data)).blob());
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.8);
  }, `data:image/png;base64,${png.toString("base64")}`);
  const bytes = Buffer.from(webp.split(",")[1], "base64");
  writeFileSync(`assets/manual-${name}-${lang}.webp`, bytes);
  console.log(`manual-${name}-${lang}.webp: ${bytes.length} bytes`);
}

async function tour(browser, campus, lang, words) {
  const context = await browser.newContext({
    viewport: { width: WIDE, height: 844 }, deviceScaleFactor: FINE, locale: lang === "nl" ? "nl-NL" : "en-GB", bypassCSP: true });
  await context.addCookies([{ name: "sintmaarten-language", value: lang, url: campus.url }]);
  const page = await context.newPage();
  const go = (path) => page.goto(campus.url + path);
  const click = async (selector) => {
    await page.locator(selector).first().click();
    await page.waitForLoadState("load");
  };
  const signIn = async () => {
    await go("/sign-in");
    await page.fill("#f-name", words.login);
    await page.fill("#f-password", PASSWORD);
    await click("main form[action='/sign-in'] button.button");
  };
  await signIn();
  await go("/account");
  await take(page, "open", lang, "#security");
  await take(page, "devices", lang, "#devices");
  await go("/account/security");
  await take(page, "passkey", lang, "#passkeys");
  await page.fill("#f-app_name", words.phone);
  await take(page, "app", lang, "#apps");
  await click("form[action='/account/security/apps'] button");
  const secret = await page.locator("#secret").textContent();
  await page.addStyleTag({ content: "svg.qr { opacity: .12 }" }); // nobody shall scan the one of a manual
  await take(page, "scan", lang, "h1");
  await page.fill("#f-code", code(secret));
  await click("main form button");
  await take(page, "codes", lang, "article.card");
  await go("/account/security");
  await take(page, "away", lang, "#apps");
  await go("/account");
  await page.locator("form[action='/sign-out'] button").first().evaluate((b) => b.click());
  await page.waitForURL((u) => u.pathname === "/");
  await signIn();
  await take(page, "second", lang, "h1");
  await page.locator("main details summary").click();
  await take(page, "lost", lang, "form[action='/sign-in/code']");
  await context.close();
}

const sample = new Sample();
const browser = await launch();
const campus = await sample.campus();
await tour(browser, campus, "en", { login: "s1234567", phone: "My phone" });
await tour(browser, campus, "nl", { login: "s2345678", phone: "Mijn telefoon" });
await campus.stop();
await browser.close();
sample.end();
