// run.js: the provider by real clients over HTTP: openid-client (npm), and by hand what no proper client does. The checks
// are those of the OpenID Foundation's plans (Basic, Config, Form Post, Back-Channel Logout, FAPI 2 with DPoP and
// private_key_jwt) as far as a story cannot make them. Ends with `N passed, N failed`.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { createServer } from "node:http";
import * as oidc from "openid-client";
import { Browser, Campus, CHALLENGE, freePort, VERIFIER } from "./campus.js";
import { assertion, ath, makeKey, now, parts, proof, token, verify } from "./jose.js";

let passed = 0, failed = 0;
const ok = (cond, name, why = "") => { if (cond) { passed++; console.log(`ok ${name}`); } else { failed++; console.log(`FAILED ${name} ${typeof why === "string" ? why : JSON.stringify(why)}`); } };
const same = (got, want, name) => ok(got === want, name, `${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
const BACK = "https://app.example/back";
const basic = (c) => `Basic ${Buffer.from(`${encodeURIComponent(c.id)}:${encodeURIComponent(c.secret)}`).toString("base64")}`;

const campus = await Campus.start();
const fapiKey = makeKey("ES256"), psKey = makeKey("PS256"), rsKey = makeKey("RS256"), stranger = makeKey("ES256");
const heard = [];
const logoutPort = await freePort();
let deaf = 1; // the application does not listen the first time
const rp = createServer((q, a) => {
  let body = "";
  q.on("data", (d) => { body += d; });
  q.on("end", () => {
    heard.push({ method: q.method, type: q.headers["content-type"], fields: Object.fromEntries(new URLSearchParams(body)), deaf });
    a.writeHead(deaf-- > 0 ? 503 : 200).end();
  });
}).listen(logoutPort, "127.0.0.1");

const app = campus.client("--title", "App", "--redirect", BACK, "--first-party", "--scopes", "openid profile email eduperson offline_access", "--logout", `http://127.0.0.1:${logoutPort}/bye`);
const es = campus.client("--title", "Shorter", "--redirect", BACK, "--first-party", "--alg", "ES256", "--pairwise", "--no-pkce");
const pub = campus.client("--title", "Phone", "--redirect", "http://127.0.0.1/back", "--auth", "none", "--first-party", "--alg", "EdDSA");
const asked = campus.client("--title", "Asks", "--redirect", BACK, "--scopes", "openid profile email");
const guard = campus.client("--title", "Guard", "--redirect", BACK, "--introspect");
const fapi = campus.client("--title", "Bank", "--redirect", BACK, "--auth", "key", "--jwks", campus.file("jwks.json", JSON.stringify({ keys: [{ ...fapiKey.jwk, kid: "a" }, psKey.jwk, rsKey.jwk] })), "--alg", "PS256", "--fapi", "--first-party", "--client-id", "bank");
const tv = campus.client("--title", "Screen", "--auth", "none", "--device");
await campus.serve();
const at = (path) => `${campus.issuer}${path}`;
const form = (path, fields, headers = {}) => fetch(at(path), { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual" }).then(async (r) => ({ status: r.status, headers: r.headers, json: await r.json().catch(() => ({})) }));
const authorize = (c, over = {}) => `/oidc/authorize?${new URLSearchParams({ client_id: c.id, redirect_uri: BACK, response_type: "code", scope: "openid", state: "s", code_challenge: CHALLENGE, code_challenge_method: "S256", ...over })}`;
const redeem = (c, code, over = {}, headers = {}) => form("/oidc/token", { grant_type: "authorization_code", code, redirect_uri: BACK, code_verifier: VERIFIER, client_id: c.id, ...(c.secret ? { client_secret: c.secret } : {}), ...over }, headers);

async function config() {
  const r = await fetch(at("/.well-known/openid-configuration"));
  const d = await r.json();
  same(r.status, 200, "discovery answers");
  ok(/^application\/json/.test(r.headers.get("content-type")), "discovery is JSON");
  same(d.issuer, campus.issuer, "the issuer is its address");
  ok(Object.entries(d).filter(([k]) => /_endpoint$|_uri$/.test(k)).every(([, v]) => v.startsWith(`${campus.issuer}/`)), "every endpoint is ours");
  ok(d.id_token_signing_alg_values_supported.includes("RS256"), "RS256 is there");
  ok(Array.isArray(d.response_types_supported) && Array.isArray(d.subject_types_supported) && Array.isArray(d.claims_supported) && d.scopes_supported.includes("openid"), "lists are lists");
  same(JSON.stringify(d.code_challenge_methods_supported), '["S256"]', "S256 only");
  ok(d.backchannel_logout_supported && d.backchannel_logout_session_supported && d.authorization_response_iss_parameter_supported, "abilities are said");
  const keys = (await (await fetch(d.jwks_uri)).json()).keys;
  ok(new Set(keys.map((k) => k.kid)).size === keys.length && keys.length === 4, "each key has a kid of its own");
  ok(keys.every((k) => k.d === undefined && k.use === "sig"), "no key tells its private half");
}

// openid-client, from discovery to logout, with signatures checked.
async function real(c, auth, back, claims, name) {
  const cfg = await oidc.discovery(new URL(campus.issuer), c.id, undefined, auth, { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] });
  const verifier = oidc.randomPKCECodeVerifier(), state = oidc.randomState(), nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(cfg, { redirect_uri: back, scope: "openid profile email", code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256", state, nonce, max_age: "10000" });
  const b = new Browser(campus);
  const end = await b.through(url);
  const t = await oidc.authorizationCodeGrant(cfg, end.url, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, maxAge: 10000, idTokenExpected: true });
  const info = await oidc.fetchUserInfo(cfg, t.access_token, t.claims().sub);
  same(info.name, "Noor de Vries", `${name}: who she is`);
  same(parts(t.id_token)[0].alg, claims.alg, `${name}: signed as it chose`);
  ok(t.claims().auth_time <= now() && t.claims().acr === "https://refeds.org/profile/sfa" && t.claims().amr.includes("pwd"), `${name}: auth_time, acr, amr`, t.claims());
  const fresh = await oidc.refreshTokenGrant(cfg, t.refresh_token);
  ok(fresh.access_token !== t.access_token && fresh.refresh_token !== t.refresh_token && fresh.claims().sub === t.claims().sub && fresh.claims().nonce === undefined, `${name}: refreshed`);
  if (c.secret) same((await oidc.tokenIntrospection(cfg, fresh.access_token)).active, true, `${name}: introspected`);
  await oidc.tokenRevocation(cfg, fresh.refresh_token);
  same((await fetch(at("/oidc/userinfo"), { headers: { Authorization: `Bearer ${fresh.access_token}` } })).status, 401, `${name}: revoked`);
  return { cfg, b, claims: t.claims() };
}

async function clients() {
  const a = await real(app, oidc.ClientSecretBasic(app.secret), BACK, { alg: "RS256" }, "client_secret_basic");
  const p = await real(es, oidc.ClientSecretPost(es.secret), BACK, { alg: "ES256" }, "client_secret_post");
  await real(pub, oidc.None(), "http://127.0.0.1:51234/back", { alg: "EdDSA" }, "no secret, a port of its own");
  const c = await real(asked, oidc.ClientSecretBasic(asked.secret), BACK, { alg: "RS256" }, "asked for consent");
  ok(a.claims.sub === c.claims.sub && a.claims.sub !== p.claims.sub, "public subjects are the same, pairwise ones are not");
}

async function basicPlan() {
  const b = await new Browser(campus).signIn();
  const one = async (over, c = app) => b.through(authorize(c, over));
  const plain = await one({ nonce: "n".repeat(384), scope: "email openid profile" });
  const t = await redeem(app, plain.fields.code);
  same(t.status, 200, "scopes in another order");
  same(parts(t.json.id_token)[1].nonce, "n".repeat(384), "a nonce of 384 characters comes back whole");
  same(t.headers.get("cache-control"), "no-store", "tokens are not kept");
  ok(/^[\w-]{43,}$/.test(t.json.access_token) && /^[\w-]{43,}$/.test(t.json.refresh_token) && /^[\w-]{43,}$/.test(plain.fields.code), "256 bits of chance");
  same(plain.fields.iss, campus.issuer, "the answer says who gave it");
  same((await form("/oidc/userinfo", { access_token: t.json.access_token })).json.email, "s1234567@sint-maarten.example", "userinfo by a form");
  same((await form("/oidc/userinfo", {}, { Authorization: `Bearer ${t.json.access_token}` })).status, 200, "userinfo by POST");
  ok((await one({ foo: "bar", display: "popup", ui_locales: "nl", claims_locales: "nl", acr_values: "1 2", login_hint: "s1234567" })).fields.code, "what is not known is let be");
  const hinted = await one({ prompt: "none", id_token_hint: t.json.id_token });
  ok(hinted.how === "redirect" && hinted.fields.code, "prompt=none with a hint of her");
  const lecturer = await new Browser(campus).signIn("l0001");
  same((await lecturer.through(authorize(app, { prompt: "none", id_token_hint: t.json.id_token }))).fields.error, "login_required", "prompt=none with a hint of another");
  same((await new Browser(campus).through(authorize(app, { prompt: "none" }))).fields.error, "login_required", "prompt=none of nobody");
  same((await one({ prompt: "none" }, asked)).fields.error ?? "code", "code", "prompt=none after consent");
  same((await one({ response_type: "" })).fields.error, "invalid_request", "no response_type");
  same((await one({ request: "e30.e30." })).fields.error, "request_not_supported", "no request objects");
  same((await one({ request_uri: "https://evil.example/" })).fields.error, "request_uri_not_supported", "no request from elsewhere");
  const claims = await redeem(app, (await one({ claims: '{"userinfo":{"name":{"essential":true}},"id_token":{"email":null}}' })).fields.code);
  same(parts(claims.json.id_token)[1].email, "s1234567@sint-maarten.example", "claims in the ID token");
  const posted = await b.through(await b.post("/oidc/authorize", Object.fromEntries(new URLSearchParams(authorize(app).split("?")[1]))));
  ok(posted.fields.code, "authorize by POST");
  const formPost = await one({ response_mode: "form_post" });
  ok(formPost.how === "form" && formPost.url.search === "" && formPost.fields.code && formPost.fields.state === "s", "form_post");
  same((await one({ response_mode: "form_post", prompt: "none", scope: "nonsense" })).how, "form", "an error by form_post");
  const wrong = await form("/oidc/token", { grant_type: "authorization_code", code: posted.fields.code, redirect_uri: BACK, code_verifier: VERIFIER }, { Authorization: basic({ id: app.id, secret: "no" }) });
  ok(wrong.status === 401 && /^Basic/.test(wrong.headers.get("www-authenticate")), "a wrong secret");
  // PKCE downgrade: a verifier to a code that had no challenge (RFC 9700 §4.8.2).
  const bare = await b.through(`/oidc/authorize?${new URLSearchParams({ client_id: es.id, redirect_uri: BACK, response_type: "code", scope: "openid" })}`);
  same((await redeem(es, bare.fields.code)).json.error, "invalid_grant", "a verifier without a challenge");
  same((await redeem(app, formPost.fields.code, {}, { Authorization: basic(app) })).json.error, "invalid_request", "two proofs at once");
}

// prompt=login and max_age: she proves anew who she is, and auth_time says so.
async function provedAnew() {
  const b = await new Browser(campus).signIn();
  const time = async (over) => parts((await redeem(app, (await b.through(authorize(app, over))).fields.code)).json.id_token)[1].auth_time;
  const first = await time({});
  await new Promise((r) => setTimeout(r, 2100));
  same(await time({ max_age: "10000" }), first, "max_age that holds");
  ok(await time({ prompt: "login" }) > first, "prompt=login: auth_time grows");
  await new Promise((r) => setTimeout(r, 2100));
  const before = await time({});
  ok(await time({ max_age: "1" }) > before, "max_age=1: auth_time grows");
  same((await b.through(authorize(app, { prompt: "none", max_age: "0" }))).fields.error, "login_required", "max_age=0, silently");
}

async function consentAndGuard() {
  const b = await new Browser(campus).signIn("l0001");
  same((await b.through(authorize(asked), { answer: "deny" })).fields.error, "access_denied", "she says no");
  same((await b.through(authorize(asked, { prompt: "none" }))).fields.error, "consent_required", "not asked yet, silently");
  const end = await b.through(authorize(asked));
  ok(end.how === "page" && end.fields.code, "she agrees");
  const t = await redeem(asked, end.fields.code);
  same((await form("/oidc/introspect", { token: t.json.access_token }, { Authorization: basic(app) })).json.active, false, "another application learns nothing");
  same((await form("/oidc/introspect", { token: t.json.access_token }, { Authorization: basic(guard) })).json.active, true, "who guards something does");
  same((await form("/oidc/introspect", { token: t.json.access_token })).status, 401, "nobody does");
}

async function race() {
  const b = await new Browser(campus).signIn();
  const t = await redeem(app, (await b.through(authorize(app))).fields.code);
  const refresh = (r) => form("/oidc/token", { grant_type: "refresh_token", refresh_token: r, client_id: app.id, client_secret: app.secret });
  const all = await Promise.all(Array.from({ length: 12 }, () => refresh(t.json.refresh_token)));
  ok(all.every((r) => r.status === 200), "twelve tabs at once all go on", all.map((r) => r.json.error));
  same(new Set(all.map((r) => r.json.refresh_token)).size, 1, "and get the same next token");
  const next = await refresh(all[0].json.refresh_token);
  same(next.status, 200, "which is of use");
  same((await refresh(t.json.refresh_token)).json.error, "invalid_grant", "two generations later the first one is a theft");
  same((await refresh(next.json.refresh_token)).json.error, "invalid_grant", "and ends everything");
  const codes = (await b.through(authorize(app))).fields.code;
  const twice = await Promise.all([redeem(app, codes), redeem(app, codes), redeem(app, codes)]);
  ok(twice.filter((r) => r.status === 200).length <= 1, "one code, three at once: one at most");
}

async function logout() {
  const one = await new Browser(campus).signIn(), two = await new Browser(campus).signIn();
  const first = await redeem(app, (await one.through(authorize(app))).fields.code);
  const second = await redeem(app, (await two.through(authorize(app))).fields.code);
  const [, claims] = parts(first.json.id_token), [, others] = parts(second.json.id_token);
  ok(claims.sid && claims.sid !== others.sid, "each session has a sid of its own");
  heard.length = 0;
  deaf = 1;
  await one.fill(await one.get("/home"), "/sign-out", {});
  const began = Date.now();
  while (heard.length < 1 && Date.now() - began < 15000) await new Promise((r) => setTimeout(r, 50));
  ok(heard.length >= 1 && Date.now() - began < 5000, "it is told within seconds", `${Date.now() - began} ms`);
  while (heard.length < 2 && Date.now() - began < 25000) await new Promise((r) => setTimeout(r, 100));
  same(heard.length, 2, "and again, as it did not listen");
  const { method, type, fields } = heard[1] ?? { fields: {} };
  ok(method === "POST" && /x-www-form-urlencoded/.test(type) && Object.keys(fields).join() === "logout_token", "by a form with the token alone");
  const [header, said] = parts(fields.logout_token ?? `${Buffer.from("{}").toString("base64url")}.${Buffer.from("{}").toString("base64url")}.`);
  ok(verify(fields.logout_token, await (await fetch(at("/oidc/jwks"))).json()) && header.alg === parts(first.json.id_token)[0].alg && header.typ === "logout+jwt", "signed as the ID token");
  ok(said.iss === campus.issuer && said.aud === app.id && Math.abs(said.iat - now()) <= 30 && said.jti && said.exp > said.iat, "iss, aud, iat, jti");
  same(JSON.stringify(said.events), '{"http://schemas.openid.net/event/backchannel-logout":{}}', "events");
  ok(said.sid === claims.sid && said.sub === claims.sub && said.nonce === undefined, "of this session, without nonce");
  same((await fetch(at("/oidc/userinfo"), { headers: { Authorization: `Bearer ${first.json.access_token}` } })).status, 401, "its token is over");
  same((await fetch(at("/oidc/userinfo"), { headers: { Authorization: `Bearer ${second.json.access_token}` } })).status, 200, "that of the other session is not");
}

const fapiParams = (over = {}) => ({ client_id: "bank", redirect_uri: BACK, response_type: "code", scope: "openid", state: "s", code_challenge: CHALLENGE, code_challenge_method: "S256", ...over });
const jwtAuth = (a) => ({ client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: a });
const auth = (over = {}, key = fapiKey) => jwtAuth(assertion(key, "bank", campus.issuer, over));
const par = (over = {}, a = auth(), headers = {}) => form("/oidc/par", { ...fapiParams(over), ...a }, headers);
const dpop = (key = fapiKey, over = {}, header = {}, alg) => ({ DPoP: proof(key, "POST", at("/oidc/token"), over, header, alg) });

async function fapiClient() {
  const key = await oidc.randomDPoPKeyPair("ES256");
  const own = await crypto.subtle.importKey("jwk", { ...fapiKey.privateJwk }, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const cfg = await oidc.discovery(new URL(campus.issuer), "bank", undefined, oidc.PrivateKeyJwt({ key: own, kid: "a" }), { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] });
  const handle = oidc.getDPoPHandle(cfg, key), verifier = oidc.randomPKCECodeVerifier();
  const url = await oidc.buildAuthorizationUrlWithPAR(cfg, { redirect_uri: BACK, scope: "openid", code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" }, { DPoP: handle });
  const end = await new Browser(campus).through(url);
  const t = await oidc.authorizationCodeGrant(cfg, end.url, { pkceCodeVerifier: verifier, idTokenExpected: true }, undefined, { DPoP: handle });
  same(t.token_type, "dpop", "FAPI 2: openid-client gets a bound token");
  same(parts(t.id_token)[0].alg, "PS256", "FAPI 2: signed by PS256");
  same((await oidc.fetchUserInfo(cfg, t.access_token, t.claims().sub, { DPoP: handle })).sub, t.claims().sub, "FAPI 2: userinfo with a proof");
  const again = await oidc.refreshTokenGrant(cfg, t.refresh_token, undefined, { DPoP: handle });
  ok(again.access_token && !again.refresh_token, "FAPI 2: refreshed, the refresh token stays");
}

async function parChecks(b) {
  same((await b.through(`/oidc/authorize?${new URLSearchParams(fapiParams())}`)).fields.error, "invalid_request", "FAPI 2: not without PAR");
  const r = await par();
  ok(r.status === 201 && r.json.expires_in > 0 && r.json.request_uri.startsWith("urn:ietf:params:oauth:request_uri:"), "PAR answers 201");
  same((await fetch(at("/oidc/par"))).status, 405, "PAR by GET");
  same((await par({ request_uri: r.json.request_uri })).json.error, "invalid_request", "a request_uri is not pushed");
  same((await par({ redirect_uri: "https://evil.example/" })).json.error, "invalid_request", "an address that is not registered is not pushed");
  same((await par({ code_challenge_method: "plain" })).json.error, "invalid_request", "plain is not pushed");
  same((await par({ code_challenge: "", code_challenge_method: "" })).json.error, "invalid_request", "nor nothing");
  same((await b.get(`/oidc/authorize?${new URLSearchParams({ client_id: app.id, request_uri: r.json.request_uri })}`)).status, 400, "it is of one application");
  const open = `/oidc/authorize?${new URLSearchParams({ client_id: "bank", request_uri: r.json.request_uri })}`;
  const before = new Browser(campus);
  await before.get(open);
  ok((await before.through(open)).fields.code, "opened twice before signing in");
  same((await b.get(open)).status, 400, "not after it was answered");
}

async function assertions() {
  const cases = [
    ["aud is a list", { aud: [campus.issuer] }], ["aud is the token endpoint", { aud: at("/oidc/token") }], ["aud is the PAR endpoint", { aud: at("/oidc/par") }], ["aud is somebody else", { aud: "https://other.example" }],
    ["it is over", { exp: now() - 300 }], ["no exp", { exp: undefined }], ["it lives for a day", { exp: now() + 86400 }], ["no sub", { sub: undefined }], ["another sub", { sub: app.id }], ["another iss", { iss: app.id }],
    ["iat in two minutes", { iat: now() + 120 }], ["nbf in two minutes", { nbf: now() + 120 }], ["no jti", { jti: undefined }],
  ];
  for (const [name, over] of cases) {
    const r = await par({}, auth(over));
    ok((r.status === 401 || r.status === 400) && /^invalid_(client|request)$/.test(r.json.error), `assertion: ${name}`, r.json);
  }
  same((await par({}, auth({ iat: now() + 8, nbf: now() + 8 }))).status, 201, "assertion: iat in eight seconds is taken");
  same((await par({}, auth({}, psKey))).status, 201, "assertion: PS256 is taken");
  same((await par({}, auth({}, rsKey))).json.error, "invalid_client", "assertion: RS256 is not taken");
  same((await par({}, jwtAuth(assertion({ ...rsKey, alg: "none" }, "bank", campus.issuer)))).json.error, "invalid_client", "assertion: nor none");
  same((await par({}, auth({}, stranger))).json.error, "invalid_client", "assertion: of a key that is not its own");
  const once = auth();
  same((await par({}, once)).status, 201, "assertion: once");
  same((await par({}, once)).json.error, "invalid_client", "assertion: not twice");
}

const bankCode = async (b, over = {}, headers = {}) => {
  const r = await par(over, auth(), headers);
  return (await b.through(`/oidc/authorize?${new URLSearchParams({ client_id: "bank", request_uri: r.json.request_uri })}`)).fields.code;
};
const bankRedeem = (code, headers) => form("/oidc/token", { grant_type: "authorization_code", code, redirect_uri: BACK, code_verifier: VERIFIER, ...auth() }, headers);

async function dpopAtToken(b) {
  const code = await bankCode(b);
  const bad = [
    ["no proof", {}], ["not a proof", { DPoP: "x" }], ["typ", dpop(fapiKey, {}, { typ: "jwt" })], ["no typ", dpop(fapiKey, {}, { typ: undefined })], ["no jwk", dpop(fapiKey, {}, { jwk: undefined })],
    ["a private jwk", dpop(fapiKey, {}, { jwk: fapiKey.privateJwk })], ["a jwk that did not sign", dpop(fapiKey, {}, { jwk: stranger.jwk })], ["RS256", { DPoP: proof(rsKey, "POST", at("/oidc/token")) }],
    ["none", dpop(fapiKey, {}, {}, "none")], ["no jti", dpop(fapiKey, { jti: undefined })], ["no htm", dpop(fapiKey, { htm: undefined })], ["htm", dpop(fapiKey, { htm: "GET" })], ["no htu", dpop(fapiKey, { htu: undefined })],
    ["htu", dpop(fapiKey, { htu: at("/oidc/par") })], ["no iat", dpop(fapiKey, { iat: undefined })], ["iat an hour ago", dpop(fapiKey, { iat: now() - 3600 })], ["iat in an hour", dpop(fapiKey, { iat: now() + 3600 })],
    ["two at once", [["DPoP", dpop().DPoP], ["DPoP", dpop().DPoP]]],
  ];
  for (const [name, headers] of bad) {
    const r = await bankRedeem(code, headers);
    ok(r.status === 400 && r.json.error === "invalid_dpop_proof", `DPoP: ${name}`, r.json);
  }
  const used = dpop();
  same((await form("/oidc/token", { grant_type: "nonsense", ...auth() }, used)).json.error, "unsupported_grant_type", "DPoP: a proof");
  same((await bankRedeem(code, used)).json.error, "invalid_dpop_proof", "DPoP: is shown once");
  const fine = await bankRedeem(code, dpop(fapiKey, { htu: `${campus.issuer.toUpperCase().replace("HTTP", "http")}/oidc/token?x#y`, iat: now() - 10, nbf: now() - 5, exp: now() + 60, more: 1 }));
  same(fine.json.token_type, "DPoP", "DPoP: an address with query and fragment, ten seconds late");
  same((await bankRedeem(code, dpop())).json.error, "invalid_grant", "FAPI 2: a code is used once, and says so");
  same((await fetch(at("/oidc/userinfo"), { headers: { Authorization: `DPoP ${fine.json.access_token}`, DPoP: proof(fapiKey, "GET", at("/oidc/userinfo"), { ath: ath(fine.json.access_token) }) } })).status, 401, "FAPI 2: and its token ends by that");
  return (await bankRedeem(await bankCode(b), dpop())).json.access_token;
}

async function dpopAtUserinfo(access) {
  const ask = (headers) => fetch(at("/oidc/userinfo"), { headers }).then((r) => r.status);
  const shown = (key = fapiKey, over = {}) => proof(key, "GET", at("/oidc/userinfo"), { ath: ath(access), ...over });
  const good = shown();
  same(await ask({ Authorization: `DPoP ${access}`, DPoP: good }), 200, "userinfo: a bound token with its proof");
  same(await ask({ Authorization: `DPoP ${access}`, DPoP: good }), 401, "userinfo: the proof once");
  same(await ask({ Authorization: `dpop ${access}`, DPoP: shown() }), 200, "userinfo: the scheme in small letters");
  same(await ask({ Authorization: `Bearer ${access}`, DPoP: shown() }), 401, "userinfo: not as Bearer");
  same(await ask({ Authorization: `Bearer ${access}` }), 401, "userinfo: not without a proof");
  same(await ask({ Authorization: `DPoP ${access}` }), 401, "userinfo: nor by the scheme alone");
  same(await ask({ Authorization: `DPoP ${access}`, DPoP: shown(stranger) }), 401, "userinfo: not by another key");
  same(await ask({ Authorization: `DPoP ${access}`, DPoP: shown(fapiKey, { ath: ath("x") }) }), 401, "userinfo: ath of another token");
  same(await ask({ Authorization: `DPoP ${access}`, DPoP: shown(fapiKey, { ath: undefined }) }), 401, "userinfo: no ath");
}

async function dpopJkt(b) {
  const bound = await bankCode(b, {}, { DPoP: proof(fapiKey, "POST", at("/oidc/par")) });
  same((await bankRedeem(bound, dpop(stranger))).json.error, "invalid_grant", "a code that is bound to a key, with another");
  same((await bankRedeem(bound, dpop())).status, 200, "and with its own");
  same((await par({ dpop_jkt: CHALLENGE }, auth(), { DPoP: proof(fapiKey, "POST", at("/oidc/par")) })).json.error, "invalid_dpop_proof", "dpop_jkt of another key at PAR");
  const other = await bankCode(b);
  const foreign = await redeem(app, other);
  same(foreign.json.error, "invalid_grant", "FAPI 2: a code is of its application");
}

async function device() {
  const cfg = await oidc.discovery(new URL(campus.issuer), tv.id, undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] });
  const d = await oidc.initiateDeviceAuthorization(cfg, { scope: "openid profile" });
  const b = await new Browser(campus).signIn();
  const poll = oidc.pollDeviceAuthorizationGrant(cfg, d);
  const sure = await b.fill(await b.get(new URL(d.verification_uri_complete)), "/device", { user_code: d.user_code });
  await b.fill(sure, "/device", { answer: "allow" });
  const t = await poll;
  same((await oidc.fetchUserInfo(cfg, t.access_token, t.claims().sub)).name, "Noor de Vries", "a device is let in");
}

async function rotation() {
  const b = await new Browser(campus).signIn();
  const kid = async () => parts((await redeem(app, (await b.through(authorize(app))).fields.code)).json.id_token)[0].kid;
  const before = await kid();
  const old = (await redeem(app, (await b.through(authorize(app))).fields.code)).json.id_token;
  campus.command("oidc", "keys", "rotate");
  same(await kid(), before, "a new key is published before it signs");
  same((await (await fetch(at("/oidc/jwks"))).json()).keys.length, 8, "both are published");
  campus.command("oidc", "keys", "rotate", "--now");
  ok(await kid() !== before, "then it signs");
  ok(verify(old, await (await fetch(at("/oidc/jwks"))).json()), "older tokens still verify");
  ok((await b.through(authorize(app, { prompt: "none", id_token_hint: old }))).fields.code, "and are still hints");
}

// Each request of a stranger is kept until somebody signs in: not without an end. Twice the limit, as a minute may begin.
async function flood() {
  const got = {};
  for (let i = 0; i < 1300; i += 20)
    for (const r of await Promise.all(Array.from({ length: 20 }, () => fetch(at(authorize(app)), { redirect: "manual" })))) {
      got[r.status] = (got[r.status] ?? 0) + 1;
      if (r.status === 429 && got[429] === 1) ok(Number(r.headers.get("retry-after")) >= 1, "a flood is told when to come back");
      await r.arrayBuffer();
    }
  ok(got[303] >= 500 && got[303] <= 1200 && got[429] === 1300 - got[303], "strangers' requests are limited", got);
  const b = await new Browser(campus).signIn();
  ok((await b.through(authorize(app))).fields.code, "who is signed in goes on meanwhile");
}

try {
  for (const step of [config, clients, basicPlan, provedAnew, consentAndGuard, race, logout, fapiClient, assertions]) await step();
  const b = await new Browser(campus).signIn();
  await parChecks(b);
  await dpopAtUserinfo(await dpopAtToken(b));
  await dpopJkt(b);
  await device();
  await rotation();
  await flood();
} catch (e) {
  ok(false, "the run", e.stack + (e.cause ? ` ${JSON.stringify(e.cause)}` : ""));
} finally {
  rp.close();
  await campus.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
