-- expect 5: no such column word

-- q() -> one amount
-- A word that is none.
SELECT CAST(count(*) AS BIGINT) AS "n:int" FROM shop_offer;
