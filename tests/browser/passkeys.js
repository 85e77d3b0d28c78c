// passkeys.js: a passkey is offered after the password, made, and signs in without one; an app is set up by its picture. The
// authenticator is the browser's own virtual one. SPDX-License-Identifier: AGPL-3.0-or-later
import { PASSWORD } from "./campus.js";
import { Visitor, check } from "./visitor.js";

async function authenticator(v) {
  const cdp = await v.context.newCDPSession(v.page);
  await cdp.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options: {
    protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    automaticPresenceSimulation: true } });
  return { cdp, authenticatorId };
}

const place = (v) => new URL(v.page.url()).pathname;

async function signsOut(v) {
  await v.go("/account");
  await v.page.locator("form[action='/sign-out'] button").evaluate((b) => b.click());
  await v.page.waitForURL((u) => u.pathname === "/");
}

export async function passkeys(browser, campus, name, how) {
  const url = campus.url.replace("127.0.0.1", "localhost"); // passkeys are of a name, not of a number
  const v = await Visitor.arrive(browser, url, name, how);
  const { cdp, authenticatorId } = await authenticator(v);
  await v.go("/sign-in?next=/account");
  await v.page.waitForFunction(() => document.querySelector("input[name=passkeys]").value === "1");
  await v.fill("#f-name", "s1234567");
  await v.fill("#f-password", PASSWORD);
  await v.click("main form[action='/sign-in'] button.button", "a passkey is offered");
  check(place(v) === "/account/security/offer", `${name}: a passkey is offered after the password`, v.page.url());
  await v.page.locator("form[data-passkey=make] button").click();
  await v.page.waitForURL((u) => u.pathname === "/account");
  await v.look("passkey made");
  const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
  check(credentials.length === 1 && credentials[0].isResidentCredential, `${name}: the device keeps one passkey`);
  await v.go("/account/security");
  check(await v.page.locator("#passkeys li.row").count() === 1, `${name}: the security page shows it`);

  // Chosen in the field of the user name: nothing is pressed.
  await signsOut(v);
  await v.page.goto(url + "/sign-in?next=/account/security");
  await v.page.waitForURL((u) => u.pathname === "/account/security");
  await v.look("signed in by a passkey");
  // And by the button.
  await signsOut(v);
  await v.page.addInitScript(() => { PublicKeyCredential.isConditionalMediationAvailable = async () => false; });
  await v.go("/sign-in?next=/account/security");
  await v.page.locator("#f-passkey").click();
  await v.page.waitForURL((u) => u.pathname === "/account/security");
  await v.look("signed in by the button");

  // A forgotten password: the passkey leads to a new one; what the mails need is looked at too.
  await signsOut(v);
  await v.go("/forgotten/name");
  await v.look("user name forgotten");
  await v.go("/forgotten");
  await v.look("password forgotten");
  await v.page.locator("#f-passkey").click();
  await v.page.waitForURL((u) => u.pathname === "/account/password/new");
  await v.look("a new password by a passkey");
  await v.go("/account/security");
  await v.fill("#f-mail", "noor@mail.example");
  await v.click("form[action='/account/security/mail'] button", "a private address");
  check(place(v) === "/account/security/mail", `${name}: a code goes to a private address`, v.page.url());
  await v.go("/account/security");
  await v.look("an address waits for its code");

  // The password alone asks for it, and it is enough.
  await signsOut(v);
  await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
  await v.go("/sign-in");
  await v.fill("#f-name", "s1234567");
  await v.fill("#f-password", PASSWORD);
  await v.click("main form[action='/sign-in'] button.button", "the second step");
  check(place(v) === "/sign-in/second", `${name}: the password alone does not sign in`, v.page.url());
  await v.leave();
}

export async function authenticatorApp(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url, name, how);
  await v.signIn("s2345678", PASSWORD);
  await v.go("/account/security");
  await v.fill("#f-app_name", "phone");
  await v.click("form[action='/account/security/apps'] button", "the picture for the app");
  check(await v.page.locator("svg.qr path").count() === 2, `${name}: there is a picture to scan`);
  await v.fill("#f-code", "000000");
  await v.click("main form button", "a wrong code");
  check(await v.page.locator("#errors").count() === 1, `${name}: a wrong code is told`);
  await v.leave();
}

// An account is opened by a code and a passkey: no password is ever typed.
export async function opened(browser, campus, name, how) {
  const v = await Visitor.arrive(browser, campus.url.replace("127.0.0.1", "localhost"), name, how);
  await authenticator(v);
  await v.go("/activate");
  await v.fill("#f-name", "s4567890");
  await v.fill("#f-code", campus.add("s4567890", "Zoe Bos", "student"));
  await v.click("button[name=passkey]", "a passkey in place of a password");
  await v.page.locator("form[data-passkey=make] button").click();
  await v.page.waitForURL((u) => u.pathname === "/account/security/start");
  await v.look("another way in is asked");
  await v.go("/account");
  check(await v.page.locator("#f-current").count() === 0, `${name}: no present password is asked of who has none`);
  await signsOut(v);
  await v.page.goto(v.url + "/sign-in?next=/account");
  await v.page.waitForURL((u) => u.pathname === "/account");
  await v.look("signed in again without a password");
  await v.leave();
}
