// bell.js: the number at the bell follows what comes, in every page that is looked at; without it the number is as
// old as the page. SPDX-License-Identifier: AGPL-3.0-or-later
import { announce } from "./inplace.js";

const SOON = 1000; // the page itself comes first
const HIDDEN = 30000; // a page nobody looks at lets go of its stream
const FIRST = 5000, LAST = 300000; // waiting before the next try after a refusal

let source, tries = 0, later, away;

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
  source = new EventSource(`${bell.dataset.live}?n=${bell.dataset.n}`);
  source.addEventListener("open", () => { tries = 0; });
  source.addEventListener("bell", (m) => show(bell, JSON.parse(m.data)));
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
  addEventListener("pagehide", close);
  addEventListener("pageshow", (e) => e.persisted && open());
  later = setTimeout(open, SOON);
}
