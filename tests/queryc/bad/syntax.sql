-- expect 6: syntax error

-- q() -> many shop_one
-- A word too many.
SELECT id, title FROM shop_offer
 WHERE AND id = 1 ORDER BY id;
