-- queries.sql: sentences for the tests of tools/queryc, all good.
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- open_offers(term term_id, after text, only_open flag, n number) -> many shop_offer
-- The offers of a term: one that isn't full, and so on.
SELECT o.id, o.title, -- the title; it's unique
       o.seats - CAST(count(p.student) AS BIGINT) AS "seats_left:number", o.open,
       o.first_day, o.opened_at, o.starts, o.picture
  FROM shop_offer o LEFT JOIN shop_place p ON p.offer = o.id
 WHERE o.term = :term AND (:after IS NULL OR o.title > :after) AND o.open = :only_open
   AND instr(o.title, ':after') = 0 AND o.title <> 'it''s -- nothing;'
 GROUP BY o.id, o.title, o.seats, o.open, o.first_day, o.opened_at, o.starts, o.picture
 ORDER BY o.title LIMIT :n;

-- take(offer offering_id,
--      student person_id, now instant) -> changed !may MAY_TEACH
-- Takes one place.
INSERT INTO shop_place (offer, student, taken_at)
SELECT o.id, :student, :now FROM shop_offer o WHERE o.id = :offer
ON CONFLICT DO NOTHING;

-- find(id offering_id) -> maybe shop_one
-- One offer, or none.
SELECT id, title FROM shop_offer WHERE id = :id;
-- get(id offering_id) -> one shop_one
-- One offer.
SELECT id, title FROM shop_offer WHERE id = :id;
-- title(id offering_id) -> maybe text
-- Its title.
SELECT title FROM shop_offer WHERE id = :id;
-- full_offers() -> one amount
-- How many are full.
WITH f AS (SELECT id FROM shop_offer WHERE seats = 0)
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM f;
-- drop(id offering_id) -> nothing
-- Takes it away.
DELETE FROM shop_offer WHERE id = :id;
-- add(id offering_id, title text, term term_id, at minute, picture bytes) -> one offering_id
-- Adds one.
INSERT INTO shop_offer (id, title, term, seats, open, price, starts, rank, picture)
VALUES (:id, :title, :term, 0, 1, 0, :at, 0, :picture) RETURNING id;

-- add_places(offer offering_id, student person_id, now instant, paid money) -> bulk shop_place_in
-- Many places at once.
INSERT INTO shop_place (offer, student, taken_at, paid) VALUES (:offer, :student, :now, :paid);
