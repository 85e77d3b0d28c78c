-- expect 5: no such column: open it

-- q() -> many shop_one
-- A string in the wrong quotes.
SELECT id, title FROM shop_offer WHERE title = "open it" ORDER BY id;
