// jose.js: keys, assertions and proofs by hand, right and wrong. SPDX-License-Identifier: AGPL-3.0-or-later
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign as signBytes, verify as verifyBytes, constants } from "node:crypto";

export const b64 = (x) => Buffer.from(x).toString("base64url");
export const now = () => Math.floor(Date.now() / 1000);

// By way of PEM: Node.js 20 stands still for ever when it collects what made a key while that very key is exported.
export function makeKey(alg = "ES256") {
  const pem = { publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } };
  const made = alg === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256", ...pem })
    : alg === "EdDSA" ? generateKeyPairSync("ed25519", pem) : generateKeyPairSync("rsa", { modulusLength: 2048, ...pem });
  const key = createPrivateKey(made.privateKey);
  return { alg, private: key, jwk: createPublicKey(made.publicKey).export({ format: "jwk" }), privateJwk: key.export({ format: "jwk" }) };
}
const options = (alg, key) => alg === "ES256" ? { key, dsaEncoding: "ieee-p1363" }
  : alg === "PS256" ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : { key };

export function token(key, header, payload, alg = key.alg) {
  const text = `${b64(JSON.stringify({ alg, ...header }))}.${b64(JSON.stringify(payload))}`;
  if (alg === "none") return `${text}.`;
  return `${text}.${b64(signBytes(alg === "EdDSA" ? null : "sha256", Buffer.from(text), options(alg, key.private)))}`;
}
export const parts = (jwt) => jwt.split(".").slice(0, 2).map((p) => JSON.parse(Buffer.from(p, "base64url").toString()));
export function verify(jwt, jwks) {
  const [header] = parts(jwt);
  const jwk = jwks.keys.find((k) => k.kid === header.kid);
  const [h, p, s] = jwt.split(".");
  return !!jwk && jwk.alg === header.alg && verifyBytes(header.alg === "EdDSA" ? null : "sha256", Buffer.from(`${h}.${p}`), options(header.alg, createPublicKey({ key: jwk, format: "jwk" })), Buffer.from(s, "base64url"));
}
// An assertion of an application (RFC 7523); `over` changes what it says.
export const assertion = (key, client, issuer, over = {}, alg = key.alg) => token(key, {}, { iss: client, sub: client, aud: issuer, jti: randomUUID(), iat: now(), exp: now() + 60, ...over }, alg);
// A proof of possession (RFC 9449).
export const proof = (key, htm, htu, over = {}, header = {}, alg = key.alg) => token(key, { typ: "dpop+jwt", jwk: key.jwk, ...header }, { jti: randomUUID(), htm, htu, iat: now(), ...over }, alg);
export const ath = (access) => createHash("sha256").update(access).digest("base64url");
