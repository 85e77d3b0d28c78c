-- expect 5: is an expression

-- q() -> one amount
-- A column without a word.
SELECT CAST(count(*) AS BIGINT) AS n FROM shop_offer;
