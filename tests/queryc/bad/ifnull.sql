-- expect 5: 'ifnull' differs between the databases; use COALESCE

-- q() -> one text
-- Only SQLite knows it.
SELECT ifnull(max(note), '') AS "t:text" FROM shop_offer;
