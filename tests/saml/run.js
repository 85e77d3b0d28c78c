// run.js: the identity provider by node-saml (npm) and pysaml2: signing in by an address and by a form, what is told, leaving on either
// side; and by hand what no proper service does. Ends with `N passed, N failed`. SPDX-License-Identifier: AGPL-3.0-or-later
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { Browser, Campus } from "../oidc/campus.js";
import { certs, makeKey, metadata, Pysaml2, service } from "./service.js";

let passed = 0, failed = 0;
const ok = (cond, name, why = "") => { if (cond) { passed++; console.log(`ok ${name}`); } else { failed++; console.log(`FAILED ${name} ${typeof why === "string" ? why : JSON.stringify(why)}`); } };
const same = (got, want, name) => ok(got === want, name, `${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
const text = (r) => r.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

const campus = await Campus.start();
const one = { entity: "https://one.example/saml", back: "https://one.example/back", bye: "https://one.example/bye", key: makeKey(campus.dir, "one") };
const two = { entity: "https://two.example/saml", back: "https://two.example/back", bye: "https://two.example/bye", key: makeKey(campus.dir, "two") };
const snake = { entity: "https://snake.example/saml", back: "https://snake.example/back", bye: "https://snake.example/bye", key: makeKey(campus.dir, "snake") };
const plain = { entity: "https://plain.example/saml", back: "https://plain.example/back", signs: false, formats: ["urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"] };
campus.command("saml", "sp", "add", campus.file("one.xml", metadata(one)), "--title", "Learning", "--kind", "surfconext", "--own");
campus.command("saml", "sp", "add", campus.file("two.xml", metadata(two)), "--title", "Library", "--kind", "library");
campus.command("saml", "sp", "add", campus.file("snake.xml", metadata(snake)), "--title", "Snake", "--kind", "surfconext", "--own", "--signed-only");
campus.command("saml", "sp", "add", campus.file("plain.xml", metadata(plain)), "--title", "Plain", "--attributes", "mail", "--own");
await campus.serve();
const ours = await fetch(`${campus.issuer}/saml/metadata`).then((r) => r.text());
const idpCert = certs(ours)[0];
const make = (of, over = {}) => service(campus, idpCert, { issuer: of.entity, callbackUrl: of.back, logoutCallbackUrl: of.bye, privateKey: of.key?.key, publicCert: of.key?.cert, ...over });
const sp1 = make(one), sp2 = make(two), sp3 = make(plain, { identifierFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" });
const start = (sp, relay = "") => sp.getAuthorizeUrlAsync(relay, undefined, {});
const refused = async (who, url, why, name) => { const r = await who.get(url); ok(r.status === 400 && text(r).includes(why) && !r.headers.get("location"), name, `${r.status} ${text(r).slice(0, 400)}`); };

try {
  ok(ours.includes('<shibmd:Scope xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" regexp="false">sint-maarten.example<') && ours.includes("SignatureValue"), "our metadata are signed and say the scope");

  // Signing in, by an address that is signed.
  const her = new Browser(campus);
  const url = await start(sp1, "where-she-was");
  const end = await her.through(url);
  ok(end.url?.href === one.back, "she comes back to the service", `${end.how} ${end.status} ${text({ text: end.text ?? "" }).slice(0, 600)}`);
  same(end.fields.RelayState, "where-she-was", "with what the service gave along");
  const { profile } = await sp1.validatePostResponseAsync(end.fields);
  const at = (oid) => profile[`urn:oid:${oid}`];
  same(at("0.9.2342.19200300.100.1.1"), "s1234567", "it is told her user name");
  same(at("0.9.2342.19200300.100.1.3"), "s1234567@sint-maarten.example", "her mail address");
  same(at("1.3.6.1.4.1.5923.1.1.1.6"), "s1234567@sint-maarten.example", "her principal name");
  same(at("1.3.6.1.4.1.25178.1.2.9"), "sint-maarten.example", "her university");
  same([at("2.5.4.42"), at("2.5.4.4")].join("|"), "Noor|de Vries", "her name in two");
  same([].concat(at("1.3.6.1.4.1.5923.1.1.1.1")).join(" "), "student member", "what she is here");
  ok(/^[0-9a-f]{32}@sint-maarten\.example$/.test(profile["urn:oasis:names:tc:SAML:attribute:subject-id"]), "and a code that is hers in every service");
  ok(/^[0-9a-f]{32}$/.test(profile.nameID) && profile.nameIDFormat.endsWith(":persistent"), "by a name that is made by chance", profile.nameID);
  const again = (await sp1.validatePostResponseAsync((await her.through(await start(sp1))).fields)).profile;
  same(again.nameID, profile.nameID, "which stays");
  ok(again.sessionIndex !== profile.sessionIndex, "each sign-in has its own mark");
  await refused(her, url, "answered before", "a request is answered once");

  // By a form; and she is asked.
  const asks = make(two, { authnRequestBinding: "HTTP-POST", skipRequestCompression: true });
  const html = (await asks.getAuthorizeFormAsync("deep/link")).replace(/&#x([0-9a-f]+);/gi, (_, h) => String.fromCodePoint(parseInt(h, 16)));
  const fields = Object.fromEntries([...html.matchAll(/name="(SAMLRequest|RelayState)" value="([^"]*)"/g)].map((m) => m.slice(1)));
  const other = new Browser(campus);
  const posted = await other.through(await other.post("/saml/sso", fields));
  ok(posted.url?.href === two.back, "a request by a form goes on after signing in, and asks her", `${posted.how} ${Object.keys(fields)} ${text({ text: posted.text ?? "" }).slice(300, 700)}`);
  const told = (await asks.validatePostResponseAsync(posted.fields)).profile;
  ok(told && told.nameID !== profile.nameID, "another service knows her by another name");
  ok(!told["urn:oid:0.9.2342.19200300.100.1.1"] && told["urn:oid:1.3.6.1.4.1.5923.1.1.1.9"], "and is told what it may know only", told);
  const account = text(await other.get("/account/applications"));
  ok(account.includes("Library") && account.includes("you agreed"), "her account's page says so", account.slice(0, 300));
  const no = await new Browser(campus).through(await start(sp2), { name: "s2345678", answer: "deny" });
  ok(Buffer.from(no.fields.SAMLResponse ?? "", "base64").toString().includes("status:RequestDenied"), "who says no is led back with a no", `${no.how} ${no.status}`);

  // Mail as a name, without signatures.
  const mail = (await sp3.validatePostResponseAsync((await her.through(await start(sp3))).fields)).profile;
  same(mail.nameID, "s1234567@sint-maarten.example", "a service may know her by her mail address");

  // Passive, forced, contexts.
  const passive = make(one, { passive: true });
  const nobody = await new Browser(campus).through(await start(passive));
  ok(Buffer.from(nobody.fields.SAMLResponse, "base64").toString().includes("status:NoPassive"), "nobody is asked when it is forbidden");
  ok((await passive.validatePostResponseAsync((await her.through(await start(passive))).fields)).profile, "who is signed in needs not be asked");
  const forced = await her.get(await start(make(one, { forceAuthn: true })));
  ok(/^\/sign-in\/more\?again=1/.test(forced.headers.get("location") ?? ""), "ForceAuthn asks for a new proof", forced.headers.get("location"));
  const strong = await her.get(await start(make(one, { disableRequestedAuthnContext: false, authnContext: ["https://refeds.org/profile/mfa"] })));
  ok(/^\/sign-in\/more\?level=2/.test(strong.headers.get("location") ?? ""), "REFEDS MFA asks for a second factor", strong.headers.get("location"));
  const strange = await her.through(await start(make(one, { disableRequestedAuthnContext: false, authnContext: ["urn:example:retina"] })));
  ok(Buffer.from(strange.fields.SAMLResponse, "base64").toString().includes("status:NoAuthnContext"), "an unknown class is said to be unknown");
  const ppt = await her.through(await start(make(one, { disableRequestedAuthnContext: false })));
  ok(Buffer.from(ppt.fields.SAMLResponse, "base64").toString().includes("classes:PasswordProtectedTransport</saml:AuthnContextClassRef>"), "the class that was asked is said");

  // What no proper service does.
  const signed = new URL(await start(sp1, "r"));
  const changed = new URL(signed); changed.searchParams.set("RelayState", "s");
  await refused(her, changed, "signature", "what was changed after signing is refused");
  const bare = new URL(signed); bare.searchParams.delete("Signature"); bare.searchParams.delete("SigAlg");
  await refused(her, bare, "must be signed", "a service that signs always signs");
  const twice = `${signed}&RelayState=x`;
  await refused(her, twice, "twice", "a parameter is there once");
  await refused(her, await start(make(two, { issuer: one.entity, callbackUrl: one.back })), "signature", "nobody speaks for another service");
  await refused(her, await start(make(one, { callbackUrl: "https://evil.example/back" })), "did not register", "nobody is led to an address that is not registered");
  await refused(her, await start(make(one, { issuer: "https://nobody.example" })), "not known", "a stranger is told so");
  const unpack = (u) => inflateRawSync(Buffer.from(new URL(u).searchParams.get("SAMLRequest"), "base64")).toString();
  const address = (xml) => `/saml/sso?SAMLRequest=${encodeURIComponent(deflateRawSync(xml).toString("base64"))}`;
  const request = async () => unpack(await start(sp3));
  await refused(her, address((await request()).replace(/Destination="[^"]*"/, 'Destination="https://other.example/sso"')), "another address", "a request for another provider is refused");
  await refused(her, address((await request()).replace(/IssueInstant="[^"]*"/, 'IssueInstant="2020-01-01T00:00:00Z"')), "too old", "an old request is refused");
  await refused(her, address((await request()).replace(/<\?xml[^>]*>/, "").replace(/^/, '<!DOCTYPE a [<!ENTITY x "y">]>')), "no XML", "a document type is refused");
  await refused(her, address(Buffer.alloc(1 << 20, " ")), "64 KiB", "a bomb is refused");
  await refused(her, "/saml/sso?SAMLRequest=%25%25", "not encoded", "what is no message is refused");
  await refused(her, "/saml/sso", "must be one", "nothing is refused");

  // Leaving: the service asks.
  const p1 = (await sp1.validatePostResponseAsync((await her.through(await start(sp1))).fields)).profile;
  const forged = await make(two, { issuer: two.entity }).getLogoutUrlAsync({ ...p1 }, "r", {});
  const harmless = await her.get(forged);
  ok(harmless.headers.get("location")?.startsWith(two.bye) && (await her.get("/home")).status === 200, "a service cannot end what is not its own", `${harmless.status} ${text(harmless).slice(0, 200)}`);
  const out = await her.get(await sp1.getLogoutUrlAsync(p1, "bye-now", {}));
  const back = new URL(out.headers.get("location") ?? "http://nowhere/");
  ok(back.href.startsWith(one.bye) && back.searchParams.get("RelayState") === "bye-now", "the service that asks is answered", `${out.status} ${text(out).slice(0, 300)}`);
  ok((await sp1.validateRedirectAsync(Object.fromEntries(back.searchParams), back.search.slice(1))).loggedOut, "with our signature, which node-saml checks");
  ok((await her.get("/home")).status === 303, "and she is signed out here");

  // Leaving: we ask, one service after the other.
  const she = await new Browser(campus).signIn();
  const ps1 = (await sp1.validatePostResponseAsync((await she.through(await start(sp1))).fields)).profile;
  await sp2.validatePostResponseAsync((await she.through(await start(sp2))).fields);
  await she.through(await start(sp3));
  let leave = await she.fill(await she.get("/account/services/sign-out"), "/account/services/sign-out", {});
  ok((await she.get("/home")).status === 303, "she is signed out here first");
  const went = [];
  for (let i = 0; i < 4; i++) {
    const to = leave.headers.get("refresh")?.replace(/^0; url=/, "") ?? leave.headers.get("location");
    if (!to) break;
    const u = new URL(to), sp = u.href.startsWith(one.bye) ? sp1 : sp2;
    const { profile: gone } = await sp.validateRedirectAsync(Object.fromEntries(u.searchParams), u.search.slice(1));
    went.push(`${u.host} ${gone.nameID === ps1.nameID}`);
    leave = await she.get(await sp.getLogoutResponseUrlAsync(gone, u.searchParams.get("RelayState"), {}, i === 0));
  }
  same(went.join(", "), "one.example true, two.example false", "her browser goes past the services");
  ok(text(leave).includes("You are signed out") && text(leave).includes("perhaps still signed in"), "and hears which could not be told", text(leave).slice(0, 300));

  // By pysaml2, which checks by xmlsec1.
  const python = new Pysaml2();
  await python.ask({ do: "make", idp: campus.file("ours.xml", ours), entity: snake.entity, back: snake.back, bye: snake.bye, key: snake.key.keyPath, cert: snake.key.certPath });
  const asked = await python.ask({ do: "ask", relay: "hiss" }), bram = new Browser(campus);
  const snakes = await bram.through(asked.url, { name: "s2345678" });
  same(snakes.fields.RelayState, "hiss", "pysaml2 gets an answer");
  const wrapped = Buffer.from(snakes.fields.SAMLResponse, "base64").toString().replaceAll("s2345678", "s1234567");
  const lie = await python.ask({ do: "read", id: asked.id, response: Buffer.from(wrapped).toString("base64") });
  ok(lie.error && !lie.attributes, "which it refuses when one letter is another", lie);
  const known = await python.ask({ do: "read", id: asked.id, response: snakes.fields.SAMLResponse });
  same(known.attributes?.uid?.join(), "s2345678", "and reads as it is: her user name", known.error);
  same(known.attributes?.eduPersonPrincipalName?.join(), "s2345678@sint-maarten.example", "her principal name");
  ok(/^[0-9a-f]{32}$/.test(known.name) && known.format?.endsWith(":persistent"), "a name of this service", known);
  const gone = await bram.get((await python.ask({ do: "leave" })).url ?? "/");
  const heard = new URL(gone.headers.get("location") ?? "http://nowhere/");
  ok(heard.href.startsWith(snake.bye) && (await python.ask({ do: "left", response: heard.searchParams.get("SAMLResponse") })).ok, "and signs out with us", `${gone.status} ${heard}`);
  ok((await bram.get("/home")).status === 303, "so that the session here is over");
  python.end();

  // A new key: both are published, the older one signs; then the new one.
  campus.command("saml", "keys", "rotate");
  const both = certs(await fetch(`${campus.issuer}/saml/metadata`).then((r) => r.text()));
  ok(both.includes(idpCert) && new Set(both).size === 2, "a new key is published before it signs");
  const last = await new Browser(campus).through(await start(sp1));
  ok((await sp1.validatePostResponseAsync(last.fields)).profile, "meanwhile the older one signs");
} catch (e) {
  ok(false, "no surprise", e.stack);
} finally {
  await campus.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
