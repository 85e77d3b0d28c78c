-- expect 3: 'term_id' cannot be a parameter's name

-- q(term_id term_id) -> many shop_one
-- It would hide its type.
SELECT id, title FROM shop_offer WHERE term = :term_id ORDER BY id;
