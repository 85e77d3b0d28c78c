// service.js: services for the tests: a key with its certificate, metadata, node-saml.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { SAML } from "@node-saml/node-saml";

export function makeKey(dir, name) {
  const key = join(dir, `${name}.key`), cert = join(dir, `${name}.crt`);
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", `/CN=${name}`, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8"), keyPath: key, certPath: cert };
}

const MD = "urn:oasis:names:tc:SAML:2.0:metadata", BINDING = "urn:oasis:names:tc:SAML:2.0:bindings";
export const metadata = ({ entity, back, bye, key, signs = true, formats = ["urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"] }) => `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="${MD}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entity}">
 <md:SPSSODescriptor AuthnRequestsSigned="${signs}" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
  ${key ? `<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${key.cert.replace(/-----[^-]*-----/g, "")}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` : ""}
  ${bye ? `<md:SingleLogoutService Binding="${BINDING}:HTTP-Redirect" Location="${bye}"/>` : ""}
  ${formats.map((f) => `<md:NameIDFormat>${f}</md:NameIDFormat>`).join("")}
  <md:AssertionConsumerService Binding="${BINDING}:HTTP-POST" Location="${back}" index="0" isDefault="true"/>
 </md:SPSSODescriptor>
</md:EntityDescriptor>
`;

// The certificates of a provider's metadata.
export const certs = (xml) => [...xml.matchAll(/<ds:X509Certificate>([^<]*)/g)].map((m) => m[1]);

// A service that node-saml makes.
export function service(campus, idpCert, over) {
  return new SAML({
    entryPoint: `${campus.issuer}/saml/sso`, logoutUrl: `${campus.issuer}/saml/slo`, idpIssuer: `${campus.issuer}/saml/metadata`, idpCert,
    wantAssertionsSigned: true, wantAuthnResponseSigned: true, validateInResponseTo: "always", signatureAlgorithm: "sha256", digestAlgorithm: "sha256",
    identifierFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", disableRequestedAuthnContext: true, acceptedClockSkewMs: 0, ...over,
  });
}

// A service that pysaml2 makes: a question and an answer at a time.
export class Pysaml2 {
  constructor() {
    this.child = spawn("/usr/bin/python3", ["tests/saml/pysaml2.py"], { stdio: ["pipe", "pipe", "inherit"] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }
  async ask(q) {
    this.child.stdin.write(JSON.stringify(q) + "\n");
    const { value, done } = await this.lines.next();
    if (done) throw new Error("pysaml2 is gone");
    return JSON.parse(value);
  }
  end() {
    this.child.stdin.end();
  }
}
