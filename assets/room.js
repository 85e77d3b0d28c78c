// room.js: the page of the waiting room: the place moves by itself, and the call is seen, felt and, if wanted, heard.
// Without JavaScript the page reloads itself. SPDX-License-Identifier: AGPL-3.0-or-later
const KEY = "room-sound";

function beep() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.4);
}

function called(box) {
  document.title = `${box.dataset.roomCall} – ${document.title}`;
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 100, 300]);
  if (sessionStorage.getItem(KEY)) beep();
  setTimeout(() => location.assign(box.dataset.roomTo), 1000);
}

export function room() {
  // With JavaScript the page that does not reload itself.
  const from = document.querySelector("[data-room-from]");
  if (from && typeof EventSource === "function" && !sessionStorage.getItem("room-reloads"))
    location.replace(`/plan/waiting?live=1&to=${encodeURIComponent(from.dataset.roomFrom)}`);
  const box = document.querySelector("[data-room]");
  if (!box) return;
  const sound = box.querySelector("[data-room-sound]");
  sound.checked = Boolean(sessionStorage.getItem(KEY));
  sound.addEventListener("change", () => {
    if (sound.checked) sessionStorage.setItem(KEY, "yes");
    else sessionStorage.removeItem(KEY);
  });
  const line = new EventSource(box.dataset.room);
  line.addEventListener("place", (e) => { box.querySelector("[data-room-place]").textContent = e.data; });
  line.addEventListener("call", () => { line.close(); called(box); });
  line.addEventListener("error", () => {
    if (line.readyState !== EventSource.CLOSED) return;
    sessionStorage.setItem("room-reloads", "yes"); // the line is refused: the page that reloads itself
    location.replace(`/plan/waiting?to=${encodeURIComponent(box.dataset.roomTo)}`);
  });
  // The estimate is as old as the page: once a minute anew.
  setTimeout(() => location.reload(), 60000);
}
