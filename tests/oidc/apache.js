// apache.js: the provider with Apache's mod_auth_openidc: signing in, what it is told, signing out on either side.
// Ends with `N passed, N failed`. SPDX-License-Identifier: AGPL-3.0-or-later
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser, Campus, freePort } from "./campus.js";

let passed = 0, failed = 0;
const ok = (cond, name, why = "") => { if (cond) { passed++; console.log(`ok ${name}`); } else { failed++; console.log(`FAILED ${name} ${why}`); } };
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

const campus = await Campus.start();
const port = await freePort(), origin = `http://127.0.0.1:${port}`;
const app = campus.client("--title", "Wiki", "--redirect", `${origin}/secure/back`, "--after-logout", `${origin}/bye`, "--logout", `${origin}/secure/back?logout=backchannel`);
const dir = mkdtempSync(join(tmpdir(), "rapenburg-apache-"));
chmodSync(dir, 0o755); // its workers are nobody
mkdirSync(join(dir, "www/secure"), { recursive: true });
writeFileSync(join(dir, "www/secure/index.html"), "the wiki\n");
writeFileSync(join(dir, "www/bye"), "bye\n");
writeFileSync(join(dir, "apache.conf"), `
ServerRoot ${dir}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${dir}/pid
ErrorLog ${dir}/errors
DefaultRuntimeDir ${dir}
${["mpm_event", "authn_core", "authz_core", "authz_user", "headers", "mime", "dir", "auth_openidc"].map((m) => `LoadModule ${m}_module /usr/lib/apache2/modules/mod_${m}.so`).join("\n")}
TypesConfig /etc/mime.types
User nobody
Group nogroup
DocumentRoot ${dir}/www
OIDCProviderMetadataURL ${campus.issuer}/.well-known/openid-configuration
OIDCClientID ${app.id}
OIDCClientSecret ${app.secret}
OIDCRedirectURI ${origin}/secure/back
OIDCCryptoPassphrase a-long-passphrase-of-this-test
OIDCPKCEMethod S256
OIDCScope "openid profile email"
OIDCRemoteUserClaim preferred_username
<Directory ${dir}/www>
Require all granted
</Directory>
<Location /secure>
AuthType openid-connect
Require user s1234567
Header always set X-Mail "%{OIDC_CLAIM_email}e"
</Location>
`);
await campus.serve();
const apache = spawn("/usr/sbin/apache2", ["-f", join(dir, "apache.conf"), "-DFOREGROUND"], { stdio: ["ignore", "ignore", "pipe"] });
let said = "";
apache.stderr.on("data", (d) => { said += d; });
const errors = () => { try { return said + readFileSync(join(dir, "errors"), "utf8").split("\n").slice(-12).join("\n"); } catch { return said; } };

try {
  for (let i = 0; i < 100 && !(await fetch(`${origin}/bye`).then((r) => r.ok, () => false)); i++) await wait(100);
  const wiki = new Browser({ issuer: origin }), her = new Browser(campus);
  const enter = async () => {
    const start = await wiki.get("/secure/");
    if (start.status !== 302) return start;
    const end = await her.through(start.headers.get("location"));
    const back = await wiki.get(end.url);
    return back.headers.get("location") ? wiki.get(back.headers.get("location")) : back;
  };
  let page = await enter();
  ok(page.status === 200 && page.text === "the wiki\n", "she gets in, by the name that the wiki lets in", `${page.status} ${errors()}`);
  ok(page.headers.get("x-mail") === "s1234567@sint-maarten.example", "with her mail address", page.headers.get("x-mail"));

  await her.fill(await her.get("/home"), "/sign-out", {});
  let status = 200;
  for (let i = 0; i < 80 && status === 200; i++) { await wait(100); status = (await wiki.get("/secure/")).status; }
  ok(status === 302, "signed out at the campus, she is out of the wiki too", errors());

  page = await enter();
  ok(page.status === 200, "she gets in again", errors());
  const out = await wiki.get(`/secure/back?logout=${encodeURIComponent(`${origin}/bye`)}`);
  const end = await her.get(out.headers.get("location"));
  ok(end.status === 303 && end.headers.get("location").startsWith(`${origin}/bye`), "signed out at the wiki, she comes back to it", `${out.headers.get("location")} ${end.status}`);
  ok((await her.get("/home")).status === 303, "and is out of the campus");
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
