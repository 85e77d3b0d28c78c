-- expect 3: the sentence gives rows, the signature none

-- q() -> nothing
-- More than was promised.
SELECT id FROM shop_offer;
