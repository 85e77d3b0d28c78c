-- expect 5: '::' differs between the databases; use CAST

-- q() -> one number
-- Only PostgreSQL knows it.
SELECT count(*)::bigint AS "n:number" FROM shop_offer;
