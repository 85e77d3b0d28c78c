// campus.js: a campus of its own for the tests, and people with browsers: cookies, forms, redirects.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PROGRAM = process.env.PROGRAM ?? "build/release/rapenburg";
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

export const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, "127.0.0.1", () => {
    const { port } = s.address();
    s.close(() => done(port));
  });
});

export class Campus {
  static async start() {
    const c = new Campus();
    c.dir = mkdtempSync(join(tmpdir(), "rapenburg-oidc-"));
    c.state = join(c.dir, "state");
    c.port = await freePort();
    c.issuer = `http://127.0.0.1:${c.port}`;
    mkdirSync(c.state, { mode: 0o700 });
    writeFileSync(join(c.state, "rapenburg.conf"), `campus.key = t\ncampus.url = ${c.issuer}\noidc.logout_allow = 127.0.0.1\n`);
    c.command("import", "tests/fixtures/small", "--apply");
    return c;
  }
  command(...args) {
    return execFileSync(PROGRAM, [...args, "--state", this.state], { encoding: "utf8" });
  }
  // Makes an application; its client_id and secret.
  client(...args) {
    const out = this.command("oidc", "client", "add", ...args);
    const of = (name) => out.match(new RegExp(`^${name}=(.*)$`, "m"))?.[1];
    return { id: of("client_id"), secret: of("client_secret") };
  }
  file(name, text) {
    const path = join(this.dir, name);
    writeFileSync(path, text);
    return path;
  }
  async serve() {
    this.child = spawn(PROGRAM, ["serve", "--state", this.state, "--listen", `127.0.0.1:${this.port}`], { stdio: ["ignore", "pipe", "pipe"] });
    const log = join(this.dir, "log");
    this.child.stderr.on("data", (d) => appendFileSync(log, d));
    this.child.stdout.on("data", (d) => appendFileSync(log, d));
    for (let i = 0; i < 200; i++) {
      if (await fetch(`${this.issuer}/healthz`).then((r) => r.ok, () => false)) return;
      await new Promise((r) => setTimeout(r, 100));
    }
    throw new Error("the campus does not start");
  }
  async stop() {
    const gone = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGTERM");
    await gone;
    rmSync(this.dir, { recursive: true });
  }
}

const unescape = (s) => s.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&#39;/g, "'").replace(/&#x27;/g, "'").replace(/&quot;/g, '"').replace(/&#34;/g, '"').replace(/&amp;/g, "&");

// The hidden fields of the first form whose action begins so.
export function formOf(html, action) {
  const form = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find((m) => unescape(m[1]).startsWith(action));
  if (!form) return null;
  const fields = {};
  for (const m of form[2].matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = m[0].match(/name="([^"]*)"/)?.[1];
    fields[unescape(name)] = unescape(m[0].match(/value="([^"]*)"/)?.[1] ?? "");
  }
  return { action: unescape(form[1]), fields };
}

// One request as a browser sends it: fetch() says of itself that it is a script, and then gets other answers.
function ask(url, options, body) {
  return new Promise((done, no) => {
    if (body !== undefined) options.headers["Content-Type"] = "application/x-www-form-urlencoded";
    const q = request(url, options, (r) => {
      let text = "";
      r.setEncoding("utf8");
      r.on("data", (d) => { text += d; });
      r.on("end", () => done({ status: r.statusCode, headers: { get: (n) => r.headers[n] ?? null }, cookies: r.headers["set-cookie"] ?? [], text }));
    });
    q.on("error", no);
    q.end(body);
  });
}

export class Browser {
  constructor(campus) {
    this.campus = campus;
    this.jar = new Map();
  }
  async send(url, { method = "GET", body } = {}) {
    const full = new URL(url, this.campus.issuer);
    const ours = full.origin === this.campus.issuer;
    const headers = { Accept: "text/html" };
    if (ours && this.jar.size) headers.Cookie = [...this.jar].map(([k, v]) => `${k}=${v}`).join("; ");
    const r = await ask(full, { method, headers }, body?.toString());
    for (const c of ours ? r.cookies : []) {
      const [, name, value] = c.match(/^([^=]*)=([^;]*)/);
      if (/max-age=0/i.test(c) || /expires=Thu, 01[- ]Jan[- ]1970/i.test(c)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return { ...r, url: full };
  }
  get(url) {
    return this.send(url);
  }
  post(url, fields) {
    return this.send(url, { method: "POST", body: new URLSearchParams(fields) });
  }
  // Fills in the form of a page.
  async fill(page, action, fields) {
    const form = formOf(page.text, action);
    if (!form) throw new Error(`no form ${action}: ${page.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 300)}`);
    return this.post(form.action, { ...form.fields, ...fields });
  }
  async signIn(name = "s1234567") {
    const r = await this.fill(await this.get("/sign-in"), "/sign-in", { name, password: "Rapenburg-demo-2026" });
    if (r.status !== 303) throw new Error(`signing in as ${name}: ${r.status}`);
    return this;
  }
  // Goes on as a person does until an application is reached; what it gets: { how, url, fields }.
  async through(first, { name = "s1234567", answer = "allow" } = {}) {
    let r = typeof first === "string" || first instanceof URL ? await this.get(first) : first;
    for (let i = 0; i < 12; i++) {
      const to = r.headers.get("location") ?? r.headers.get("refresh")?.replace(/^0; url=/, "");
      if (to) {
        const url = new URL(to, this.campus.issuer);
        if (url.origin !== this.campus.issuer) return { how: r.status === 200 ? "page" : "redirect", url, fields: Object.fromEntries(url.searchParams) };
        r = await this.get(url);
        continue;
      }
      const onward = r.text.includes("data-onward") ? formOf(r.text, "http") : null;
      if (onward) return { how: "form", url: new URL(onward.action), fields: onward.fields };
      if (r.status >= 400) return { how: "error", status: r.status, text: r.text, fields: {} };
      if (r.url.pathname.startsWith("/sign-in")) r = await this.fill(r, r.url.pathname, { name, password: "Rapenburg-demo-2026" });
      else if (/^\/(oidc|saml)\/continue/.test(r.url.pathname)) r = await this.fill(r, r.url.pathname.slice(0, 14), { answer });
      else throw new Error(`stranded at ${r.url}: ${r.status}`);
    }
    throw new Error("led in a circle");
  }
}
