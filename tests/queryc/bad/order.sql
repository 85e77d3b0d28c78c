-- expect 3: many rows want an ORDER BY

-- q() -> many shop_one
-- In what order?
SELECT id, title FROM shop_offer WHERE id IN (SELECT offer FROM shop_place ORDER BY offer);
