-- expect 3: the sentence gives no rows

-- q(id offering_id) -> maybe text
-- Less than was promised.
DELETE FROM shop_offer WHERE id = :id;
