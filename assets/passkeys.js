// passkeys.js: asks the authenticator, and sends what it answers by the page's own forms. The sign-in page offers passkeys
// in the field of the user name too, where the browser can. SPDX-License-Identifier: AGPL-3.0-or-later

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const can = () => window.PublicKeyCredential !== undefined;
let waiting; // the offer in the field of the user name, until a button is pressed

function say(form, words) {
  const line = form.querySelector("[data-words]");
  line.textContent = words;
  line.hidden = false;
}

function send(form, fields) {
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  form.submit();
}

function answer(form, credential) {
  const r = credential.response;
  const shared = document.querySelector("input[type=checkbox][name=shared]");
  send(form, {
    credential: text(credential.rawId), client: text(r.clientDataJSON), data: text(r.authenticatorData),
    signature: text(r.signature), handle: r.userHandle ? text(r.userHandle) : "", shared: shared?.checked ? "1" : "",
  });
}

const asked = (form) => ({
  challenge: bytes(form.elements.challenge.value), rpId: form.dataset.rp, userVerification: "preferred", allowCredentials: [],
});

async function ask(form) {
  waiting?.abort();
  answer(form, await navigator.credentials.get({ publicKey: asked(form) }));
}

async function make(form) {
  const d = form.dataset;
  const made = await navigator.credentials.create({ publicKey: {
    challenge: bytes(form.elements.challenge.value),
    rp: { id: d.rp, name: d.campus },
    user: { id: bytes(d.handle), name: d.login, displayName: d.person },
    pubKeyCredParams: [{ type: "public-key", alg: -8 }, { type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
    authenticatorSelection: { residentKey: d.verification ?? "preferred", userVerification: d.verification ?? "preferred" },
    excludeCredentials: d.have.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) })),
    attestation: "none",
  } });
  send(form, { client: text(made.response.clientDataJSON), attestation: text(made.response.attestationObject) });
}

async function offer(form) {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  waiting = new AbortController();
  try {
    answer(form, await navigator.credentials.get({ mediation: "conditional", signal: waiting.signal, publicKey: asked(form) }));
  } catch { /* a button was pressed, or nothing was chosen */ }
}

// The server offers to make one only where the device itself can keep it.
async function tell() {
  const field = document.querySelector("input[type=hidden][name=passkeys]");
  if (field && await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()) field.value = "1";
}

export function passkeys() {
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (!form.dataset.passkey) return;
    e.preventDefault();
    if (!can()) { say(form, form.dataset.cannot); return; }
    (form.dataset.passkey === "make" ? make : ask)(form).catch(() => say(form, form.dataset.failed));
  });
  if (!can()) return;
  tell().catch(() => {});
  const form = document.querySelector("form[data-conditional]");
  if (form) offer(form);
}
