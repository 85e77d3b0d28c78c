-- expect 4: table 'other' must be named shop_

-- A table.
CREATE TABLE other (n amount NOT NULL);
