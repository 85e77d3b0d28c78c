// asked.js: the page of something that was asked: its place in the queue moves, and the answer comes as soon as there
// is one. Without a script, or a stream, the page looks again by itself. SPDX-License-Identifier: AGPL-3.0-or-later
export function asked() {
  const box = document.querySelector("[data-asked]");
  if (!box) return;
  const again = () => setTimeout(() => location.reload(), Number(box.dataset.again) * 1000 * (0.75 + Math.random() / 2));
  if (!window.EventSource) return void again();
  const line = new EventSource(box.dataset.asked);
  line.addEventListener("before", (e) => { box.querySelector("[data-asked-before]").textContent = e.data; });
  line.addEventListener("decided", () => {
    line.close();
    location.reload(); // leads to the receipt
  });
  line.addEventListener("error", () => line.readyState === EventSource.CLOSED && again());
  addEventListener("pagehide", () => line.close());
  addEventListener("pageshow", (e) => e.persisted && location.reload());
}
