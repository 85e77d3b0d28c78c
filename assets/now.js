// now.js: moves the line of the present moment through today's grid, a step of five minutes at a time.
// SPDX-License-Identifier: AGPL-3.0-or-later
export function now() {
  const start = Date.now();
  setInterval(() => {
    for (const line of document.querySelectorAll("[data-now]")) {
      const at = Number(line.dataset.now) + Math.floor((Date.now() - start) / 60000);
      const two = (n) => String(n).padStart(2, "0");
      line.className = at < 1440 ? `week-now t-${two(Math.floor(at / 60))}${two(Math.floor((at % 60) / 5) * 5)}` : "week-now";
      line.hidden = at >= 1440;
    }
  }, 30000);
}
