-- expect 5: max of two values differs

-- q() -> one number
-- Only SQLite knows it.
SELECT max(count(*), (SELECT count(*) FROM shop_place)) AS "n:number" FROM shop_offer;
