-- expect 3: TRIGGER is not in the common subset

CREATE TRIGGER shop_t AFTER INSERT ON shop_x BEGIN SELECT 1; END;
