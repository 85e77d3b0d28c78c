// run.js: SCIM over HTTP: the examples of RFC 7643 and RFC 7644, one after another, and what systems get wrong beside them.
// Every answer goes past scimmy (valid.js). Where the campus has a rule of its own the example is changed, and says so.
// Ends with `N passed, N failed`. SPDX-License-Identifier: AGPL-3.0-or-later
import { isDeepStrictEqual } from "node:util";
import { Campus } from "../oidc/campus.js";
import { Valid } from "./valid.js";

let passed = 0, failed = 0;
const ok = (cond, name, why = "") => { if (cond) { passed++; console.log(`ok ${name}`); } else { failed++; console.log(`FAILED ${name} ${typeof why === "string" ? why : JSON.stringify(why)}`); } };
const same = (got, want, name) => ok(isDeepStrictEqual(got, want), name, `${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
const CORE = "urn:ietf:params:scim:schemas:core:2.0:", API = "urn:ietf:params:scim:api:messages:2.0:";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", CAMPUS = "urn:rapenburg:scim:schemas:extension:campus:2.0:User";

const campus = await Campus.start();
const token = (...more) => campus.command("scim", "token", "add", "--rate", "100000", ...more).match(/^token=(.*)$/m)[1];
const writer = token("--title", "Personnel"), reader = token("--title", "Directory", "--read");
await campus.serve();
const base = `${campus.issuer}/scim/v2`;
let valid = null, judged = 0;

// One request; its answer is judged unless it says nothing.
async function ask(method, path, body, { as = writer, headers = {}, kind = "application/scim+json", part = /[?&](attributes|excludedAttributes)=/.test(path) } = {}) {
  const r = await fetch(`${base}${path}`, {
    method, body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    headers: { Accept: "application/scim+json", ...(as ? { Authorization: `Bearer ${as}` } : {}), ...(body === undefined ? {} : { "Content-Type": kind }), ...headers },
  });
  const text = await r.text();
  let json = null;
  if (r.status !== 204 && r.status !== 304) {
    json = JSON.parse(text);
    const wrong = [
      r.headers.get("content-type") === "application/scim+json" ? "" : `Content-Type: ${r.headers.get("content-type")}`,
      valid ? valid.answer(json, { part, base }) : "",
      json.schemas?.[0] === `${API}Error` && json.status !== String(r.status) ? `status ${json.status} in ${r.status}` : "",
      r.status < 400 && json.meta?.version && r.headers.get("etag") !== json.meta.version ? `ETag: ${r.headers.get("etag")}` : "",
    ].find(Boolean);
    judged++;
    if (wrong) ok(false, `${method} ${path}: as SCIM wants it`, wrong);
  } else if (text) ok(false, `${method} ${path}: says nothing`, text);
  return { status: r.status, json, headers: r.headers };
}
const user = (more) => ({ schemas: [`${CORE}User`], ...more });
const patch = (...Operations) => ({ schemas: [`${API}PatchOp`], Operations });
const query = (q) => `?${new URLSearchParams(q)}`;

// RFC 7644 §4, RFC 7643 §8.5 to §8.7.
async function discovery() {
  const types = await ask("GET", "/ResourceTypes"), schemas = await ask("GET", "/Schemas");
  valid = new Valid(types.json.Resources, schemas.json.Resources);
  for (const path of ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/ResourceTypes/User", "/ResourceTypes/Group", ...schemas.json.Resources.map((s) => `/Schemas/${s.id}`)])
    same((await ask("GET", path, undefined, { as: reader })).status, 200, `GET ${path}`);
  const config = (await ask("GET", "/ServiceProviderConfig")).json;
  ok(config.patch.supported && config.bulk.supported && config.filter.supported && config.sort.supported && config.etag.supported && !config.changePassword.supported, "what the service can do");
  same((await ask("GET", `/Schemas${query({ filter: 'id eq "x"' })}`)).status, 403, "§4: /Schemas is not filtered");
  same((await ask("GET", `/ServiceProviderConfig${query({ filter: 'id eq "x"' })}`)).status, 403, "§4: nor is the configuration");
  same((await ask("GET", "/Schemas/urn:none")).status, 404, "a schema that is none");
  for (const m of ["GET", "PUT", "PATCH", "POST", "DELETE"])
    same((await ask(m, "/Me", m === "GET" || m === "DELETE" ? undefined : user({}))).status, 501, `§3.11: ${m} /Me: a token is nobody`);
}

// RFC 7643 §8.2: but for the user name, which has no "@" here; `password`, `groups` and `id` are the client's own business.
const full = {
  ...user({ id: "2819c223-7f76-453a-919d-413861904646", externalId: "701984", userName: "bjensen", displayName: "Babs Jensen", nickName: "Babs" }),
  schemas: [`${CORE}User`, ENTERPRISE],
  name: { formatted: "Ms. Barbara J Jensen, III", familyName: "Jensen", givenName: "Barbara", middleName: "Jane", honorificPrefix: "Ms.", honorificSuffix: "III" },
  profileUrl: "https://login.example.com/bjensen",
  emails: [{ value: "bjensen@example.com", type: "work", primary: true }, { value: "babs@jensen.org", type: "home" }],
  addresses: [
    { type: "work", streetAddress: "100 Universal City Plaza", locality: "Hollywood", region: "CA", postalCode: "91608", country: "USA", formatted: "100 Universal City Plaza\nHollywood, CA 91608 USA", primary: true },
    { type: "home", streetAddress: "456 Hollywood Blvd", locality: "Hollywood", region: "CA", postalCode: "91608", country: "USA", formatted: "456 Hollywood Blvd\nHollywood, CA 91608 USA" },
  ],
  phoneNumbers: [{ value: "555-555-5555", type: "work" }, { value: "555-555-4444", type: "mobile" }],
  ims: [{ value: "someaimhandle", type: "aim" }],
  photos: [{ value: "https://photos.example.com/profilephoto/72930000000Ccne/F", type: "photo" }, { value: "https://photos.example.com/profilephoto/72930000000Ccne/T", type: "thumbnail" }],
  userType: "Employee", title: "Tour Guide", preferredLanguage: "en-US", locale: "en-US", timezone: "America/Los_Angeles", active: true, password: "t1meMa$heen",
  groups: [{ value: "e9e30dba-f08f-4109-8486-d5c6a331660a", $ref: "https://example.com/v2/Groups/e9e30dba-f08f-4109-8486-d5c6a331660a", display: "Tour Guides" }],
  meta: { resourceType: "User", created: "2010-01-23T04:56:22Z", lastModified: "2011-05-13T04:42:34Z", version: "W/\"a330bc54f0671c9\"", location: "https://example.com/v2/Users/2819c223-7f76-453a-919d-413861904646" },
  [ENTERPRISE]: { employeeNumber: "701984", costCenter: "4130", organization: "Universal Studios", division: "Theme Park", department: "Tour Operations", manager: { value: "26118915-6090-4610-87e4-49d8ca9f808d", $ref: "../Users/26118915-6090-4610-87e4-49d8ca9f808d", displayName: "John Smith" } },
};

async function users() {
  const r = await ask("POST", "/Users", full);
  same(r.status, 201, "RFC 7643 §8.3: the full user is made");
  const u = r.json;
  same(r.headers.get("location"), u.meta.location, "its Location");
  ok(u.id !== full.id && u.password === undefined && u.groups === undefined, "its id, groups and password are not the client's to say");
  for (const key of ["externalId", "userName", "name", "displayName", "nickName", "profileUrl", "emails", "addresses", "phoneNumbers", "ims", "photos", "userType", "title", "preferredLanguage", "locale", "timezone", "active"])
    same(u[key], full[key], `it keeps ${key}`);
  same(u[ENTERPRISE].department, "Tour Operations", "and what enterprises know");
  ok(u[ENTERPRISE].manager.displayName === undefined, "but not what only we say");
  same((await ask("GET", `/Users/${u.id}`)).json, u, "§3.4.1: it is read as it was made");
  const minimal = await ask("POST", "/Users", user({ userName: "Kirk", externalId: "x1" }));
  same([minimal.status, minimal.json.userName], [201, "kirk"], "RFC 7643 §8.1: the least user; case of a user name counts for nothing");
  same((await ask("POST", "/Users", user({ userName: "BJensen" }))).json.scimType, "uniqueness", "§3.3: a name that is taken");
  await ask("POST", "/Users", user({ userName: "jim", userType: "Intern", name: { familyName: "O'Malley", givenName: "Jim" }, emails: [{ value: "jim@other.example", type: "home" }] }));
  return u.id;
}

// RFC 7644 §3.4.2.2, figure 2, asked of three people.
async function filters() {
  const cases = [
    ['userName Eq "bjensen"', "bjensen"], ['userName eq "bjensen"', "bjensen"], ['name.familyName co "O\'Malley"', "jim"], ['userName sw "J"', "jim"],
    [`${CORE}User:userName sw "J"`, "jim"], ["title pr", "bjensen"], ['meta.lastModified gt "2011-05-13T04:42:34Z"', "bjensen jim kirk"],
    ['meta.lastModified ge "2011-05-13T04:42:34Z"', "bjensen jim kirk"], ['meta.lastModified lt "2011-05-13T04:42:34Z"', ""], ['meta.lastModified le "2011-05-13T04:42:34Z"', ""],
    ['title pr and userType eq "Employee"', "bjensen"], ['title pr or userType eq "Intern"', "bjensen jim"], [`schemas eq "${ENTERPRISE}"`, "bjensen"],
    ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', "bjensen"],
    ['userType ne "Employee" and not (emails co "example.com" or emails.value co "other.example")', "kirk"],
    ['userType eq "Employee" and (emails.type eq "work")', "bjensen"], ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', "bjensen"],
    ['emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]', "bjensen"],
    [`${ENTERPRISE}:employeeNumber eq "701984"`, "bjensen"], ["active eq false", ""],
  ];
  for (const [filter, want] of cases) {
    const r = await ask("GET", `/Users${query({ filter, count: 200 })}`, undefined, { as: reader });
    const got = (r.json.Resources ?? []).map((x) => x.userName).filter((n) => /^(bjensen|kirk|jim)$/.test(n)).sort().join(" ");
    same([r.status, got], [200, want], filter);
  }
  for (const filter of ["", "title", 'title eq "x" and', "shoe pr", 'emails[type eq "work"', "(title pr", `title eq "${"x".repeat(3000)}"`, `${"(".repeat(20)}title pr${")".repeat(20)}`, "a".repeat(500)])
    if (filter) same((await ask("GET", `/Users${query({ filter })}`)).json.scimType, "invalidFilter", `not a filter: ${filter.slice(0, 30)}`);
}

// RFC 7644 §3.4.2.3 to §3.4.3, §3.9.
async function lists(id) {
  const up = (await ask("GET", `/Users${query({ sortBy: "userName", count: 200 })}`)).json, down = (await ask("GET", `/Users${query({ sortBy: "userName", sortOrder: "descending", count: 200 })}`)).json;
  const names = up.Resources.map((u) => u.userName);
  ok(names.length === up.totalResults && names.every((n, i) => i === 0 || names[i - 1] < n), "sorted by user name", names);
  same(down.Resources.map((u) => u.userName), [...names].reverse(), "and the other way round");
  same((await ask("GET", `/Users${query({ sortBy: "shoe" })}`)).json.scimType, "invalidPath", "sorted by what is nothing");
  const page = (await ask("GET", `/Users${query({ sortBy: "userName", startIndex: 2, count: 2 })}`)).json;
  same([page.startIndex, page.itemsPerPage, page.totalResults, page.Resources.map((u) => u.userName)], [2, 2, names.length, names.slice(1, 3)], "§3.4.2.4: a page");
  same((await ask("GET", "/Users?count=0")).json.itemsPerPage, 0, "how many alone");
  same((await ask("GET", "/Users?startIndex=-3&count=-1")).json.startIndex, 1, "numbers under their least count as it");
  same((await ask("GET", `/Users?startIndex=${names.length + 9}`)).json.Resources, [], "behind the end is nothing");
  const some = (await ask("GET", `/Users/${id}?attributes=userName,emails.value`)).json;
  same(Object.keys(some).sort(), ["emails", "id", "schemas", "userName"], "§3.9: attributes");
  same(some.emails, [{ value: "bjensen@example.com" }, { value: "babs@jensen.org" }], "and parts of them");
  const rest = (await ask("GET", `/Users/${id}?excludedAttributes=emails,id,name.formatted`)).json;
  ok(rest.emails === undefined && rest.id === id && rest.name.formatted === undefined && rest.name.familyName, "excludedAttributes; the id is always there");
  same((await ask("GET", `/Users/${id}?attributes=userName&excludedAttributes=emails`)).status, 400, "not both");
  const found = await ask("POST", "/Users/.search", { schemas: [`${API}SearchRequest`], attributes: ["displayName", "userName"], filter: 'displayName sw "Babs"', startIndex: 1, count: 10 }, { part: true });
  same([found.status, found.json.Resources.map((u) => u.displayName)], [200, ["Babs Jensen"]], "§3.4.3: a search by POST");
}

// RFC 7644 §3.5.1: the example, with the nine attributes that it gives.
async function replaced(id) {
  const body = user({
    id, userName: "bjensen", externalId: "bjensen", name: { formatted: "Ms. Barbara J Jensen III", familyName: "Jensen", givenName: "Barbara", middleName: "Jane" },
    roles: [], emails: [{ value: "bjensen@example.com" }, { value: "babs@jensen.org" }],
  });
  const r = await ask("PUT", `/Users/${id}`, body);
  same([r.status, r.json.externalId, r.json.name.middleName, r.json.title, r.json.addresses, r.json[ENTERPRISE]], [200, "bjensen", "Jane", undefined, undefined, undefined], "§3.5.1: what a PUT does not say is gone");
  same((await ask("PUT", `/Users/${id}`, user({ userName: "other" }))).json.scimType, "mutability", "a user name stays");
  same((await ask("PUT", "/Users/1", user({ userName: "x" }))).status, 404, "nobody is replaced");
}

// RFC 7644 §3.5.2, each example in its turn. `userName` stays, so that titles are changed in its place.
async function patched(id) {
  const at = `/Users/${id}`, to = async (...ops) => ask("PATCH", at, patch(...ops));
  const add = await to({ op: "add", value: { emails: [{ value: "babs@jensen.org", type: "home" }], nickname: "Babs" } });
  same([add.status, add.json.nickName, add.json.emails.filter((e) => e.type === "home").length], [200, "Babs", 1], "§3.5.2.1: add without a path");
  const before = add.json.meta;
  same((await to({ op: "add", path: "nickName", value: "Babs" })).json.meta.version, before.version, "what is there already changes nothing");
  await to({ op: "replace", path: "emails", value: [{ value: "bjensen@example.com", type: "work", primary: true }, { value: "babs@jensen.org", type: "home" }] });
  same((await to({ op: "remove", path: 'emails[type eq "work" and value ew "example.com"]' })).json.emails, [{ value: "babs@jensen.org", type: "home" }], "§3.5.2.2: remove by a filter");
  await to({ op: "add", path: "addresses", value: full.addresses });
  const one = { type: "work", streetAddress: "911 Universal City Plaza", locality: "Hollywood", region: "CA", postalCode: "91608", country: "US", formatted: "911 Universal City Plaza\nHollywood, CA 91608 US", primary: true };
  const swapped = await to({ op: "replace", path: 'addresses[type eq "work"]', value: one });
  same(swapped.json.addresses.filter((a) => a.type === "work"), [one], "§3.5.2.3: replace a value");
  same((await to({ op: "replace", path: 'addresses[type eq "work"].streetAddress', value: "1010 Broadway Ave" })).json.addresses.find((a) => a.type === "work").streetAddress, "1010 Broadway Ave", "or a part of it");
  const whole = await to({ op: "replace", value: { emails: [{ value: "bjensen@example.com", type: "work", primary: true }, { value: "babs@jensen.org", type: "home" }], nickname: "Babsie" } });
  same([whole.json.emails.length, whole.json.nickName], [2, "Babsie"], "or without a path");
  const primary = (await to({ op: "add", path: "emails", value: [{ value: "new@jensen.org", type: "other", primary: true }] })).json.emails;
  same(primary.filter((e) => e.primary).map((e) => e.value), ["new@jensen.org"], "§3.5.2: one is primary, the new one");
  same((await to({ op: "Replace", path: "active", value: "False" })).json.active, false, "as Entra ID says it");
  same((await to({ op: "replace", path: "active", value: true })).json.active, true, "open again");
  const several = await to({ op: "replace", path: `${ENTERPRISE}:department`, value: "Tours" }, { op: "add", path: `${ENTERPRISE}:manager`, value: { value: "26118915" } }, { op: "add", path: `${CAMPUS}:affiliations`, value: [{ value: "staff", begin: "2026-01-01" }] });
  same([several.json[ENTERPRISE], several.json[CAMPUS].affiliations], [{ department: "Tours", manager: { value: "26118915" } }, [{ value: "staff", begin: "2026-01-01" }]], "extensions by a path");
  const wrong = [
    ["invalidPath", { op: "add", path: "shoe", value: "x" }], ["invalidPath", { op: "replace", path: 3, value: "x" }], ["noTarget", { op: "remove" }], ["mutability", { op: "replace", path: "id", value: "x" }],
    ["mutability", { op: "remove", path: "userName" }], ["noTarget", { op: "replace", path: 'emails[type eq "fax"].value', value: "x" }], ["invalidFilter", { op: "remove", path: "emails[type eq]" }],
    ["invalidValue", { op: "add", path: "title" }], ["invalidSyntax", { op: "move", path: "title", value: "x" }], ["invalidValue", { op: "add", path: "title", value: { a: 1 } }],
    ["invalidValue", { op: "add", path: "active", value: "perhaps" }], ["invalidValue", { op: "add", path: `${CAMPUS}:affiliations`, value: [{ value: "king" }] }],
  ];
  for (const [type, op] of wrong) {
    const r = await to({ op: "replace", path: "title", value: "half" }, op);
    same([r.status, r.json.scimType], [400, type], `refused: ${JSON.stringify(op)}`);
  }
  ok((await ask("GET", at)).json.title === undefined, "of a PATCH all or nothing is done");
  same((await ask("PATCH", at, { schemas: [], Operations: [] })).json.scimType, "invalidSyntax", "a PATCH says that it is one");
}

// RFC 7644 §3.5.2 of groups; RFC 7643 §8.4.
async function groups(babs) {
  const mandy = (await ask("POST", "/Users", user({ userName: "mandy", displayName: "Mandy Pepperidge" }))).json.id;
  const made = await ask("POST", "/Groups", { schemas: [`${CORE}Group`], displayName: "Tour Guides", members: [{ value: babs, $ref: `https://example.com/v2/Users/${babs}`, display: "Babs Jensen" }] });
  same([made.status, made.json.members.map((m) => [m.value, m.type])], [201, [[babs, "User"]]], "RFC 7643 §8.4: a group");
  const at = `/Groups/${made.json.id}`, who = (r) => r.json.members?.map((m) => m.value) ?? [];
  same(who(await ask("PATCH", at, patch({ op: "add", path: "members", value: [{ display: "Mandy", $ref: `https://example.com/v2/Users/${mandy}`, value: mandy }] }))).length, 2, "§3.5.2.1: a member more");
  same((await ask("GET", `/Users/${mandy}`)).json.groups.map((g) => [g.value, g.display]), [[made.json.id, "Tour Guides"]], "who is in a group says so");
  same(who(await ask("PATCH", at, patch({ op: "remove", path: `members[value eq "${mandy}"]` }))), [babs], "§3.5.2.2: one less");
  same(who(await ask("PATCH", at, patch({ op: "remove", path: "members" }))), [], "§3.5.2.2: none");
  same(who(await ask("PATCH", at, patch({ op: "add", path: "members", value: [{ value: babs }] }, { op: "remove", path: `members[value eq "${babs}"]` }, { op: "add", path: "members", value: [{ value: mandy }] }))), [mandy], "§3.5.2.2: one out, one in");
  same(who(await ask("PATCH", at, patch({ op: "replace", path: "members", value: [{ value: babs }, { value: mandy }] }))).length, 2, "§3.5.2.3: all at once");
  same(who(await ask("PATCH", at, patch({ op: "remove", path: "members", value: [{ value: babs }] }))), [mandy], "one less, as Entra ID says it");
  same(who(await ask("GET", `${at}?excludedAttributes=members`)), [], "without members");
  same((await ask("PATCH", at, patch({ op: "add", path: "members", value: [{ value: "99" }] }))).json.scimType, "invalidValue", "nobody is a member");
  same((await ask("PATCH", at, patch({ op: "add", path: "members", value: [{ value: made.json.id, type: "Group" }] }))).json.scimType, "invalidValue", "groups in groups are not kept");
  same((await ask("GET", `/Groups${query({ filter: `members.value eq "${mandy}"` })}`)).json.totalResults, 1, "the groups of somebody");
  same((await ask("PUT", at, { schemas: [`${CORE}Group`], displayName: "Guides" })).json.displayName, "Guides", "another name, nobody in it");
  same([(await ask("DELETE", at)).status, (await ask("GET", at)).status, (await ask("DELETE", at)).status], [204, 404, 404], "taken away");
  return mandy;
}

// RFC 7644 §3.7.3: the example, with the groups of §3.7.2 in it.
async function bulk(babs, mandy) {
  const dave = (await ask("POST", "/Users", user({ userName: "dave", nickName: "D" }))).json, old = (await ask("GET", `/Users/${babs}`)).json;
  const r = await ask("POST", "/Bulk", {
    schemas: [`${API}BulkRequest`], failOnErrors: 1, Operations: [
      { method: "POST", path: "/Users", bulkId: "qwerty", data: user({ userName: "Alice" }) },
      { method: "PUT", path: `/Users/${babs}`, version: old.meta.version, data: user({ id: babs, userName: "bjensen" }) },
      { method: "PATCH", path: `/Users/${dave.id}`, version: dave.meta.version, data: patch({ op: "remove", path: "nickName" }, { op: "add", path: "title", value: "Dave" }) },
      { method: "DELETE", path: `/Users/${mandy}`, version: (await ask("GET", `/Users/${mandy}`)).json.meta.version },
      { method: "POST", path: "/Groups", bulkId: "ytrewq", data: { schemas: [`${CORE}Group`], displayName: "Tour Guides", members: [{ type: "User", value: "bulkId:qwerty" }] } },
    ] });
  same([r.status, r.json.Operations.map((o) => o.status)], [200, ["201", "200", "200", "204", "201"]], "§3.7.3: five at once");
  same(r.json.Operations.map((o) => o.bulkId), ["qwerty", undefined, undefined, undefined, "ytrewq"], "and which is which");
  const group = (await ask("GET", r.json.Operations[4].location.slice(base.length))).json;
  same(group.members.map((m) => m.display), ["alice"], "§3.7.2: the group has whom it is made with");
  const stale = await ask("POST", "/Bulk", { schemas: [`${API}BulkRequest`], failOnErrors: 1, Operations: [
    { method: "PATCH", path: `/Users/${dave.id}`, version: dave.meta.version, data: patch({ op: "add", path: "title", value: "x" }) }, { method: "DELETE", path: `/Users/${dave.id}` }] });
  same(stale.json.Operations.map((o) => o.status), ["412"], "§3.7.3: after an error as many as asked for, no more");
  const all = await ask("POST", "/Bulk", { schemas: [`${API}BulkRequest`], Operations: [
    { method: "POST", path: "/Users", bulkId: "a", data: user({ userName: "bjensen" }) }, { method: "GET", path: "/Users" }, { method: "POST", path: "/Users", data: user({ userName: "zed" }) },
    { method: "POST", path: "/Groups", bulkId: "g", data: { schemas: [`${CORE}Group`], displayName: "x", members: [{ value: "bulkId:nobody" }] } }] });
  same(all.json.Operations.map((o) => [o.status, o.response?.scimType]), [["409", "uniqueness"], ["400", "invalidSyntax"], ["400", "invalidSyntax"], ["400", "invalidValue"]], "and else all are tried");
  same((await ask("POST", "/Bulk", { schemas: [`${API}BulkRequest`], Operations: Array.from({ length: 201 }, (_, i) => ({ method: "DELETE", path: `/Users/${i + 1}` })) })).status, 413, "§3.7.4: too many");
  same((await ask("POST", "/Bulk", { Operations: [] })).json.scimType, "invalidSyntax", "and what is no bulk");
}

// RFC 7644 §3.14, §3.6, §2: entity tags, deletion, tokens.
async function rest(id) {
  const u = (await ask("GET", `/Users/${id}`)).json;
  same((await ask("GET", `/Users/${id}`, undefined, { headers: { "If-None-Match": u.meta.version } })).status, 304, "§3.14: known already");
  same((await ask("PUT", `/Users/${id}`, user({ userName: "bjensen" }), { headers: { "If-Match": "W/\"e180ee84f0671b1\"" } })).status, 412, "§3.14: changed since");
  same((await ask("PATCH", `/Users/${id}`, patch({ op: "add", path: "title", value: "x" }), { headers: { "If-Match": u.meta.version } })).status, 200, "§3.14: not changed since");
  same((await ask("DELETE", `/Users/${id}`)).status, 204, "§3.6: deleted");
  same([(await ask("GET", `/Users/${id}`)).status, (await ask("PATCH", `/Users/${id}`, patch({ op: "remove", path: "title" }))).status, (await ask("DELETE", `/Users/${id}`)).status], [404, 404, 404], "§3.6: and there no more");
  same((await ask("GET", `/Users${query({ filter: 'userName eq "bjensen"' })}`)).json.totalResults, 0, "in no list either");
  same((await ask("POST", "/Users", user({ userName: "bjensen" }))).json.id, id, "made again she is who she was");
  same((await ask("GET", "/Users", undefined, { as: null })).status, 401, "§2: no token");
  same((await ask("GET", "/Users", undefined, { as: "rbscim_x" })).status, 401, "§2: a wrong one");
  same((await ask("POST", "/Users", user({ userName: "zed" }), { as: reader })).status, 403, "§2: one that reads");
  same((await ask("POST", "/Users", "{", {})).json.scimType, "invalidSyntax", "§3.12: no JSON");
  same((await ask("POST", "/Users", "[]", {})).json.scimType, "invalidSyntax", "§3.12: no object");
  same((await ask("POST", "/Users", user({}), {})).json.scimType, "invalidValue", "§3.12: no user name");
  same((await ask("POST", "/Users", user({ userName: "zed" }), { kind: "text/plain" })).status, 415, "no JSON by its own word");
  same((await ask("POST", "/Users", user({ userName: "zed", title: "x".repeat(1001) }))).json.scimType, "invalidValue", "a text too long");
  same((await ask("POST", "/Users", user({ userName: "zed", emails: Array.from({ length: 51 }, (_, i) => ({ value: `a${i}@b.example` })) }))).json.scimType, "invalidValue", "too many values");
  same((await ask("GET", "/Users/2819c223-7f76-453a-919d-413861904646")).status, 404, "an id that is none of ours");
}

await discovery();
const babs = await users();
await filters();
await lists(babs);
await replaced(babs);
await patched(babs);
const mandy = await groups(babs);
await bulk(babs, mandy);
await rest(babs);
ok(judged > 100, `${judged} answers went past scimmy`);
await campus.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
