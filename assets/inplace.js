// inplace.js: forms that answer without a new page: filters as one types (data-filter="ID of the list")
// and posts (data-post). What comes back is the same page that the form would have led to.
// SPDX-License-Identifier: AGPL-3.0-or-later
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

// Asked too often: what is shown stays, she is told why, and it is asked once more when it may be.
function later(form, state, answer, page) {
  const wait = Number(answer.headers.get("Retry-After")) || 30;
  const text = page.querySelector("#main p")?.textContent ?? "";
  document.getElementById("searched-often")?.remove();
  document.getElementById(form.dataset.filter)?.prepend(
    Object.assign(document.createElement("p"), { id: "searched-often", className: "notice notice-warning", textContent: text }));
  announce(text);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => filter(form, state), Math.min(wait, 60) * 1000 + Math.random() * 1000);
}

async function filter(form, state) {
  const id = form.dataset.filter;
  const data = new FormData(form);
  for (const [k, v] of [...data]) if (v === "") data.delete(k);
  const query = new URLSearchParams(data).toString();
  const url = form.action.split("?")[0] + (query ? "?" + query : "");
  state.stop?.abort();
  state.stop = new AbortController();
  try {
    const answer = await fetch(url, { signal: state.stop.signal });
    const page = parse(await answer.text());
    if (answer.status === 429) return later(form, state, answer, page);
    const now = document.getElementById(id);
    const then = page.getElementById(id);
    if (!answer.ok || !then || !now) return form.submit();
    now.replaceWith(then);
    renumber(form, page);
    history.replaceState(null, "", url);
    announce(then.querySelector("[data-announce]")?.textContent ?? "");
  } catch (e) {
    if (e.name !== "AbortError") form.submit();
  }
}

// The options keep their place under one's hand; only their words (how many there would be) change.
function renumber(form, page) {
  for (const select of form.querySelectorAll("select[id]")) {
    const fresh = page.getElementById(select.id);
    if (!fresh || document.activeElement === select) continue;
    const value = select.value;
    select.replaceChildren(...fresh.children);
    select.value = value;
  }
  for (const now of form.querySelectorAll("[data-renew]")) {
    const then = page.getElementById(now.id);
    if (then) now.textContent = then.textContent;
  }
}

async function post(form, submitter) {
  submitter?.setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });
  const page = parse(await answer.text());
  const main = page.getElementById("main");
  if (!main) return location.assign(answer.url);
  const key = submitter?.id || form.id, otherwise = submitter?.dataset.else;
  document.title = page.title;
  document.getElementById("main").replaceWith(main);
  document.getElementById("menu")?.replaceWith(page.getElementById("menu"));
  if (answer.redirected) history.replaceState(null, "", answer.url);
  const usable = (id) => document.querySelector(`[id="${id}"]:not(:disabled)`);
  const first = usable("errors") ?? usable(key) ?? usable(otherwise) ?? main;
  first.focus();
  announce(main.querySelector(".flashes, .errors h2")?.textContent ?? "");
  document.dispatchEvent(new Event("renewed"));
}

// Live regions speak when they change, not when they come.
export function announce(text) {
  let region = document.getElementById("announce");
  if (!region) {
    region = Object.assign(document.createElement("div"), { id: "announce", className: "sr" });
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text.trim();
}

export function inPlace() {
  const states = new WeakMap();
  const run = (form, wait) => {
    const state = states.get(form) ?? {};
    states.set(form, state);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => filter(form, state), wait);
  };
  document.addEventListener("input", (e) => e.target.form?.dataset.filter && run(e.target.form, 150));
  document.addEventListener("submit", (e) => {
    if (e.defaultPrevented) return;
    if (e.target.dataset.filter) {
      e.preventDefault();
      e.target.querySelector(":popover-open")?.hidePopover();
      run(e.target, 0);
    } else if ("post" in e.target.dataset) {
      e.preventDefault();
      post(e.target, e.submitter).catch(() => e.target.submit());
    }
  });
}
