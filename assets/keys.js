// keys.js: `/` searches, `?` shows the keys, `g` and a letter goes somewhere; a page gives its links letters
// by data-key.
// SPDX-License-Identifier: AGPL-3.0-or-later
const places = { h: "/home", c: "/courses", p: "/plan", t: "/timetable" };

export function keys() {
  let going = false;
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey || e.target.closest("input, textarea, select, dialog[open]")) return;
    if (e.key === "/") {
      e.preventDefault();
      const search = document.querySelector("main [data-key='/']") ?? document.querySelector("[data-key='/']");
      search?.focus();
      search?.select();
    } else if (e.key === "?") {
      document.getElementById("keys")?.showModal();
    } else if (going && places[e.key]) {
      location.assign(places[e.key]);
    } else if (/^[a-z]$/.test(e.key)) {
      document.querySelector(`main [data-key="${e.key}"]`)?.click();
    }
    going = e.key === "g";
  });
}
