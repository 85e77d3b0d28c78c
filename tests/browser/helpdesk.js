// helpdesk.js: one at the desk asks for a pass, another confirms it, and it is typed in place of a password that is forgotten.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { PASSWORD } from "./campus.js";
import { Visitor, check } from "./visitor.js";

const place = (v) => new URL(v.page.url()).pathname;

export async function helpdesk(browser, campus, name, how) {
  const sam = await Visitor.arrive(browser, campus.url, name, how);
  await sam.signIn("admin", PASSWORD);
  // A lecturer helps at the desk from now on.
  await sam.go("/admin/people?q=l0001");
  await sam.click("#people a.row-link", "a colleague");
  await sam.page.selectOption("#f-role", "helpdesk");
  await sam.click("form[action$='/roles/give'] button", "the role is given");
  await sam.go("/admin/desk");
  await sam.fill("#f-q", "s1234567");
  await sam.click("main form[role=search] button", "somebody at the desk");
  check(/^\/admin\/desk\/people\//.test(place(sam)), `${name}: the desk finds her by the whole user name`, sam.page.url());
  await sam.page.locator("input[name=seen]").first().check();
  await sam.click("form[action$='/pass'] button", "a pass waits");
  const pass = place(sam);

  const eva = await Visitor.arrive(browser, campus.url, name, how);
  await eva.signIn("l0001", PASSWORD);
  await eva.go("/admin/desk");
  await eva.go(pass);
  await eva.click("form[action$='/confirm'] button", "the pass is confirmed");
  await sam.go(pass);
  const code = await sam.text("main .card-now code");
  check(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$/.test(code), `${name}: who asked sees the code`, code);
  await eva.go(pass);
  check(await eva.page.locator("main .card-now").count() === 0, `${name}: who confirmed does not`);

  const noor = await Visitor.arrive(browser, campus.url, name, how);
  await noor.go("/forgotten/code");
  await noor.fill("#f-name", "s1234567");
  await noor.fill("#f-code", code.toLowerCase());
  await noor.fill("#f-password", "windmolen-fiets-kaas-boek");
  await noor.fill("#f-again", "windmolen-fiets-kaas-boek");
  await noor.click("main form[action='/activate'] button", "the pass is used");
  check(place(noor) === "/account/security/start", `${name}: she is signed in with a new password`, noor.page.url());
  for (const v of [sam, eva, noor]) await v.leave();
}
