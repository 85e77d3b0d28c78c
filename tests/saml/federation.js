// federation.js: signed metadata of a federation: taken when they are signed, told by what a service is, refused when anything is
// wrong, and 10,000 of them in seconds. Ends with `N passed, N failed`. SPDX-License-Identifier: AGPL-3.0-or-later
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, createSign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Browser, Campus, PROGRAM } from "../oidc/campus.js";
import { certs, makeKey, metadata, service } from "./service.js";

let passed = 0, failed = 0;
const ok = (cond, name, why = "") => { if (cond) { passed++; console.log(`ok ${name}`); } else { failed++; console.log(`FAILED ${name} ${typeof why === "string" ? why : JSON.stringify(why)}`); } };
const same = (got, want, name) => ok(got === want, name, `${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
const text = (r) => r.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

const campus = await Campus.start();
const boss = makeKey(campus.dir, "federation"), other = makeKey(campus.dir, "other");
const days = (n) => new Date(Date.now() + n * 86400000).toISOString().replace(/\.\d+Z/, "Z");
const category = (uri) => `<md:Extensions><mdattr:EntityAttributes xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute"><saml:Attribute xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Name="http://macedir.org/entity-category" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"><saml:AttributeValue>${uri}</saml:AttributeValue></saml:Attribute></mdattr:EntityAttributes></md:Extensions>`;
const bare = (of, uri) => metadata(of).replace(/<\?xml[^>]*>\s*/, "").replace(/(<md:EntityDescriptor[^>]*>)/, `$1${uri ? category(uri) : ""}`);
const list = (entities, { until = days(7), inside = "" } = {}) => `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="_all" Name="a federation"${until ? ` validUntil="${until}"` : ""}>${inside}${entities.join("\n")}</md:EntitiesDescriptor>`;
const template = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#_all"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>`;
const file = join(campus.dir, "federation.xml");
// Signed by xmlsec1.
const put = (entities, options = {}, key = boss) => {
  const plain = campus.file("plain.xml", list(entities, { inside: template, ...options }));
  execFileSync("xmlsec1", ["--sign", "--privkey-pem", `${key.keyPath},${key.certPath}`, "--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:metadata:EntitiesDescriptor", "--output", file, plain], { stdio: "pipe" });
};
const federation = (...words) => {
  const r = spawnSync(PROGRAM, ["saml", "federation", ...words, "--state", campus.state], { encoding: "utf8" });
  return { code: r.status, said: r.stdout + r.stderr };
};
const refused = (why, name) => { const r = federation("refresh", file); ok(r.code !== 0 && r.said.includes(why), name, r); };

const rs = { entity: "https://wiki.research.example/saml", back: "https://wiki.research.example/back", key: makeKey(campus.dir, "rs") };
const none = { entity: "https://shop.example/saml", back: "https://shop.example/back", key: makeKey(campus.dir, "none") };
const RS = "http://refeds.org/category/research-and-scholarship";
const both = [bare(rs, RS), bare(none)];
await campus.serve();
let ours = "";
for (let i = 0; i < 100 && !ours.includes("SignatureValue"); i++) { // its first key is made when it starts
  ours = await fetch(`${campus.issuer}/saml/metadata`).then((r) => r.text());
  await new Promise((r) => setTimeout(r, 100));
}
const make = (of) => service(campus, certs(ours)[0], { issuer: of.entity, callbackUrl: of.back, privateKey: of.key.key, publicCert: of.key.cert });
const start = (sp) => sp.getAuthorizeUrlAsync("", undefined, {});

try {
  put(both);
  let r = federation("add", file, "--cert", other.certPath);
  ok(r.code !== 0 && r.said.includes("not signed by one of the certificates"), "whom nobody named signs for nobody", r);
  const her = new Browser(campus), sp = make(rs);
  ok(text(await her.get(await start(sp))).includes("not known"), "and its services stay unknown");
  r = federation("add", file, "--cert", boss.certPath);
  same(r.said, "2 services, 2 new or other, 0 gone\n", "what is signed is taken");
  const end = await her.through(await start(sp));
  ok(end.url?.href === rs.back, "she signs in to a service that the federation tells of", `${end.how} ${text({ text: end.text ?? "" }).slice(0, 300)}`);
  const { profile } = await sp.validatePostResponseAsync(end.fields);
  ok(profile["urn:oid:1.3.6.1.4.1.5923.1.1.1.6"] === "s1234567@sint-maarten.example" && !profile["urn:oid:0.9.2342.19200300.100.1.1"], "research and scholarship get what they need, and no more", profile);
  const poor = make(none), at = await her.through(await start(poor));
  const { profile: little } = await poor.validatePostResponseAsync(at.fields);
  ok(little.nameID && !Object.keys(little).some((k) => k.startsWith("urn:oid:")), "of which nothing is said, it gets a code alone", little);
  same(federation("refresh", file).said, "2 services, 0 new or other, 0 gone\n", "what stays the same is not written again");

  // What is wrong.
  writeFileSync(file, readFileSync(file, "utf8").replace(rs.back, "https://evil.example/back"));
  refused("not signed", "an address that somebody changed");
  put(both, {}, other);
  refused("not signed", "another one's signature");
  put(both, { until: null });
  refused("validUntil", "one that holds for ever");
  put(both, { until: days(-1) });
  refused("validUntil", "one that is over");
  put(both, { until: days(90) });
  refused("validUntil", "one that holds too long");
  writeFileSync(file, list(both));
  refused("not signed", "one without a signature");
  // The signed one inside a group that is not.
  put(both);
  writeFileSync(file, `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="_new" validUntil="${days(7)}">${bare({ ...rs, entity: "https://evil.example/saml" })}${readFileSync(file, "utf8").replace(/<\?xml[^>]*>\s*/, "")}</md:EntitiesDescriptor>`);
  refused("not signed", "one wrapped around a signed one");
  writeFileSync(file, `<!DOCTYPE x [<!ENTITY a "b">]>${list(both)}`);
  refused("no DOCTYPE", "a document type");
  ok((await her.through(await start(sp))).url?.href === rs.back, "meanwhile what was known holds");
  ok(federation("list").said.includes("DOCTYPE"), "and the list says what is wrong");

  // It is listed no more.
  put([bare(none)]);
  same(federation("refresh", file).said, "1 services, 0 new or other, 1 gone\n", "a service leaves the federation");
  ok(text(await her.get(await start(sp))).includes("turned off"), "and nobody signs in to it any more");

  // 10,000 of them, in canonical form as they are written.
  const cert = boss.cert.replace(/-----[^-]*-----|\s/g, "");
  const many = Array.from({ length: 10000 }, (_, i) => `<md:EntityDescriptor entityID="https://sp${i}.example/saml">${category(RS)}<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${cert}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://sp${i}.example/back" index="0"></md:AssertionConsumerService></md:SPSSODescriptor><md:Organization><md:OrganizationName xml:lang="en">Service ${i} ${"of a university ".repeat(60)}</md:OrganizationName><md:OrganizationDisplayName xml:lang="en">Service ${i}</md:OrganizationDisplayName><md:OrganizationURL xml:lang="en">https://sp${i}.example</md:OrganizationURL></md:Organization></md:EntityDescriptor>`);
  const whole = list(many);
  const info = `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#_all"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${createHash("sha256").update(whole).digest("base64")}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const signature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${info}<ds:SignatureValue>${createSign("sha256").update(info).sign(boss.key, "base64")}</ds:SignatureValue></ds:Signature>`;
  writeFileSync(file, whole.replace(/>/, () => `>${signature}`));
  let began = Date.now();
  same(federation("refresh", file).said, "10000 services, 10000 new or other, 1 gone\n", `10,000 services, ${Math.round(whole.length / 1e6)} MB`);
  const first = Date.now() - began;
  began = Date.now();
  same(federation("refresh", file).said, "10000 services, 0 new or other, 0 gone\n", "and again");
  console.log(`first in ${first} ms, again in ${Date.now() - began} ms`);
  ok(first < 15000, "in seconds", `${first} ms`);
  ok((await fetch(`${campus.issuer}/healthz`)).ok, "while the campus goes on");
} catch (e) {
  ok(false, "no surprise", e.stack);
} finally {
  await campus.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
