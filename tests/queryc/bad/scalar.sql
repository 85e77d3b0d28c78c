-- expect 3: the signature says amount, the sentence gives text

-- q(id offering_id) -> maybe amount
-- Not what was promised.
SELECT title FROM shop_offer WHERE id = :id;
