// run.js: the browser tests: `node tests/browser/run.js [NAME]` from the top folder, after `make`.
// Prints a line per check and ends with `N passed, N failed`.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { cpus } from "node:os";
import { Sample, browser as launch } from "./campus.js";
import { choosing } from "./choosing.js";
import { answered, follows } from "./follows.js";
import { helpdesk } from "./helpdesk.js";
import { administrator, finder, keyboard, newcomer, student } from "./journeys.js";
import { live } from "./live.js";
import { kept, often } from "./often.js";
import { confirming } from "./confirming.js";
import { authenticatorApp, opened, passkeys } from "./passkeys.js";
import { appPasswords, tokens } from "./programs.js";
import { pseudo } from "./pseudo.js";
import { alerted, told } from "./told.js";
import { check, counts } from "./visitor.js";
import { waiting } from "./waiting.js";

const wide = { width: 1280, height: 900 }, phone = { width: 390, height: 844 };
const runs = [
  ["desk en", { ...wide, lang: "en" }, [newcomer, student, administrator, keyboard, finder]],
  ["desk nl dark", { ...wide, lang: "nl", scheme: "dark" }, [newcomer, student, administrator]],
  ["phone en dark", { ...phone, lang: "en", scheme: "dark" }, [newcomer, student, administrator]],
  ["phone nl", { ...phone, lang: "nl" }, [newcomer, student, administrator, finder]],
  ["no script", { ...phone, lang: "en", script: false }, [newcomer, student, administrator, finder]],
  ["choosing, desk", { ...wide, lang: "en" }, [choosing]],
  ["choosing, phone nl dark", { ...phone, lang: "nl", scheme: "dark" }, [choosing]],
  ["choosing, no script", { ...phone, lang: "en", script: false }, [choosing]],
  ["waiting room, desk", { ...wide, lang: "en" }, [waiting]],
  ["waiting room, phone nl dark", { ...phone, lang: "nl", scheme: "dark" }, [waiting]],
  ["waiting room, no script", { ...phone, lang: "en", script: false }, [waiting]],
  ["live en", { ...wide, lang: "en" }, [live]],
  ["live phone nl", { ...phone, lang: "nl", scheme: "dark" }, [live]],
  ["follows en", { ...wide, lang: "en" }, [follows, answered]],
  ["follows phone nl", { ...phone, lang: "nl", scheme: "dark" }, [follows, answered]],
  ["follows, no script", { ...phone, lang: "en", script: false }, [answered]],
  ["often en", { ...wide, lang: "en" }, [often, kept]],
  ["kept phone nl", { ...phone, lang: "nl", scheme: "dark" }, [kept]],
  ["kept, no script", { ...phone, lang: "en", script: false }, [kept]],
  ["told en", { ...wide, lang: "en" }, [told]],
  ["alerts en", { ...wide, lang: "en" }, [alerted]],
  ["told phone nl", { ...phone, lang: "nl", scheme: "dark" }, [told]],
  ["alerts phone nl", { ...phone, lang: "nl", scheme: "dark" }, [alerted]],
  ["told, no script", { ...phone, lang: "en", script: false }, [told]],
  ["alerts, no script", { ...phone, lang: "en", script: false }, [alerted]],
  ["confirming en", { ...wide, lang: "en" }, [confirming]],
  ["confirming phone nl", { ...phone, lang: "nl", scheme: "dark" }, [confirming]],
  ["passkeys en", { ...wide, lang: "en" }, [passkeys, opened, authenticatorApp]],
  ["passkeys phone nl", { ...phone, lang: "nl", scheme: "dark" }, [passkeys, opened, authenticatorApp]],
  ["service desk en", { ...wide, lang: "en" }, [helpdesk]],
  ["service desk phone nl", { ...phone, lang: "nl", scheme: "dark" }, [helpdesk]],
  ["service desk, no script", { ...phone, lang: "en", script: false }, [helpdesk]],
  ["app, no script", { ...phone, lang: "en", script: false }, [authenticatorApp]],
  ["programs en", { ...wide, lang: "en" }, [tokens, appPasswords]],
  ["programs phone nl dark", { ...phone, lang: "nl", scheme: "dark" }, [tokens, appPasswords]],
  ["programs, no script", { ...phone, lang: "en", script: false }, [tokens, appPasswords]],
  ["pseudo", {}, [pseudo]],
];

const only = process.argv[2];
const sample = new Sample();
const browser = await launch();
const waits = runs.filter(([n]) => !only || n.includes(only));

// Each run has a campus and a context of its own: as many go on at once as there are cores, at most two.
async function work() {
  for (let next = waits.shift(); next; next = waits.shift()) {
    const [name, how, journeys] = next;
    const begin = Date.now();
    const campus = await sample.campus();
    for (const journey of journeys)
      await journey(browser, campus, name, how).catch((e) => check(false, `${name}: ${journey.name} goes to its end`, e.message.split("\n").slice(0, 4).join(" ")));
    await campus.stop();
    console.log(`-- ${name}: ${Math.round((Date.now() - begin) / 1000)} s`);
  }
}
await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, work));
await browser.close();
sample.end();
console.log(`axe-core was asked again about ${counts.again} pages that it knew`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 ? 1 : 0);
