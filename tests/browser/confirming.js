// confirming.js: a sign-in at a desk is confirmed on a phone: two browsers. Only what the phone's push service does is missing:
// she opens the page by herself. SPDX-License-Identifier: AGPL-3.0-or-later
import { createECDH, randomBytes } from "node:crypto";
import { PASSWORD } from "./campus.js";
import { Visitor, check } from "./visitor.js";

const place = (v) => new URL(v.page.url()).pathname;
const b64 = (b) => Buffer.from(b).toString("base64url");

// A phone whose maker's push service gives it an address.
async function phoneOf(browser, campus, name, how) {
  const phone = await Visitor.arrive(browser, campus.url, `${name}, phone`, { ...how, width: 390, height: 844 });
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  await phone.context.grantPermissions(["notifications"]);
  await phone.page.addInitScript(({ key, auth }) => {
    const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
    Notification.requestPermission = async () => "granted";
    PushManager.prototype.subscribe = async (options) =>
      ({ endpoint: "https://push.invalid/phone", options, getKey: (n) => bytes(n === "auth" ? auth : key), unsubscribe: async () => true });
  }, { key: b64(ecdh.getPublicKey()), auth: b64(randomBytes(16)) });
  return phone;
}

async function asks(desk) {
  await desk.go("/sign-in?next=/courses");
  await desk.fill("#f-name", "s1234567");
  await desk.fill("#f-password", PASSWORD);
  await desk.click("main form[action='/sign-in'] button.button", "one more step");
  await desk.click("form[action='/sign-in/ask'] button", "a number is shown");
  check(place(desk) === "/sign-in/asked", `${desk.name}: the device is asked`, desk.page.url());
  return (await desk.page.locator("#number").innerText()).trim();
}

export async function confirming(browser, campus, name, how) {
  const phone = await phoneOf(browser, campus, name, how), desk = await Visitor.arrive(browser, campus.url, `${name}, desk`, how);
  await phone.signIn("s1234567", PASSWORD);
  await phone.go("/account/security");
  await Promise.all([phone.page.waitForURL((u) => u.pathname === "/account/security/confirmers"),
    phone.page.locator("#devices form[data-push] button").click()]);
  await phone.look("recovery codes");
  check(await phone.page.locator("ol.codes li").count() === 10, `${name}: the phone is set up, with recovery codes`);
  await phone.go("/account/security");
  check(await phone.page.locator("#devices li.row").count() === 1, `${name}: the security page shows it`);
  await phone.go("/confirm");

  const number = await asks(desk);
  await phone.go("/confirm");
  const wrong = number === "10" ? "11" : "10";
  await phone.fill("#f-number", wrong);
  await phone.click("form[action^='/confirm/'] button.button", "a wrong number");
  await phone.says(/2/, "two tries are left");
  await phone.fill("#f-number", number);
  await phone.click("form[action^='/confirm/'] button.button", "the right number");
  check(new URL(phone.page.url()).search === "?done=1", `${name}: the phone says that it is done`, phone.page.url());
  await desk.page.waitForURL((u) => u.pathname === "/courses");
  await desk.look("gone on by itself");

  // Somebody else who knows the password.
  const thief = await Visitor.arrive(browser, campus.url, `${name}, thief`, how);
  await asks(thief);
  await phone.go("/home");
  check(await phone.page.locator("a[href='/confirm']").count() > 0, `${name}: the home page of the phone leads to it`);
  await phone.go("/confirm");
  await phone.click("form[action$='/not-me'] button", "not me");
  await thief.page.waitForURL((u) => u.pathname === "/sign-in");
  await thief.look("sent away");
  await desk.page.goto(campus.url + "/account");
  check(place(desk) === "/sign-in", `${name}: all other devices are signed out`, desk.page.url());
  for (const v of [phone, desk, thief]) await v.leave();
}
