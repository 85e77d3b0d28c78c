#!/usr/bin/env python3
"""pysaml2.py: a service by python3-pysaml2 (and xmlsec1), for run.js: one JSON object a line in, one out.
SPDX-License-Identifier: AGPL-3.0-or-later"""
import json
import logging
import sys

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.client import Saml2Client
from saml2.config import SPConfig
from saml2.xmldsig import SIG_RSA_SHA256


def make(q):
    return Saml2Client(config=SPConfig().load({
        "entityid": q["entity"],
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "metadata": {"local": [q["idp"]]},
        "key_file": q["key"],
        "cert_file": q["cert"],
        "service": {"sp": {
            "endpoints": {
                "assertion_consumer_service": [(q["back"], BINDING_HTTP_POST)],
                "single_logout_service": [(q["bye"], BINDING_HTTP_REDIRECT)],
            },
            "authn_requests_signed": True, "logout_requests_signed": True, "logout_responses_signed": True,
            "want_response_signed": True, "want_assertions_signed": True, "allow_unsolicited": False,
        }},
    }))


def location(info):
    return dict(info["headers"])["Location"]


def ask(sp, q):
    ident, info = sp.prepare_for_authenticate(relay_state=q["relay"], binding=BINDING_HTTP_REDIRECT, sigalg=SIG_RSA_SHA256)
    return {"id": ident, "url": location(info)}


def read(sp, q):
    r = sp.parse_authn_request_response(q["response"], BINDING_HTTP_POST, outstanding={q["id"]: "/"})
    who = r.get_subject()
    return {"name": who.text, "format": who.format, "attributes": r.ava, "context": [c[0] for c in r.authn_info()]}


def leave(sp, q):
    names = sp.users.subjects()
    (_, (_, info)), = sp.global_logout(names[0], sign_alg=SIG_RSA_SHA256, sign=True).items()
    return {"url": location(info)}


def left(sp, q):
    return {"ok": sp.parse_logout_request_response(q["response"], BINDING_HTTP_REDIRECT).status_ok()}


logging.disable(logging.CRITICAL)  # what it refuses is an answer, not a fault of ours
service = None
for line in sys.stdin:
    q = json.loads(line)
    try:
        if q["do"] == "make":
            service = make(q)
            answer = {}
        else:
            answer = {"ask": ask, "read": read, "leave": leave, "left": left}[q["do"]](service, q)
    except Exception as e:  # what it refuses is an answer, too
        answer = {"error": f"{type(e).__name__}: {e}"}
    print(json.dumps(answer), flush=True)
