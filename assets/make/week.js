// week.js: writes assets/week.css, the rows and lanes of the week grid as classes, so that no page
// needs a style attribute. A row is five minutes.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { writeFileSync } from "node:fs";

const two = (n) => String(n).padStart(2, "0");
const out = ["/* Made by assets/make/week.js: t-HHMM begins, d-MINUTES lasts, from-HH is the first hour, " +
  "lane-I-N is side by side. */"];
const inner = [];
for (let m = 0; m < 1440; m += 5)
  inner.push(`.t-${two(Math.floor(m / 60))}${two(m % 60)}{grid-row-start:${m / 5 + 1}}`);
for (let d = 5; d <= 960; d += 5) inner.push(`.d-${d}{grid-row-end:span ${d / 5}}`);
for (let h = 1; h < 24; h++)
  inner.push(`.from-${two(h)} :is(.week-lane,.week-hours){grid-template-rows:repeat(${h * 12},0)}`);
for (const n of [2, 3, 4, 6])
  for (let i = 1; i <= n; i++)
    inner.push(`.lane-${i}-${n}{grid-column:${(i - 1) * (12 / n) + 1}/span ${12 / n}}`);
out.push(`@media print, (min-width:56rem){\n${inner.join("\n")}\n}`);
writeFileSync("assets/week.css", out.join("\n") + "\n");
