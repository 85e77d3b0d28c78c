-- 0001_shop.sql: a schema for the tests of tools/queryc.
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What is on offer (it's all here).
CREATE TABLE shop_offer (
    id offering_id NOT NULL PRIMARY KEY, -- made by us
    title text NOT NULL,
    term term_id NOT NULL,
    seats amount NOT NULL DEFAULT 0 CHECK (seats >= 0 AND seats < 10000),
    open flag NOT NULL,
    price money NOT NULL,
    starts minute NOT NULL,
    rank number NOT NULL,
    first_day day,
    opened_at instant,
    note text,
    picture bytes,
    CONSTRAINT shop_offer_title UNIQUE (term, title)
);
CREATE INDEX shop_offer_term ON shop_offer (term, title);

/* Who has a place. */
CREATE TABLE shop_place (
    offer offering_id NOT NULL REFERENCES shop_offer (id) ON DELETE CASCADE,
    student person_id NOT NULL,
    PRIMARY KEY (offer, student)
);
ALTER TABLE shop_place ADD COLUMN paid money NOT NULL DEFAULT 0;
ALTER TABLE shop_place ADD taken_at instant;
