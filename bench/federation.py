"""federation: signed metadata of a federation of made-up services, some 3 KB each, as large federations publish them.

    write(folder, n) -> the path of the list, and of the certificate that signed it
SPDX-License-Identifier: AGPL-3.0-or-later"""
import base64
import hashlib
import os
import subprocess
import time

MD, DS = "urn:oasis:names:tc:SAML:2.0:metadata", "http://www.w3.org/2000/09/xmldsig#"
CANON = "http://www.w3.org/2001/10/xml-exc-c14n#"
WORDS = "of a university where many read what is said of it and nobody knows how long such names become "


def key(folder):
    paths = [os.path.join(folder, name) for name in ("federation.key", "federation.pem")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", paths[0], "-out", paths[1],
                    "-days", "100", "-subj", "/CN=federation"], check=True, capture_output=True)
    with open(paths[1]) as f:
        return paths, "".join(line.strip() for line in f if "-----" not in line)


def service(i, cert):
    """In canonical form, within EntitiesDescriptor."""
    return f'''<md:EntityDescriptor entityID="https://sp{i}.example/saml"><md:Extensions><mdattr:EntityAttributes \
xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute"><saml:Attribute xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
Name="http://macedir.org/entity-category"><saml:AttributeValue>http://refeds.org/category/research-and-scholarship\
</saml:AttributeValue></saml:Attribute></mdattr:EntityAttributes></md:Extensions>
<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">\
<ds:KeyInfo xmlns:ds="{DS}"><ds:X509Data><ds:X509Certificate>{cert}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
</md:KeyDescriptor><md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" \
Location="https://sp{i}.example/back" index="0"></md:AssertionConsumerService></md:SPSSODescriptor>
<md:Organization><md:OrganizationName xml:lang="en">Service {i} {WORDS * 10}</md:OrganizationName>\
<md:OrganizationDisplayName xml:lang="en">Service {i}</md:OrganizationDisplayName>\
<md:OrganizationURL xml:lang="en">https://sp{i}.example</md:OrganizationURL></md:Organization></md:EntityDescriptor>
'''


def signature(whole, key_path):
    digest = base64.b64encode(hashlib.sha256(whole.encode()).digest()).decode()
    info = (f'<ds:SignedInfo xmlns:ds="{DS}"><ds:CanonicalizationMethod Algorithm="{CANON}"></ds:CanonicalizationMethod>'
            '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>'
            f'<ds:Reference URI="#_all"><ds:Transforms><ds:Transform Algorithm="{DS}enveloped-signature"></ds:Transform>'
            f'<ds:Transform Algorithm="{CANON}"></ds:Transform></ds:Transforms>'
            '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>'
            f"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>")
    value = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key_path], input=info.encode(), check=True,
                           capture_output=True).stdout
    return (f'<ds:Signature xmlns:ds="{DS}">{info}<ds:SignatureValue>{base64.b64encode(value).decode()}'
            "</ds:SignatureValue></ds:Signature>")


def write(folder, n):
    (key_path, cert_path), cert = key(folder)
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 7 * 86400))
    head = f'<md:EntitiesDescriptor xmlns:md="{MD}" ID="_all" validUntil="{until}">'
    rest = "".join(service(i, cert) for i in range(n)) + "</md:EntitiesDescriptor>"
    path = os.path.join(folder, "federation.xml")
    with open(path, "w", newline="") as f:
        f.write(head + signature(head + rest, key_path) + rest)
    return path, cert_path
