-- expect 5: ':y' is not in the signature

-- q(x number) -> one amount
-- A parameter that nobody gives.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM shop_offer WHERE seats = :x AND rank = :y;
