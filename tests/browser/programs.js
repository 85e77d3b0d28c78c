// programs.js: what people make for programs: an administrator the token of another system, which then makes an account;
// a student the app password of her calendar.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { PASSWORD } from "./campus.js";
import { Visitor, check } from "./visitor.js";

export async function tokens(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn("admin", PASSWORD);
  await v.go("/admin/provisioning");
  await v.click("main form[action='/admin/provisioning'] button.button", "a token without a name is not made");
  check(await v.page.locator("#errors").count() === 1, `${name}: what is missing is told`);
  await v.fill("#f-title", "Personnel");
  await v.click("main form[action='/admin/provisioning'] button.button", "a token is made");
  const token = await v.page.locator("#scim-token").inputValue();
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/scim+json" };
  const made = await fetch(`${campus.url}/scim/v2/Users`, { method: "POST", headers, body: JSON.stringify({ userName: "newcomer", displayName: "New Comer" }) });
  check(made.status === 201, `${name}: another system makes an account with it`, String(made.status));
  await v.go("/admin/people?q=newcomer");
  await v.says(/New Comer/, "the account is there");
  await v.go("/admin/provisioning");
  check(!(await v.page.content()).includes(token), `${name}: the token is not shown again`);
  await v.click("form[action$='/end'] button", "the token is ended");
  await v.go("/admin/groups");
  await v.fill("#f-name", "Guides");
  await v.click("main form[action='/admin/groups'][method=post] button.button", "a group is made");
  await v.fill("#f-people", "newcomer s1234567");
  await v.click("form[action$='/people'] button.button", "people are put in");
  check(await v.page.locator("li.row", { hasText: "New Comer" }).count() === 1, `${name}: who was put in is there`);
  await v.click("a[href$='/remove']", "it is asked before a group goes");
  check((await fetch(`${campus.url}/scim/v2/Users`, { headers })).status === 401, `${name}: it opens nothing any more`);
  await v.leave();
}

export async function appPasswords(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn("s1234567", PASSWORD);
  await v.go("/account/security");
  await v.click("#app-passwords a", "the page of app passwords");
  await v.click("main form[action='/account/security/app-passwords'] button.button", "without a device none is made");
  check(await v.page.locator("#errors").count() === 1, `${name}: what is missing is told`);
  await v.fill("#f-device", "my phone");
  await v.click("main form[action='/account/security/app-passwords'] button.button", "one is made");
  const [address, login, secret] = await Promise.all(["address", "login", "secret"].map((x) => v.page.locator(`#app-${x}`).inputValue()));
  const ask = (password) => fetch(address.replace(/^https?:\/\/[^/]+/, campus.url), { headers: { Authorization: `Basic ${btoa(`${login}:${password}`)}` } });
  const got = await ask(secret.replaceAll("-", ""));
  check(got.status === 200 && (await got.text()).startsWith("BEGIN:VCALENDAR"), `${name}: a calendar program gets in with it`, String(got.status));
  check((await ask("wrong")).status === 401, `${name}: with another one it does not`);
  await v.click("main a.button", "back to the list");
  check(!(await v.page.content()).includes(secret), `${name}: it is not shown again`);
  await v.click("form[action$='/end'] button", "it is ended");
  check((await ask(secret)).status === 401, `${name}: it opens nothing any more`);
  await v.leave();
}
