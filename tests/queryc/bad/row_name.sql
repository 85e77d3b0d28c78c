-- expect 3: the row 'one' must be named shop_

-- q(id offering_id) -> maybe one
-- A row without its room's name.
SELECT id, title FROM shop_offer WHERE id = :id;
