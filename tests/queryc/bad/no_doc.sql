-- expect 3: say in a sentence

-- q(id offering_id) -> maybe text
SELECT title FROM shop_offer WHERE id = :id;
