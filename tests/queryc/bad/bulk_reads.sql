-- expect 3: it changes nothing

-- q(id offering_id) -> bulk shop_in
-- It only reads.
WITH one AS (SELECT id FROM shop_offer WHERE id = :id) SELECT id FROM one;
