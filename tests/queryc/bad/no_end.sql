-- expect 5: does not end with ;

-- q(id offering_id) -> maybe text
-- It never ends.
SELECT title FROM shop_offer WHERE id = :id
