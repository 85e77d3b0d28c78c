// bell.js: the number at the bell follows what comes, in every page that is looked at; and a page about one's own
// things (data-follow) says when they are not what it shows any more. Without it both are as old as the page. SPDX-License-Identifier: AGPL-3.0-or-later
import { announce } from "./inplace.js";

const SOON = 1000; // the page itself comes first
const HIDDEN = 30000; // a page nobody looks at lets go of its stream
const FIRST = 5000, LAST = 300000; // waiting before the next try after a refusal

const OWN = 1000; // what was changed here is shown by its own answer first

const DAY = 86400000; // what comes later than that is seen when the page is opened again

let source, tries = 0, later, away, opened, until;
const shown = new Set(); // the marks that this page had: what is told of one of them comes late

const followed = () => document.querySelector("#main [data-follow]");

function note() {
  const page = followed();
  if (page) shown.add(page.dataset.mark);
  return page;
}

// A moment that the page names itself: its window opens or closes.
function wait() {
  clearTimeout(until);
  const ms = Number(followed()?.dataset.until);
  if (ms > 0 && ms < DAY) until = setTimeout(changed, ms + OWN * Math.random());
}

// Nothing is replaced: something may be half done on the page.
function changed(mark) {
  const page = followed();
  if (!page || shown.has(mark) || !page.hidden) return;
  if (document.querySelector("#main [aria-busy=true]")) return void setTimeout(changed, OWN, mark);
  page.hidden = false;
  announce(page.textContent);
}

function show(bell, now) {
  const count = bell.querySelector(".count"), words = bell.querySelector("[data-words]");
  const more = now.n > Number(bell.dataset.n);
  bell.dataset.n = now.n;
  count.hidden = now.n === 0;
  count.textContent = now.n > 99 ? "99+" : now.n;
  words.textContent = now.text;
  if (more) announce(now.text);
}

function close() {
  clearTimeout(later);
  source?.close();
  source = undefined;
}

function open() {
  close();
  const bell = document.getElementById("bell");
  if (!bell || document.hidden) return;
  const page = note();
  opened = page?.dataset.follow;
  source = new EventSource(`${bell.dataset.live}?n=${bell.dataset.n}` +
    (page ? `&follow=${opened}&mark=${page.dataset.mark}` : ""));
  source.addEventListener("open", () => { tries = 0; });
  source.addEventListener("bell", (m) => show(bell, JSON.parse(m.data)));
  source.addEventListener("changed", (m) => setTimeout(changed, OWN, JSON.parse(m.data).mark));
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    later = setTimeout(open, Math.min(LAST, FIRST * 2 ** tries++) * (0.5 + Math.random()));
  });
}

export function bell() {
  if (!window.EventSource || !document.getElementById("bell")) return;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(away);
    if (document.hidden) away = setTimeout(close, HIDDEN);
    else if (!source) open();
  });
  document.addEventListener("renewed", () => { // in place: perhaps it follows something else now
    if (note()?.dataset.follow !== opened && source) open();
    wait();
  });
  wait();
  addEventListener("pagehide", close);
  addEventListener("pageshow", (e) => e.persisted && open());
  later = setTimeout(open, SOON);
}
