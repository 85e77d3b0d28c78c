-- expect 5: column 'title:number' is declared as text

-- q() -> many shop_one
-- A column under a false name.
SELECT id, title AS "title:number" FROM shop_offer ORDER BY id;
