-- expect 5: column 'n': 'int' is not a column word

-- A table.
CREATE TABLE shop_x (
    n int NOT NULL
);
