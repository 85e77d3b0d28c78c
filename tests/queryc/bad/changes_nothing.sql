-- expect 3: the sentence gives rows

-- q() -> changed
-- It only reads.
SELECT id FROM shop_offer;
