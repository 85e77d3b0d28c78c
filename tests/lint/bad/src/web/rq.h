/* rq.h: a header of web.
   SPDX-License-Identifier: AGPL-3.0-or-later */
