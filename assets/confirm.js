// confirm.js: a sign-in whose number is to be typed on a device goes on by itself when it was. Without a script the page looks
// again, and has a button. SPDX-License-Identifier: AGPL-3.0-or-later
const EVERY = 1500; // milliseconds

export function confirm() {
  const form = document.querySelector("form[data-confirm]");
  if (!form) return;
  form.querySelector("[data-words]").hidden = false;
  let timer = 0, sent = false;
  const look = async () => {
    clearTimeout(timer);
    let state = "waits"; // a network that fails is tried again
    try {
      const answer = await fetch(form.dataset.confirm, { cache: "no-store" });
      if (answer.ok) ({ state } = await answer.json());
    } catch { /* as above */ }
    if (sent) return;
    if (state === "waits") { timer = setTimeout(look, EVERY); return; }
    sent = true;
    if (state === "right") form.requestSubmit();
    else location.reload();
  };
  timer = setTimeout(look, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || sent || look());
}
