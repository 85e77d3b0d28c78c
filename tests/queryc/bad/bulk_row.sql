-- expect 3: the row 'thing' must be named shop_

-- q(id offering_id) -> bulk thing
-- Of another room.
DELETE FROM shop_offer WHERE id = :id;
