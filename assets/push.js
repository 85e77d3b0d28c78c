// push.js: makes this browser one that is told what concerns its owner, or asked about her sign-ins, also while no page is open. SPDX-License-Identifier: AGPL-3.0-or-later

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const can = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

// "Firefox on Linux", as the list of devices says it.
function named() {
  const agent = navigator.userAgent;
  const first = (signs) => signs.find(([sign]) => agent.includes(sign))?.[1] ?? "";
  const browser = first([["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]]);
  const system = first([["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]]);
  return [browser, system].filter(Boolean).join(" · ") || location.hostname;
}

async function subscribed(form) {
  const worker = await navigator.serviceWorker.register("/worker.js");
  await navigator.serviceWorker.ready;
  const old = await worker.pushManager.getSubscription();
  if (old && text(old.options.applicationServerKey ?? new ArrayBuffer(0)) === form.dataset.push) return old;
  await old?.unsubscribe(); // made for another key: the service would refuse ours
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.push });
}

async function ask(form) {
  const words = form.querySelector("[data-words]"), button = form.querySelector("button");
  const say = (s) => { words.textContent = s; words.hidden = false; };
  words.hidden = true;
  button.disabled = true;
  try {
    if (await Notification.requestPermission() !== "granted") return say(words.dataset.denied);
    const s = await subscribed(form);
    Object.assign(form.elements.endpoint, { value: s.endpoint });
    form.elements.key.value = text(s.getKey("p256dh"));
    form.elements.auth.value = text(s.getKey("auth"));
    form.elements.namedItem("name").value = named();
    form.submit();
  } catch {
    say(words.dataset.failed);
  } finally {
    button.disabled = false;
  }
}

// Once a login: this browser says that it is in another one now, so that ending that one ends the telling, too.
async function here() {
  const token = document.querySelector("form[action='/sign-out'] input[name=token]")?.value;
  if (!token || sessionStorage.getItem("told") === token) return;
  const worker = await navigator.serviceWorker.getRegistration("/");
  const s = await worker?.pushManager.getSubscription();
  if (!s) return;
  const answer = await fetch("/notices/devices/here", { method: "POST", body: new URLSearchParams({ token, endpoint: s.endpoint }) });
  if (!answer.ok) return;
  sessionStorage.setItem("told", token);
  if (!(await answer.json()).kept) await s.unsubscribe(); // ended elsewhere, or another person's
}

export function push() {
  if (!can()) return;
  for (const form of document.querySelectorAll("form[data-push]")) {
    form.hidden = false;
    form.parentElement.querySelector("[data-push-without]").hidden = true;
    form.addEventListener("submit", (e) => { e.preventDefault(); ask(form); });
  }
  here().catch(() => {}); // the next page tries again
}
