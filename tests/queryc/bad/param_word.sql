-- expect 3: 'int' is not a column word

-- q(id int) -> maybe text
-- A type that is none.
SELECT title FROM shop_offer WHERE id = :id;
