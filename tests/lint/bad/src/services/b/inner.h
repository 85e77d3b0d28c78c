/* inner.h: a private header of b.
   SPDX-License-Identifier: AGPL-3.0-or-later */
