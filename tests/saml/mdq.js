// mdq.js: a federation that is asked of one service at a time: a server of our own answers as the protocol says, signed by xmlsec1.
// Ends with `N passed, N failed`. SPDX-License-Identifier: AGPL-3.0-or-later
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Browser, Campus, PROGRAM } from "../oidc/campus.js";
import { certs, makeKey, metadata, service } from "./service.js";

let passed = 0, failed = 0;
const ok = (cond, name, why = "") => { if (cond) { passed++; console.log(`ok ${name}`); } else { failed++; console.log(`FAILED ${name} ${typeof why === "string" ? why : JSON.stringify(why)}`); } };
const text = (r) => r.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

const campus = await Campus.start();
const boss = makeKey(campus.dir, "federation"), other = makeKey(campus.dir, "other");
const days = (n) => new Date(Date.now() + n * 86400000).toISOString().replace(/\.\d+Z/, "Z");
const template = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#_one"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>`;
const put = (of, { key = boss, more = ` validUntil="${days(7)}"` } = {}) => {
  const plain = campus.file("plain.xml", metadata(of).replace(/<\?xml[^>]*>\s*/, "").replace(/<md:EntityDescriptor([^>]*)>/, (all, rest) => `<md:EntityDescriptor${rest.replace(/ (ID|validUntil|cacheDuration)="[^"]*"/g, "")} ID="_one"${more}>${template}`));
  const out = join(campus.dir, "signed.xml");
  execFileSync("xmlsec1", ["--sign", "--privkey-pem", `${key.keyPath},${key.certPath}`, "--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor", "--output", out, plain], { stdio: "pipe" });
  return readFileSync(out, "utf8");
};

// The server: by entityID, percent-encoded in one piece.
const known = new Map(), asked = [];
const server = createServer((req, res) => {
  asked.push(`${req.headers.accept} ${req.url}`);
  const is = req.url.match(/^\/mdq\/entities\/([^/?]+)$/), answer = is && known.get(decodeURIComponent(is[1]));
  if (!answer) { res.writeHead(404).end(); return; }
  res.writeHead(typeof answer === "number" ? answer : 200, { "Content-Type": "application/samlmetadata+xml" }).end(typeof answer === "number" ? "" : answer);
});
await new Promise((r) => server.listen(0, "127.0.0.1", r));
const base = `http://127.0.0.1:${server.address().port}/mdq`;
// It does not stand still while the command runs.
const federation = (...words) => new Promise((done) => {
  const child = spawn(PROGRAM, ["saml", "federation", ...words, "--state", campus.state]);
  let said = "";
  child.stdout.on("data", (d) => { said += d; });
  child.stderr.on("data", (d) => { said += d; });
  child.on("close", (code) => done({ code, said }));
});

const wiki = { entity: "https://wiki.research.example/saml?a=1&b=2", back: "https://wiki.research.example/back", key: makeKey(campus.dir, "wiki") };
const shop = { entity: "https://shop.example/saml", back: "https://shop.example/back", key: makeKey(campus.dir, "shop") };
const name = (of) => of.entity.replace(/&/g, "&amp;");
const signed = (of, how) => put({ ...of, entity: name(of) }, how);

try {
  let r = await federation("add", `${base}/`, "--cert", boss.certPath, "--mdq");
  ok(r.code !== 0 && r.said.includes("without a slash"), "its address ends without a slash", r);
  r = await federation("add", base, "--cert", boss.certPath, "--mdq");
  ok(r.code === 0 && asked.length === 0, "it is known, and nothing is asked", r);

  await campus.serve();
  let ours = "";
  for (let i = 0; i < 100 && !ours.includes("SignatureValue"); i++) { // its first key is made when it starts
    ours = await fetch(`${campus.issuer}/saml/metadata`).then((x) => x.text());
    await new Promise((x) => setTimeout(x, 100));
  }
  const make = (of) => service(campus, certs(ours)[0], { issuer: of.entity, callbackUrl: of.back, privateKey: of.key.key, publicCert: of.key.cert });
  const start = (sp) => sp.getAuthorizeUrlAsync("", undefined, {});
  const her = new Browser(campus), sp = make(wiki), poor = make(shop);

  known.set(wiki.entity, signed(wiki));
  ok(text(await her.get(await start(sp))).includes("not known") && asked.length === 0, "an address of this network is asked only if saml.fetch_allow has it", asked);
  appendFileSync(join(campus.state, "rapenburg.conf"), `saml.fetch_allow = 127.0.0.1:${server.address().port}\n`);
  const gone = new Promise((x) => campus.child.once("exit", x));
  campus.child.kill("SIGTERM");
  await gone;
  await campus.serve();

  known.set(wiki.entity, signed(wiki, { key: other }));
  ok(text(await her.get(await start(sp))).includes("not known"), "what another one signed is not believed");
  known.set(wiki.entity, signed(shop));
  ok(text(await her.get(await start(sp))).includes("not known"), "nor what is said of another service");
  known.set(wiki.entity, signed(wiki, { more: "" }));
  ok(text(await her.get(await start(sp))).includes("not known"), "nor what holds for ever");
  known.set(wiki.entity, signed(wiki));
  const end = await her.through(await start(sp));
  ok(end.url?.href === wiki.back, "she signs in to a service of which it is asked", `${end.how} ${text({ text: end.text ?? "" }).slice(0, 300)}`);
  await sp.validatePostResponseAsync(end.fields);
  ok(asked.at(-1) === `application/samlmetadata+xml /mdq/entities/${encodeURIComponent(wiki.entity)}`, "by its entityID, percent-encoded", asked.at(-1));
  const before = asked.length;
  ok((await her.through(await start(sp))).url?.href === wiki.back && asked.length === before, "the next time it is known");
  ok(text(await her.get(await start(poor))).includes("not known"), "of what it does not know, nobody knows");

  r = await federation("refresh", base);
  ok(r.said === "1 services, 0 new or other, 0 gone\n", "what stays the same is no news", r);
  known.set(wiki.entity, signed({ ...wiki, back: "https://wiki.research.example/new" }));
  r = await federation("refresh", base);
  ok(r.said === "1 services, 1 new or other, 0 gone\n", "it is asked again", r);
  const moved = await her.through(await make({ ...wiki, back: "https://wiki.research.example/new" }).getAuthorizeUrlAsync("", undefined, {}));
  ok(moved.url?.href === "https://wiki.research.example/new", "and people come back where it says now", `${moved.how}`);
  known.set(wiki.entity, 500);
  r = await federation("refresh", base);
  ok(r.code !== 0 && r.said.includes("it answered 500"), "when it fails it says so", r);
  ok((await her.through(await make({ ...wiki, back: "https://wiki.research.example/new" }).getAuthorizeUrlAsync("", undefined, {}))).url, "and what was known holds");
  known.delete(wiki.entity);
  r = await federation("refresh", base);
  ok(r.code === 0 && (await her.through(await make({ ...wiki, back: "https://wiki.research.example/new" }).getAuthorizeUrlAsync("", undefined, {}))).url,
    "an answer that nobody signed, that it is not known, ends nothing before its time", r);
  known.set(wiki.entity, signed({ ...wiki, back: "https://wiki.research.example/new" }, { more: ` validUntil="${days(7)}" cacheDuration="PT6H"` }));
  r = await federation("refresh", base);
  ok(r.said === "1 services, 1 new or other, 0 gone\n", "it says how long that need not be asked again", r);
  const quiet = asked.length;
  r = await federation("refresh", base);
  ok(asked.length === quiet && r.said === "0 services, 0 new or other, 0 gone\n", "and it is not", r);
  r = await federation("remove", base);
  ok(r.code === 0 && !(await federation("list")).said.includes(base), "it is taken away", r);
} catch (e) {
  ok(false, "no surprise", e.stack);
} finally {
  await campus.stop();
  server.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
