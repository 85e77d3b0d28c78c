// seats.js: live seats: what stands in data-seats="GROUP" and data-offering="COURSE" follows the stream
// /seats/stream, which sends words ready to show. The page says the same without it.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { announce } from "./inplace.js";

const MOST = 64; // what one stream takes
const HIDDEN = 30000; // a page nobody looks at lets go of its stream
const FIRST = 2000, LAST = 300000; // waiting before the next try after a refusal
const QUIET = 8000; // between two announcements
const STAYS = 600; // a page that is only passed by asks for no stream
const RECENT = 30000, FREE = 3, EACH = 3000; // of the last half minute: after so many each next one waits longer
const OPENED = "seats-opened";

const marked = "[data-seats], [data-offering]";
let source, watched = "", tries = 0, again, away, spoken = 0;
const waiting = new Map();

const ids = (name) => [...new Set([...document.querySelectorAll(`[data-${name}]`)].map((e) => e.dataset[name]))];

function address() {
  const seats = ids("seats").slice(0, MOST);
  const offering = ids("offering").slice(0, MOST - seats.length);
  const query = new URLSearchParams();
  if (seats.length) query.set("section", seats.join());
  if (offering.length) query.set("offering", offering.join());
  return seats.length + offering.length ? "/seats/stream?" + query : "";
}

// Colour and icon follow the words; a short glow shows what moved (not where motion is unwelcome: app.css).
function show(e, now) {
  const text = now.hers ? `${now.text} · ${now.also}` : now.text;
  const full = now.full && !now.hers;
  if (e.textContent.trim() === text) return false;
  e.textContent = text;
  const chip = e.closest(".chip");
  chip?.classList.toggle("chip-warning", full);
  if (e.dataset.tone) chip?.classList.toggle(`chip-${e.dataset.tone}`, !full);
  const icon = chip?.querySelector("use");
  icon?.setAttribute("href", icon.getAttribute("href").replace(/#.*/, full ? "#waiting" : "#seat"));
  for (const more of document.querySelectorAll(`[data-full="${e.dataset.seats}"]`)) more.hidden = !full;
  chip?.classList.remove("chip-moved");
  void chip?.offsetWidth;
  chip?.classList.add("chip-moved");
  return true;
}

// Only the courses of one's own plan are said, a few seconds apart, the latest of each.
function say() {
  const wait = spoken + QUIET - Date.now();
  if (!waiting.size) return;
  if (wait > 0) {
    setTimeout(say, wait);
    return;
  }
  spoken = Date.now();
  announce([...waiting].map(([name, text]) => `${name}: ${text}`).join(". "));
  waiting.clear();
}

function heard(message, first) {
  const data = JSON.parse(message.data);
  for (const [list, name] of [["sections", "seats"], ["offerings", "offering"]])
    for (const [id, now] of Object.entries(data[list]))
      for (const e of document.querySelectorAll(`[data-${name}="${id}"]`))
        if (show(e, now) && e.dataset.name && !first) waiting.set(e.dataset.name, e.textContent);
  say();
}

// When this tab opened streams lately, on this page and those before it.
function opened() {
  let all = [];
  try {
    all = JSON.parse(sessionStorage.getItem(OPENED) ?? "[]");
  } catch { /* without storage this page's own count */ }
  return all.filter((at) => at > Date.now() - RECENT && at <= Date.now());
}

function note() {
  try {
    sessionStorage.setItem(OPENED, JSON.stringify([...opened(), Date.now()]));
  } catch { /* nothing is kept */ }
}

// Some pages in a row are looked at at once; who goes on like that waits longer and longer, each a little
// differently. A refusal waits longer still.
function pause() {
  const often = Math.max(0, opened().length - FREE) * EACH;
  const refused = tries ? Math.min(LAST, FIRST * 2 ** (tries - 1)) : 0;
  return STAYS + Math.max(often, refused) * (0.5 + Math.random());
}

function soon() {
  clearTimeout(again);
  again = setTimeout(open, pause());
}

// Of what is shown now nothing is missing in the stream that is open.
function follows() {
  const all = new URLSearchParams(watched.split("?")[1]);
  const has = (name) => new Set((all.get(name) ?? "").split(","));
  const within = (shown, list) => shown.every((id) => list.has(id));
  return source && within(ids("seats").slice(0, MOST), has("section")) && within(ids("offering"), has("offering"));
}

function close() {
  clearTimeout(again);
  source?.close();
  source = undefined;
}

function open() {
  close();
  watched = address();
  if (!watched || document.hidden) return;
  note();
  let first = true;
  source = new EventSource(watched);
  source.addEventListener("open", () => { document.documentElement.dataset.follows = "seats"; });
  source.addEventListener("seats", (m) => {
    tries = 0;
    heard(m, first);
    first = false;
  });
  source.addEventListener("error", () => {
    first = true;
    if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    source = undefined;
    tries++;
    soon();
  });
}

export function seats() {
  if (!window.EventSource) return;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(away);
    if (document.hidden) away = setTimeout(close, HIDDEN);
    else if (!source) soon();
  });
  // A filtered list or a page changed in place shows other courses.
  let later;
  new MutationObserver((all) => {
    if (!all.some((m) => [...m.addedNodes, ...m.removedNodes].some((n) => n.nodeType === 1 && (n.matches(marked) || n.querySelector(marked))))) return;
    clearTimeout(later);
    later = setTimeout(() => address() !== watched && !follows() && soon(), 300);
  }).observe(document.body, { childList: true, subtree: true });
  // A page that comes back by "back" has lost its stream; one that goes lets go of it.
  addEventListener("pagehide", close);
  addEventListener("pageshow", (e) => e.persisted && soon());
  soon();
}
