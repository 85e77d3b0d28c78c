// app.js: what makes the pages faster for those who have JavaScript. Everything works without it.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { asked } from "./asked.js";
import { bell } from "./bell.js";
import { confirm } from "./confirm.js";
import { demand } from "./demand.js";
import { keys } from "./keys.js";
import { inPlace } from "./inplace.js";
import { now } from "./now.js";
import { onward } from "./onward.js";
import { passkeys } from "./passkeys.js";
import { push } from "./push.js";
import { room } from "./room.js";
import { suggest } from "./suggest.js";
import { seats } from "./seats.js";

document.documentElement.classList.add("js");
document.getElementById("errors")?.focus();
asked();
confirm();
demand();
bell();
keys();
inPlace();
now();
onward();
passkeys();
push();
room();
suggest();
seats();

document.addEventListener("click", (e) => {
  const open = e.target.closest("[data-open]");
  const copy = e.target.closest("[data-copy]");
  if (open) document.getElementById(open.dataset.open)?.showModal();
  if (e.target.closest("[data-print]")) print();
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
    if (copy.dataset.copied) copy.textContent = copy.dataset.copied;
  });
});

// Light and dark change at once; the answer of the server keeps the choice.
document.addEventListener("submit", (e) => {
  if (!e.target.action.endsWith("/theme") || !e.submitter) return;
  e.preventDefault();
  const theme = e.submitter.value;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const b of e.target.querySelectorAll("[aria-pressed]"))
    b.setAttribute("aria-pressed", String(b === e.submitter));
  fetch(e.target.action, { method: "POST", body: new URLSearchParams(new FormData(e.target, e.submitter)), redirect: "manual" });
});

// A button pressed twice is pressed once.
document.addEventListener("submit", (e) => {
  if (e.defaultPrevented || e.target.method !== "post") return;
  if (e.target.dataset.sent) e.preventDefault();
  e.target.dataset.sent = "yes";
  setTimeout(() => delete e.target.dataset.sent, 5000);
});
