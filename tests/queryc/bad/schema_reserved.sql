-- expect 4: 'user' is a reserved word

-- A table.
CREATE TABLE shop_x (user person_id);
