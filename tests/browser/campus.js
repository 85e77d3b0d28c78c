// campus.js: a real campus for a browser run: a temporary state folder with the sample university, the
// program on a free port, and a browser to look at it.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawn, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const PASSWORD = "Rapenburg-demo-2026";
const B = process.env.B ?? "build";
export const program = process.env.RAPENBURG ??
  [`${B}/release/rapenburg`, `${B}/asan/rapenburg`].find(existsSync);
// The day on which everything happens: enrolment for the second semester is open.
const CLOCK = "2026-11-24T09:00:00Z";

// The sample university, imported once; each campus gets a copy.
export class Sample {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "rapenburg-browser-"));
    execFileSync(program, ["import", "samples/sint-maarten", "--apply", "--state", join(this.folder, "sample")]);
    this.n = 0;
  }
  async campus() {
    const state = join(this.folder, "campus" + ++this.n);
    cpSync(join(this.folder, "sample"), state, { recursive: true });
    const child = spawn(program, ["serve", "--listen", "127.0.0.1:0", "--state", state, "--clock", CLOCK],
      { stdio: ["ignore", "pipe", "pipe"] });
    const log = [];
    child.stderr.on("data", (d) => log.push(String(d)));
    const url = await new Promise((ok, no) => {
      child.stdout.on("data", (d) => {
        const m = /listens on (http:\S+)/.exec(d);
        if (m) ok(m[1]);
      });
      child.on("exit", (code) => no(new Error(`serve ended with ${code}: ${log.join("")}`)));
    });
    const stop = () => new Promise((ok) => {
      child.removeAllListeners("exit");
      child.on("exit", ok);
      child.kill("SIGTERM");
    });
    const code = (login) =>
      execFileSync(program, ["people", "code", login, "--state", state, "--clock", CLOCK]).toString().trim().split(",").at(-1);
    // Somebody new, with her code.
    const add = (login, name, role) =>
      /[A-Z0-9]{4}(-[A-Z0-9]{4}){3}/.exec(execFileSync(program, ["people", "add", login, name, role, "--state", state, "--clock", CLOCK]))[0];
    // Settings that are read again by a running campus.
    const set = (...lines) => {
      writeFileSync(join(state, "rapenburg.conf"), lines.join("\n") + "\n");
      child.kill("SIGHUP");
    };
    return { url, state, stop, add, code, set };
  }
  end() {
    rmSync(this.folder, { recursive: true });
  }
}

// Without its own windows and menus, where there is such a build: a quarter quicker.
const SHELLS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? SHELLS.find(existsSync),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}
