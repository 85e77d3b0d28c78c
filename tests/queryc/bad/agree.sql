-- expect 6: row shop_one has other columns in a (line 3)

-- a(id offering_id) -> maybe shop_one
-- One.
SELECT id, title FROM shop_offer WHERE id = :id;
-- b(id offering_id) -> maybe shop_one
-- Another.
SELECT id, seats FROM shop_offer WHERE id = :id;
