-- expect 3: a table without a comment above it

CREATE TABLE shop_x (n amount NOT NULL);
