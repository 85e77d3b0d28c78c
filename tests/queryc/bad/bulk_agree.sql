-- expect 6: row shop_in has other columns in q (line 3)

-- q(id offering_id) -> bulk shop_in
-- One parameter.
DELETE FROM shop_offer WHERE id = :id;
-- p(id offering_id, title text) -> bulk shop_in
-- Two.
UPDATE shop_offer SET title = :title WHERE id = :id;
