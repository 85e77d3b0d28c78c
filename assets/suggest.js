// suggest.js: what is found appears under the search field while one types (data-suggest="/address" on its
// form): a combobox with a list box. Without it the form leads to the page of results.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { announce } from "./inplace.js";

const WAIT = 120;

export function suggest() {
  const form = document.querySelector("form[data-suggest]");
  const input = form?.querySelector("input[name=q]");
  if (!input) return;
  let timer = 0, stop = null, at = -1;
  const box = () => document.getElementById("suggest");
  const options = () => [...(box()?.querySelectorAll("[role=option]") ?? [])];

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    stop?.abort();
    box()?.remove();
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-controls");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(i) {
    const all = options();
    all[at]?.setAttribute("aria-selected", "false");
    at = all.length ? (i + all.length + 1) % (all.length + 1) : -1;
    if (at === all.length) at = -1; // back in the field
    const one = all[at];
    one?.setAttribute("aria-selected", "true");
    one?.scrollIntoView({ block: "nearest" });
    if (one) input.setAttribute("aria-activedescendant", one.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(fresh, text = fresh.dataset.announce) {
    box()?.remove();
    at = -1;
    input.removeAttribute("aria-activedescendant");
    fresh.querySelectorAll("[role=option]").forEach((o, i) => (o.id = `suggest-${i}`));
    form.append(fresh);
    input.setAttribute("aria-controls", "suggest");
    input.setAttribute("aria-expanded", "true");
    announce(text);
  }

  async function ask(q) {
    stop?.abort();
    stop = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(q)}`, { signal: stop.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.status === 429) {
        close();
        const text = page.querySelector("#main p")?.textContent ?? "";
        return show(Object.assign(document.createElement("p"), { id: "suggest", className: "suggest notice notice-warning", textContent: text }), text);
      }
      const fresh = page.getElementById("suggest");
      if (answer.ok && fresh && document.activeElement === input && input.value.trim() === q) show(fresh);
    } catch (e) {
      if (e.name !== "AbortError") close(); // the form still leads to the page
    }
  }

  input.addEventListener("input", () => {
    const q = input.value.trim();
    clearTimeout(timer);
    if (q === "") return close();
    timer = setTimeout(() => ask(q), WAIT);
  });
  input.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (!box()) return input.value.trim() === "" ? undefined : (e.preventDefault(), ask(input.value.trim()));
      e.preventDefault();
      choose(e.key === "ArrowDown" ? at + 1 : at - 1 < -1 ? options().length - 1 : at - 1);
    } else if (e.key === "Enter" && at >= 0) {
      e.preventDefault();
      options()[at].click();
    } else if (e.key === "Escape" && box()) {
      e.preventDefault();
      close();
    }
  });
  // Pressing on an option leaves the focus in the field, so that the list stays until the click.
  form.addEventListener("pointerdown", (e) => e.target.closest("#suggest") && e.preventDefault());
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}
