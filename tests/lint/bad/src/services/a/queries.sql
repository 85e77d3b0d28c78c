-- x(a text) -> nothing
SELECT a FROM t WHERE a LIKE :a AND b = TRUE AND c::text = 1;
