-- expect 5: shop may not write table 'other_thing'

-- q() -> nothing
-- Another room's table.
DELETE FROM other_thing;
