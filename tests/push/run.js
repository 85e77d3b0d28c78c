// run.js: Web Push from end to end as far as it goes without the makers of browsers: a push service of this test that
// opens what it is given as a browser would (http_ece, npm) and knows the sender by VAPID; a browser that subscribes there,
// and whose service worker is given what was told (by the DevTools protocol). Ends with `N passed, N failed`.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import ece from "http_ece";
import { chromium } from "playwright-core";
import { Browser, Campus, freePort } from "../oidc/campus.js";

let passed = 0, failed = 0;
const ok = (cond, name, why = "") => { if (cond) { passed++; console.log(`ok ${name}`); } else { failed++; console.log(`FAILED ${name} ${typeof why === "string" ? why : JSON.stringify(why)}`); } };
const same = (got, want, name) => ok(got === want, name, `${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
const b64 = (b) => Buffer.from(b).toString("base64url");
const PASSWORD = "Rapenburg-demo-2026";

// --- The push service, and what a browser keeps for it ---
const port = await freePort(), heard = [];
const answers = {}; // path: the statuses that it gives, the last one for ever
const service = createServer((q, a) => {
  const body = [];
  q.on("data", (d) => body.push(d));
  q.on("end", () => {
    const left = answers[q.url] ?? [201], status = left.length > 1 ? left.shift() : left[0];
    heard.push({ path: q.url, method: q.method, headers: q.headers, body: Buffer.concat(body), status });
    a.writeHead(status).end();
  });
}).listen(port, "127.0.0.1");
const service_ = `http://127.0.0.1:${port}`;

class Subscription {
  constructor(path) {
    this.endpoint = service_ + path;
    this.path = path;
    this.ecdh = createECDH("prime256v1");
    this.ecdh.generateKeys();
    this.auth = randomBytes(16);
  }
  fields(name) { return { endpoint: this.endpoint, key: b64(this.ecdh.getPublicKey()), auth: b64(this.auth), name }; }
  open(body) { return JSON.parse(ece.decrypt(body, { version: "aes128gcm", privateKey: this.ecdh, authSecret: this.auth })); }
}

async function until(what, ms = 20000) {
  for (let i = 0; i < ms / 100; i++) {
    const got = await what();
    if (got) return got;
    await new Promise((r) => setTimeout(r, 100));
  }
  return null;
}
const told = (path, n = 1) => until(() => heard.filter((h) => h.path === path).length >= n && heard.filter((h) => h.path === path)[n - 1]);

// What the Authorization header proves: who sends, to whom, until when.
function proof(header, key) {
  const m = header?.match(/^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/);
  if (!m) return null;
  const point = Buffer.from(m[4], "base64url");
  const jwk = { kty: "EC", crv: "P-256", x: b64(point.subarray(1, 33)), y: b64(point.subarray(33)) };
  const signed = verify("sha256", Buffer.from(`${m[1]}.${m[2]}`), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" }, Buffer.from(m[3], "base64url"));
  return { signed, ours: m[4] === key, head: JSON.parse(Buffer.from(m[1], "base64url")), claims: JSON.parse(Buffer.from(m[2], "base64url")) };
}

const campus = await Campus.start();
appendFileSync(join(campus.state, "rapenburg.conf"), `push.allow = 127.0.0.1\nnotices.quiet_from = 3\nnotices.quiet_to = 3\nmailout.reply_to = ict@campus.example\n`);
await campus.serve();
const settings = `${campus.issuer}/notices/settings`;

async function signedIn(login) {
  const b = new Browser(campus);
  await b.signIn(login);
  b.sends = async (path, fields = {}) => { // the token of the page's forms is the login's
    const page = await b.get("/notices/settings");
    return b.post(path, { token: page.text.match(/name="token" value="([^"]*)"/)[1], ...fields });
  };
  return b;
}

async function sends() {
  const noor = await signedIn("s1234567");
  const key = await until(async () => (await noor.get("/notices/settings")).text.match(/data-push="([\w-]+)"/)?.[1]);
  ok(key?.length === 87, "the campus says by which key it is known", key);
  const one = new Subscription("/one"), gone = new Subscription("/gone"), busy = new Subscription("/busy");
  answers["/gone"] = [410];
  answers["/busy"] = [503];
  for (const [s, name] of [[one, "Firefox · Linux"], [gone, "Old phone"], [busy, "Busy"]])
    same((await noor.sends("/notices/devices", s.fields(name))).status, 303, `${name} subscribes`);
  same((await noor.sends("/notices/devices/try")).status, 303, "she tries it");
  const got = await told("/one");
  ok(got, "the push service hears of it");
  const said = one.open(got.body);
  same(said.title, "Universiteit Sint-Maarten", "the browser reads from whom");
  same(said.body, "This device is told what concerns you.", "and what");
  ok(/^\/notices\/\d+\/open$/.test(said.url), "and where it leads", said.url);
  same(got.headers["content-encoding"], "aes128gcm", "in the coding of RFC 8291");
  ok(Number(got.headers.ttl) >= 3600, "it may wait for a browser that is off", got.headers.ttl);
  const p = proof(got.headers.authorization, key);
  ok(p?.signed && p.ours, "signed by the campus's key");
  same(p?.claims.aud, service_, "for this push service");
  same(p?.claims.sub, "mailto:ict@campus.example", "with an address to complain to");
  ok(p?.claims.exp > Date.now() / 1000 && p.claims.exp <= Date.now() / 1000 + 86400, "for a day at most", p?.claims);
  ok(await told("/gone"), "the one that is gone is asked once");
  ok(await until(async () => !(await noor.get("/notices/settings")).text.includes("Old phone")), "and then forgotten");
  ok(await told("/busy"), "the busy one is asked");
  ok((await noor.get("/notices/settings")).text.includes("Busy"), "and kept");
  ok((await noor.get("/notices/settings")).text.includes("Last told:"), "she sees when it was told last");
  same((await noor.get(said.url)).status, 303, "what it leads to is there");
  return { noor, one };
}

async function ends({ noor, one }) {
  const before = heard.length;
  await noor.sends("/sign-out");
  const again = await signedIn("s1234567");
  ok(await until(async () => !(await again.get("/notices/settings")).text.includes("Firefox · Linux")), "signing out ends the telling");
  await again.sends("/notices/devices/try").catch(() => {});
  await new Promise((r) => setTimeout(r, 2500));
  same(heard.slice(before).filter((h) => h.path === one.path).length, 0, "nothing is told there any more");
}

// A sign-in is confirmed on a phone: asked at once, for two minutes, without the number; a phone that is gone is forgotten.
const shown = (page) => page.text.match(/id="number">(\d\d)</)?.[1];

async function confirms() {
  const phone = await signedIn("s2345678"), tablet = await signedIn("s2345678");
  const sub = new Subscription("/phone"), lost = new Subscription("/lost");
  answers["/lost"] = [410];
  const codes = await phone.sends("/account/security/confirmers", sub.fields("My phone"));
  ok(codes.status === 200 && /class="codes"/.test(codes.text), "the phone is set up, with recovery codes", codes.status);
  const more = await tablet.fill(await tablet.get("/sign-in/more?level=2&next=/account/security"), "/sign-in/ask", {});
  const waits = await tablet.get(more.headers.get("location"));
  await phone.fill(await phone.get("/confirm"), "/confirm/", { number: shown(waits) });
  same((await tablet.fill(waits, "/sign-in/asked", {})).headers.get("location"), "/account/security", "the tablet proves more by the phone");
  same((await tablet.sends("/account/security/confirmers", lost.fields("Old tablet"))).headers.get("location"), "/account/security", "and is set up");
  const before = (await told("/phone")) ? heard.filter((h) => h.path === "/phone").length : 0;
  const desk = new Browser(campus);
  const first = await desk.fill(await desk.get("/sign-in"), "/sign-in", { name: "s2345678", password: PASSWORD });
  const begin = Date.now();
  const asked = await desk.fill(await desk.get(first.headers.get("location")), "/sign-in/ask", {});
  const page = await desk.get(asked.headers.get("location")), number = shown(page);
  ok(number, "the desk shows a number of two digits", page.text.slice(0, 200));
  const got = await told("/phone", before + 1);
  ok(got && Date.now() - begin < 5000, "the phone is asked at once", Date.now() - begin);
  const said = sub.open(got.body);
  same(said.url, "/confirm", "its message leads to the page on the device");
  ok(!Object.values(said).join(" ").includes(number) && !/127\.0\.0\.1/.test(said.body), "and holds neither the number nor where from", said);
  ok(Number(got.headers.ttl) > 60 && Number(got.headers.ttl) <= 121, "it is of use for two minutes", got.headers.ttl);
  same(got.headers.urgency, "high", "and urgent");
  await phone.sends("/sign-out");
  const open = await phone.get("/confirm");
  same((await phone.fill(open, "/confirm/", { number })).headers.get("location"), "/confirm?done=1", "who is signed out there types it");
  same(JSON.parse((await desk.get("/sign-in/asked/state")).text).state, "right", "the desk hears of it");
  same((await desk.fill(page, "/sign-in/asked", {})).headers.get("location"), "/home", "and goes on");
  ok(await told("/lost"), "the tablet is asked, too");
  ok(await until(async () => !(await desk.get("/account/security")).text.includes("Old tablet")), "and forgotten, as its push service does not know it");
  ok((await desk.get("/account/security")).text.includes("My phone"), "the phone stays");
}

// A real browser: only what its maker's push service does is the test's.
async function browser() {
  const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--headless=new"] });
  const context = await b.newContext({ permissions: ["notifications"] });
  const page = await context.newPage();
  const sub = new Subscription("/browser"), fields = sub.fields("");
  await page.addInitScript(({ endpoint, key, auth }) => {
    const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
    PushManager.prototype.subscribe = async function (options) {
      window.asked = options;
      return { endpoint, options, getKey: (name) => bytes(name === "auth" ? auth : key), unsubscribe: async () => true };
    };
  }, fields);
  await page.goto(`${campus.issuer}/sign-in`);
  await page.fill("[name=name]", "s2345678");
  await page.fill("[name=password]", PASSWORD);
  await Promise.all([page.waitForURL(/\/home/), page.click("main form[action='/sign-in'] button.button")]);
  await page.goto(settings);
  await Promise.all([page.waitForEvent("load"), page.click("form[data-push] button")]);
  const list = await page.locator("#devices ul.list").innerText();
  ok(/Chrome · Linux/.test(list), "the browser stands in the list by its name", list);
  ok(await page.locator("#devices .chip", { hasText: /This device/ }).count() === 1, "as this device");
  await page.click("form[action='/notices/devices/try'] button");
  const got = await told("/browser");
  ok(got, "it is told by its push service");
  const text = got ? JSON.stringify(sub.open(got.body)) : "{}";
  const cdp = await context.newCDPSession(page);
  const registered = new Promise((done) => cdp.on("ServiceWorker.workerRegistrationUpdated", (m) => m.registrations[0] && done(m.registrations[0].registrationId)));
  await cdp.send("ServiceWorker.enable");
  await cdp.send("ServiceWorker.deliverPushMessage", { origin: campus.issuer, registrationId: await registered, data: text });
  const shown = await until(() => page.evaluate(async () => {
    const r = await navigator.serviceWorker.getRegistration("/");
    return (await r.getNotifications()).map((n) => ({ title: n.title, body: n.body, tag: n.tag, url: n.data.url }));
  }).then((l) => l.length && l));
  same(shown?.[0]?.body, "This device is told what concerns you.", "the service worker shows it");
  ok(/^\/notices\/\d+\/open$/.test(shown?.[0]?.url ?? ""), "with the page that it leads to");
  same(await page.evaluate(() => navigator.serviceWorker.controller === null || navigator.serviceWorker.controller.scriptURL.endsWith("/worker.js")), true, "the worker is ours");
  const manifest = await (await fetch(`${campus.issuer}/manifest.webmanifest`)).json();
  ok(manifest.name === "Universiteit Sint-Maarten" && manifest.display === "standalone", "the manifest says what the app is");
  same((await cdp.send("Page.getAppManifest")).errors.length, 0, "the browser takes the manifest");
  await b.close();
}

try {
  await ends(await sends());
  await browser();
  await confirms();
} catch (e) {
  ok(false, "the test goes on", String(e.stack ?? e));
}
await campus.stop();
service.close();
service.closeAllConnections();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
