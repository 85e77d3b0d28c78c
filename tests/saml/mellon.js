// mellon.js: the identity provider with Apache's mod_auth_mellon (lasso): signing in, what it is told, signing out on either
// side. Ends with `N passed, N failed`. SPDX-License-Identifier: AGPL-3.0-or-later
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser, Campus, freePort } from "../oidc/campus.js";
import { makeKey } from "./service.js";

let passed = 0, failed = 0;
const ok = (cond, name, why = "") => { if (cond) { passed++; console.log(`ok ${name}`); } else { failed++; console.log(`FAILED ${name} ${why}`); } };
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

const campus = await Campus.start();
const port = await freePort(), origin = `http://127.0.0.1:${port}`;
const dir = mkdtempSync(join(tmpdir(), "rapenburg-mellon-"));
chmodSync(dir, 0o755); // its workers are nobody
mkdirSync(join(dir, "www/secure"), { recursive: true });
writeFileSync(join(dir, "www/secure/index.html"), "the wiki\n");
writeFileSync(join(dir, "www/bye"), "bye\n");
const key = makeKey(dir, "mellon");
await campus.serve();
let ours = "";
for (let i = 0; i < 100 && !ours.includes("SignatureValue"); i++) { // its first key is made when it starts
  ours = await fetch(`${campus.issuer}/saml/metadata`).then((r) => r.text());
  await wait(100);
}
writeFileSync(join(dir, "idp.xml"), ours);
writeFileSync(join(dir, "apache.conf"), `
ServerRoot ${dir}
ServerName ${origin}
Listen 127.0.0.1:${port}
PidFile ${dir}/pid
ErrorLog ${dir}/errors
DefaultRuntimeDir ${dir}
${["mpm_event", "authn_core", "authz_core", "authz_user", "headers", "mime", "dir", "auth_mellon"].map((m) => `LoadModule ${m}_module /usr/lib/apache2/modules/mod_${m}.so`).join("\n")}
TypesConfig /etc/mime.types
User nobody
Group nogroup
DocumentRoot ${dir}/www
<Directory ${dir}/www>
Require all granted
</Directory>
<Location />
MellonEndpointPath /mellon
MellonSPentityId ${origin}/mellon/metadata
MellonSPPrivateKeyFile ${key.keyPath}
MellonSPCertFile ${key.certPath}
MellonIdPMetadataFile ${dir}/idp.xml
MellonSecureCookie Off
</Location>
<Location /secure>
AuthType Mellon
MellonEnable auth
MellonUser "urn:oid:0.9.2342.19200300.100.1.1"
MellonSetEnv "mail" "urn:oid:0.9.2342.19200300.100.1.3"
Require user s1234567
Header always set X-Mail "%{MELLON_mail}e"
</Location>
`);
const apache = spawn("/usr/sbin/apache2", ["-f", join(dir, "apache.conf"), "-DFOREGROUND"], { stdio: ["ignore", "ignore", "pipe"] });
let said = "";
apache.stderr.on("data", (d) => { said += d; });
const errors = () => { try { return said + readFileSync(join(dir, "errors"), "utf8").split("\n").slice(-12).join("\n"); } catch { return said; } };

try {
  for (let i = 0; i < 100 && !(await fetch(`${origin}/bye`).then((r) => r.ok, () => false)); i++) await wait(100);
  const theirs = await fetch(`${origin}/mellon/metadata`).then((r) => r.text());
  campus.command("saml", "sp", "add", campus.file("mellon.xml", theirs), "--title", "Wiki", "--attributes", "uid mail", "--signed-only");
  const wiki = new Browser({ issuer: origin }), her = new Browser(campus);
  // On within the wiki, until it leads elsewhere or shows something.
  const within = async (first) => {
    let r = first;
    for (let i = 0; i < 5; i++) {
      const to = r.headers.get("location");
      if (!to || new URL(to, origin).origin !== origin) break;
      r = await wiki.get(to);
    }
    return r;
  };
  const enter = async () => {
    const start = await within(await wiki.get("/secure/"));
    if (!start.headers.get("location")) return start;
    const end = await her.through(start.headers.get("location"));
    if (!end.fields.SAMLResponse) throw new Error(`${end.how} ${end.status} ${(end.text ?? "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 500)}`);
    return within(await wiki.post(end.url, end.fields));
  };
  let page = await enter();
  ok(page.status === 200 && page.text === "the wiki\n", "she gets in, by the name that the wiki lets in", `${page.status} ${errors()}`);
  ok(page.headers.get("x-mail") === "s1234567@sint-maarten.example", "with her mail address", page.headers.get("x-mail"));
  ok((await wiki.get("/secure/")).status === 200, "and stays in");

  // The wiki asks.
  const asks = await within(await wiki.get(`/mellon/logout?ReturnTo=${encodeURIComponent(`${origin}/bye`)}`));
  const answer = await her.get(asks.headers.get("location"));
  ok(answer.status === 303 && answer.headers.get("location").startsWith(`${origin}/mellon/logout?SAMLResponse=`), "signed out at the wiki, she is led back with an answer", `${asks.status} ${answer.status} ${answer.headers.get("location")} ${errors()}`);
  const bye = await within(await wiki.get(answer.headers.get("location")));
  ok(bye.status === 200 && bye.text === "bye\n", "which the wiki takes", `${bye.status} ${errors()}`);
  ok((await her.get("/home")).status === 303, "and is out of the campus");
  ok((await wiki.get("/secure/")).status === 303, "and of the wiki");

  // We ask.
  page = await enter();
  ok(page.status === 200, "she gets in again", errors());
  const leave = await her.fill(await her.get("/account/services/sign-out"), "/account/services/sign-out", {});
  const told = await within(await wiki.get(leave.headers.get("refresh").replace(/^0; url=/, "")));
  ok(told.status === 303 && told.headers.get("location").startsWith(`${campus.issuer}/saml/slo?SAMLResponse=`), "signed out at the campus, her browser goes past the wiki", `${told.status} ${errors()}`);
  const end = await her.get(told.headers.get("location"));
  ok(end.status === 200 && end.text.includes("signed out") && !end.text.includes("perhaps still signed in"), "and comes back: the wiki said that she is out", end.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 400));
  ok((await wiki.get("/secure/")).status === 303, "which is so");
} catch (e) {
  ok(false, "the run", `${e.stack}\n${errors()}`);
} finally {
  const gone = new Promise((done) => apache.once("exit", done));
  apache.kill("SIGTERM");
  await gone;
  await campus.stop();
  rmSync(dir, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
