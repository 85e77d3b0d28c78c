-- expect 5: 'LIKE' differs between the databases

-- q(t text) -> many shop_one
-- Upper and lower case.
SELECT id, title FROM shop_offer WHERE title LIKE :t ORDER BY id;
