/* manual.c: manuals with pictures: a second factor set up, moved to a new phone, lost. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "identity_v.h"
#include "pages.h"

err identity_manual_set_up_get(struct rq *rq)
{
    return identity_v_manual(rq->out, MANUAL_SET_UP);
}

err identity_manual_new_phone_get(struct rq *rq)
{
    return identity_v_manual(rq->out, MANUAL_NEW_PHONE);
}

err identity_manual_lost_get(struct rq *rq)
{
    return identity_v_manual(rq->out, MANUAL_LOST_PHONE);
}
