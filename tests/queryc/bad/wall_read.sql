-- expect 5: shop may not read table 'other_thing'

-- q() -> many shop_one
-- A room that it does not need.
SELECT id, title FROM shop_offer WHERE id IN (SELECT id FROM other_thing) ORDER BY id;
