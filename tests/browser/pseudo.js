// pseudo.js: in the pseudo language every text of ours is accented; what is not, and is no data of the
// sample either, was forgotten by the translators.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFileSync, readdirSync } from "node:fs";
import { PASSWORD } from "./campus.js";
import { TERM } from "./journeys.js";
import { Visitor, check } from "./visitor.js";

const paths = {
  "": ["/", "/conduct", "/design", "/sign-in", "/activate", "/courses", "/nothing-here"],
  s1234567: ["/home", `/courses?term=${TERM}`, "/programmes", `/plan/${TERM}`, "/receipts", "/timetable", "/timetable/list", "/timetable/feeds", "/record", "/account"],
  admin: ["/admin", "/admin/import", "/admin/demand", "/admin/windows", "/admin/people", "/admin/system/audit"],
};
// Names that are the same in every language, the examples on /design, and the data of the audit log.
const same = /^(person \d+|import \d+|[a-z]+\.[a-z_]+|NL: Nederlands|EN: English|iPhone, iPad, Mac|Outlook|Logic and Sets|Algorithms|Noor de Vries|SQLite|JSON)$/;

function data() {
  const words = new Set();
  for (const f of readdirSync("samples/sint-maarten").filter((n) => n.endsWith(".csv")))
    for (const w of readFileSync("samples/sint-maarten/" + f, "utf8").match(/\p{L}{3,}/gu) ?? []) words.add(w.toLowerCase());
  for (const w of ["sint", "maarten", "universiteit", "chromium", "chrome", "linux", "headless"]) words.add(w);
  return words;
}

async function forgotten(page, known) {
  const texts = await page.evaluate(() => {
    const all = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const in_ = walk.currentNode.parentElement;
      if (!in_.closest("code, script, style, kbd, option, h4 + p, .sample, [lang]:not(html)")) all.push(walk.currentNode.textContent.trim());
    }
    for (const e of document.querySelectorAll("[aria-label], [placeholder]"))
      all.push(e.getAttribute("aria-label") ?? e.getAttribute("placeholder"));
    return [...new Set(all)];
  });
  const plain = (w) => /^[a-zA-Z]{3,}$/.test(w) && !known.has(w.toLowerCase());
  return texts.filter((t) => !same.test(t) && (t.match(/\p{L}+/gu) ?? []).length > 0 &&
    (t.match(/\p{L}+/gu) ?? []).every((w) => plain(w) || w.length < 3) && (t.match(/\p{L}+/gu) ?? []).some(plain));
}

export async function pseudo(browser, campus, name) {
  const known = data();
  for (const [login, list] of Object.entries(paths)) {
    const v = await Visitor.arrive(browser, campus.url, name, { lang: "x-pseudo" });
    v.axe = async () => {};
    if (login) await v.signIn(login, PASSWORD);
    for (const path of list) {
      await v.go(path, path === "/nothing-here" ? 404 : 200);
      const found = await forgotten(v.page, known);
      check(found.length === 0, `${name}: ${path}: every text is translated`, found.slice(0, 8).join(" | "));
    }
    await v.leave();
  }
}
