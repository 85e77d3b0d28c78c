/* confirm.h: a number that is shown where somebody signs in and typed on a device of hers, as a second factor.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_CONFIRM_H
#define IDENTITY_CONFIRM_H
#include "confirm_rules.h"
#include "events.h"
#include "identity_q.h"
#include "rq.h"

struct identity_security_view;
struct identity_confirm_make_view;

/* --- confirm.c: where she signs in --- */
[[nodiscard]] err identity_ask_post(struct rq *rq);
[[nodiscard]] err identity_asked_get(struct rq *rq);
[[nodiscard]] err identity_asked_state_get(struct rq *rq);
[[nodiscard]] err identity_asked_post(struct rq *rq);

/* --- confirm_device.c: on the device --- */
[[nodiscard]] err identity_confirm_get(struct rq *rq);
[[nodiscard]] err identity_confirm_post(struct rq *rq);
[[nodiscard]] err identity_confirm_not_me_post(struct rq *rq);
[[nodiscard]] err identity_confirm_card(struct rq *rq);
/* The device that this browser is, whoever is signed in; NULL: it is none. */
[[nodiscard]] err confirmer_here(struct rq *rq, struct identity_confirming **ret);

/* --- confirmers.c: which devices there are --- */
[[nodiscard]] err identity_confirmer_post(struct rq *rq);
[[nodiscard]] err identity_confirmer_name_post(struct rq *rq);
[[nodiscard]] err identity_confirmer_remove_get(struct rq *rq);
[[nodiscard]] err identity_confirmer_remove_post(struct rq *rq);
/* What the security page shows of them. */
[[nodiscard]] err confirmers_of(struct rq *rq, struct identity_security_view *v);
/* What a browser needs to become one. */
[[nodiscard]] err confirmer_make_of(struct rq *rq, struct identity_confirm_make_view *ret);
/* "This was not me", said in this browser: all others end, unless without them her password alone would open the account.
   In a WRITE. */
[[nodiscard]] err confirmers_not_me(struct rq *rq);
/* prompts.h */
[[nodiscard]] err confirmer_asked_at(struct db *db, const char *endpoint, bool *ret);
[[nodiscard]] err confirmer_gone(struct db *db, const struct event *e);
/* Takes those away that were not used for a year, and what was asked long ago. */
[[nodiscard]] err confirm_sweep(struct db *db);
/* The cookie's hash, or nothing. */
struct str confirmer_hash(struct rq *rq);
/* It was used: it and its cookie stay a year more. In a WRITE. */
[[nodiscard]] err confirmer_used(struct rq *rq, confirmer_id id);

#endif
