-- expect 4: a sentence without signature

-- Just a remark.
SELECT id, title FROM shop_offer ORDER BY id;
