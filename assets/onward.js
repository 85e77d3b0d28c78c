// onward.js: a form that leads on to another site is sent by itself; without JavaScript its button does it.
// SPDX-License-Identifier: AGPL-3.0-or-later
export function onward() {
  document.querySelector("form[data-onward]")?.requestSubmit();
}
