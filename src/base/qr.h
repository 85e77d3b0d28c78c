/* qr.h: QR codes as SVG, by libqrencode. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_QR_H
#define BASE_QR_H
#include "arena.h"
#include "err.h"

/* Black on white with its quiet zone, whatever the page's colours; error correction M. `label` is what it says to who does
   not see it; it is escaped. ERR_TOO_LARGE: more than a QR code holds. */
[[nodiscard]] err qr_svg(struct arena *a, const char *text, const char *label, const char **ret_svg);

#endif
