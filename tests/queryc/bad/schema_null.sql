-- expect 5: column 'n': a column of word 'amount' must be NOT NULL

-- A table.
CREATE TABLE shop_x (
    n amount
);
