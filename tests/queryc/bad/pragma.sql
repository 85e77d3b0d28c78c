-- expect 5: a query is SELECT, INSERT, UPDATE, DELETE or WITH

-- q() -> nothing
-- No sentence for a service.
PRAGMA foreign_keys = OFF;
