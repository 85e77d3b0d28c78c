-- expect 6: a second query of that name

-- a(id offering_id) -> maybe shop_one
-- One.
SELECT id, title FROM shop_offer WHERE id = :id;
-- a(id offering_id) -> maybe shop_one
-- The same.
SELECT id, title FROM shop_offer WHERE id = :id;
