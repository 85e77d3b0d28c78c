/* discovery.c: what the provider can, for programs (OpenID Connect Discovery 1.0, RFC 8414).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "provider.h"
#include "reply.h"
#include "str.h"

static void words(struct rq *rq, struct json_out *out, const char *name, const char *list)
{
    struct str_list all = str_split(rq->arena, list, ' ');

    json_array(out, name);
    for (size_t i = 0; i < all.n; i++)
        json_str(out, NULL, all.v[i]);
    json_end(out, ']');
}

static void endpoints(struct rq *rq, struct json_out *out)
{
    static const struct {
        const char *name, *path;
    } all[] = {
        {"authorization_endpoint", "/oidc/authorize"},
        {"token_endpoint", "/oidc/token"},
        {"userinfo_endpoint", "/oidc/userinfo"},
        {"jwks_uri", "/oidc/jwks"},
        {"pushed_authorization_request_endpoint", "/oidc/par"},
        {"introspection_endpoint", "/oidc/introspect"},
        {"revocation_endpoint", "/oidc/revoke"},
        {"device_authorization_endpoint", "/oidc/device-code"},
        {"end_session_endpoint", "/oidc/end-session"},
    };

    for (size_t i = 0; i < COUNT(all); i++)
        json_str(out, all[i].name, arena_printf(rq->arena, "%s%s", oidc_issuer(rq), all[i].path));
}

static void abilities(struct rq *rq, struct json_out *out)
{
    static const struct {
        const char *name, *list;
    } all[] = {
        {"scopes_supported", OIDC_SCOPES},
        {"response_types_supported", "code"},
        {"response_modes_supported", "query form_post"},
        {"grant_types_supported",
         "authorization_code refresh_token urn:ietf:params:oauth:grant-type:device_code"},
        {"subject_types_supported", "public pairwise"},
        {"id_token_signing_alg_values_supported", "RS256 ES256 PS256 EdDSA"},
        {"token_endpoint_auth_methods_supported",
         "client_secret_basic client_secret_post private_key_jwt none"},
        {"token_endpoint_auth_signing_alg_values_supported", "ES256 PS256 EdDSA RS256"},
        {"introspection_endpoint_auth_methods_supported",
         "client_secret_basic client_secret_post private_key_jwt"},
        {"introspection_endpoint_auth_signing_alg_values_supported", "ES256 PS256 EdDSA RS256"},
        {"revocation_endpoint_auth_methods_supported",
         "client_secret_basic client_secret_post private_key_jwt none"},
        {"revocation_endpoint_auth_signing_alg_values_supported", "ES256 PS256 EdDSA RS256"},
        {"code_challenge_methods_supported", "S256"},
        {"dpop_signing_alg_values_supported", "ES256 PS256 EdDSA"},
        {"prompt_values_supported", "none login consent select_account"},
        {"acr_values_supported", OIDC_ACR_ONE " " OIDC_ACR_TWO},
        {"display_values_supported", "page"},
        {"claim_types_supported", "normal"},
        {"ui_locales_supported", "en nl"},
    };

    for (size_t i = 0; i < COUNT(all); i++)
        words(rq, out, all[i].name, all[i].list);
}

static void flags(struct json_out *out)
{
    static const struct {
        const char *name;
        bool can;
    } all[] = {
        {"claims_parameter_supported", true},
        {"request_parameter_supported", false},
        {"request_uri_parameter_supported", false},
        {"require_pushed_authorization_requests", false},
        {"authorization_response_iss_parameter_supported", true},
        {"backchannel_logout_supported", true},
        {"backchannel_logout_session_supported", true},
    };

    for (size_t i = 0; i < COUNT(all); i++)
        json_bool(out, all[i].name, all[i].can);
}

static void known_claims(struct json_out *out)
{
    static const char *const own[] = {"sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid"};

    json_array(out, "claims_supported");
    for (size_t i = 0; i < COUNT(own); i++)
        json_str(out, NULL, own[i]);
    for (size_t i = 0; i < oidc_n_attributes; i++)
        json_str(out, NULL, oidc_attributes[i].word);
    json_end(out, ']');
}

err oidc_discovery_get(struct rq *rq)
{
    struct json_out out = json_begin(rq->out->buf);

    if (!oidc_issuer(rq))
        return fail(rq, ERR_DOWN, "The address of this campus is not set.");
    json_object(&out, NULL);
    json_str(&out, "issuer", oidc_issuer(rq));
    endpoints(rq, &out);
    abilities(rq, &out);
    known_claims(&out);
    flags(&out);
    json_end(&out, '}');
    oidc_open_to_all(rq);
    reply_header(rq, "Cache-Control", "public, max-age=900");
    return reply_json(rq);
}
