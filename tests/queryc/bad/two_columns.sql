-- expect 3: one value is promised, 2 columns are given

-- q(id offering_id) -> maybe text
-- More than was promised.
SELECT title, id FROM shop_offer WHERE id = :id;
