-- expect 3: parameter 'x' is not used

-- q(x number) -> one amount
-- A parameter too many.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM shop_offer;
