-- expect 6: no such column: titel

-- q(id offering_id) -> maybe shop_one
-- A misspelt column.
SELECT id,
       titel FROM shop_offer WHERE id = :id;
