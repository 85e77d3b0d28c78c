-- expect 5: no such table: shop_offers

-- q() -> many shop_one
-- A table that is not there.
SELECT id, title FROM shop_offers ORDER BY id;
