// icons.js: writes assets/icons.svg, the sprite of the icons we use, from lucide-static.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFileSync, writeFileSync } from "node:fs";

// our name: Lucide's name
const icons = {
  menu: "menu", search: "search", close: "x", home: "house", services: "layout-grid",
  courses: "book-open", plan: "clipboard-list", timetable: "calendar-days", receipt: "receipt-text",
  account: "circle-user-round", people: "users", programme: "graduation-cap", building: "building-2",
  place: "map-pin", clock: "clock", deadline: "alarm-clock", seat: "armchair", key: "key-round",
  "sign-in": "log-in", "sign-out": "log-out", language: "languages", theme: "sun-moon",
  info: "info", positive: "circle-check", warning: "triangle-alert", danger: "octagon-alert",
  up: "circle-check", degraded: "triangle-alert", down: "circle-x", waiting: "hourglass",
  add: "plus", remove: "minus", edit: "pencil", import: "upload", download: "download",
  feed: "rss", print: "printer", link: "external-link", next: "chevron-right", previous: "chevron-left",
  more: "chevron-down", filter: "list-filter", demand: "chart-column", window: "door-open",
  system: "settings", audit: "scroll-text", shield: "shield-check", phishing: "fish",
  wifi: "wifi", mail: "mail", update: "refresh-cw", browser: "app-window", files: "folder-lock",
  help: "circle-help", lecture: "presentation", exam: "file-pen-line", progress: "chart-pie",
  device: "monitor-smartphone", outside: "globe", earlier: "arrow-up", later: "arrow-down", swap: "arrow-left-right", design: "swatch-book",
};
const folder = "node_modules/lucide-static/icons/";
const other = { help: ["circle-help", "circle-question-mark"], filter: ["list-filter", "funnel"] };

function symbol(name, file) {
  let svg;
  for (const f of other[name] ?? [file]) {
    try { svg = readFileSync(folder + f + ".svg", "utf8"); break; } catch { continue; }
  }
  if (!svg) throw new Error(`no icon ${file} for ${name}`);
  const body = svg.replace(/<!--[^]*?-->/g, "").replace(/^[^]*?<svg[^>]*>/, "").replace("</svg>", "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
    `stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">` +
    body.replace(/\s*\n\s*/g, "") + "</symbol>";
}
// The campus's own mark: a bridge over its canal.
const mark = `<symbol id="mark" viewBox="0 0 24 24" fill="currentColor"><path d="M2 9.5C5 6.6 8.3 5 12 5s7 1.6 ` +
  `10 4.5V16h-3.6a6.4 6.4 0 0 0-12.8 0H2zM2 19c1.7-1 3.3-1 5 0s3.3 1 5 0 3.3-1 5 0 3.3 1 5 0v2c-1.7 1-3.3 ` +
  `1-5 0s-3.3-1-5 0-3.3 1-5 0-3.3-1-5 0z"/></symbol>`;
const body = Object.entries(icons).map(([n, f]) => symbol(n, f)).join("\n");
writeFileSync("assets/icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">
<!-- Icons of Lucide (ISC licence, see assets/LICENCES); made by assets/make/icons.js. -->
${body}
${mark}
</svg>
`);
writeFileSync("assets/mark.svg", mark.replace("<symbol id=\"mark\"", `<svg xmlns="http://www.w3.org/2000/svg"`)
  .replace(`fill="currentColor"`, `fill="#3d63a8"`).replace("</symbol>", "</svg>\n"));
console.log(Object.keys(icons).length + " icons");
