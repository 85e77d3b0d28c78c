-- expect 5: syntax error

-- A table.
CREATE TABLE shop_x (n amount NOT NULL);
CREATE INDEX ON shop_x (n);
