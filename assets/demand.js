// demand.js: the page of demand follows what is decided: it fetches itself anew when it is told that something changed.
// SPDX-License-Identifier: AGPL-3.0-or-later
const GAP = 5000; // between two fetches
export function demand() {
  const box = document.querySelector("[data-follow-demand]");
  const button = document.querySelector("[data-follow-pause]");
  if (!box || !window.EventSource) return;
  let line = null, timer = 0, last = Date.now(), paused = false;
  const anew = async () => {
    timer = 0;
    if (document.hidden || box.contains(document.activeElement) || paused) return; // what one reads stays; the next change comes
    last = Date.now();
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || paused) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-follow-demand]");
    if (now && !box.contains(document.activeElement)) box.replaceChildren(...now.childNodes);
  };
  const later = (ms) => { timer ||= setTimeout(anew, Math.max(ms, GAP - (Date.now() - last))); };
  const open = () => {
    line = new EventSource(box.dataset.followDemand);
    // Once more when it is quiet again: what is decided per second is none then.
    line.addEventListener("changed", () => { later(0); setTimeout(() => later(0), 12000); });
  };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      paused = !paused;
      button.setAttribute("aria-pressed", String(paused));
      if (!paused) later(0);
    });
  }
  open();
  addEventListener("visibilitychange", () => !document.hidden && later(0));
  addEventListener("pagehide", () => line.close());
  addEventListener("pageshow", (e) => e.persisted && open());
}
