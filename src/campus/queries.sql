-- queries.sql of campus: leases, events, jobs, audit.

-- take_lease(name text, holder text, now instant, until instant) -> maybe number
-- Takes or keeps a lease; gives its fence, or no row while somebody else holds it.
INSERT INTO campus_lease (name, holder, fence, until) VALUES (:name, :holder, 1, :until)
ON CONFLICT (name) DO UPDATE SET
    fence = CASE WHEN campus_lease.holder = excluded.holder THEN campus_lease.fence
                 ELSE campus_lease.fence + 1 END,
    holder = excluded.holder, until = excluded.until
WHERE campus_lease.holder = excluded.holder OR campus_lease.until <= :now
RETURNING fence;

-- holds_lease(name text, holder text, fence number, now instant) -> one amount
-- 1 while this holder has the lease, with this fence; asked inside the transaction it guards.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM campus_lease
 WHERE name = :name AND holder = :holder AND fence = :fence AND until > :now;

-- drop_leases(holder text) -> nothing
-- A process that ends well leaves its leases to the next.
UPDATE campus_lease SET until = 1 WHERE holder = :holder;

-- drop_lease(name text, holder text) -> nothing
-- Leaves one lease to the next.
UPDATE campus_lease SET until = 1 WHERE name = :name AND holder = :holder;

-- leases() -> many campus_lease_row
-- Every lease, for the administrator.
SELECT name, holder, fence, until FROM campus_lease ORDER BY name;

-- add_listener(name text, kind text) -> nothing
-- Writes a listener of the running program; its kind may have changed with a new version.
INSERT INTO campus_listener (name, kind) VALUES (:name, :kind)
ON CONFLICT (name) DO UPDATE SET kind = excluded.kind;

-- listeners() -> many campus_listener_row
-- All listeners that are written.
SELECT name, kind FROM campus_listener ORDER BY name;

-- remove_listener(name text) -> nothing
-- Forgets a listener that the program no longer has.
DELETE FROM campus_listener WHERE name = :name;

-- remove_deliveries(listener text) -> nothing
-- What waited for a listener that the program no longer has.
DELETE FROM campus_delivery WHERE listener = :listener;

-- add_event(id event_id, kind text, person person_id, about number, more number, body text, at instant) -> changed
-- Writes an event, if anybody hears events of its kind.
INSERT INTO campus_event (id, kind, person, about, more, body, at)
SELECT :id, :kind, :person, :about, :more, :body, :at
 WHERE EXISTS (SELECT 1 FROM campus_listener WHERE kind = :kind);

-- add_deliveries(event event_id, kind text, due instant) -> nothing
-- One delivery for each listener of the event's kind.
INSERT INTO campus_delivery (event, listener, due, tries)
SELECT :event, name, :due, 0 FROM campus_listener WHERE kind = :kind;

-- claim_deliveries(now instant, again instant, most number) -> many campus_claim
-- Takes due deliveries, oldest first, for one try; they are due again at `again` if nobody says how
-- it went.
UPDATE campus_delivery SET due = :again, tries = tries + 1
 WHERE parked_at IS NULL AND due <= :now AND (event, listener) IN (
       SELECT event, listener FROM campus_delivery
        WHERE parked_at IS NULL AND due <= :now ORDER BY due, event, listener LIMIT :most)
RETURNING event, listener, tries;

-- delivered_event(id event_id) -> maybe campus_event_row
-- The event of a delivery.
SELECT id, kind, person, about, more, body, at FROM campus_event WHERE id = :id;

-- delivery_waits(event event_id, listener text) -> one amount
-- 1 while the delivery still waits: another process may have been quicker.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM campus_delivery
 WHERE event = :event AND listener = :listener AND parked_at IS NULL;

-- delivered(event event_id, listener text) -> nothing
-- The listener has heard it.
DELETE FROM campus_delivery WHERE event = :event AND listener = :listener;

-- not_delivered(event event_id, listener text, due instant, parked_at instant, problem text) -> nothing
-- The listener failed: when to come again, or parked.
UPDATE campus_delivery SET due = :due, parked_at = :parked_at, problem = :problem
 WHERE event = :event AND listener = :listener;

-- unclaim_delivery(event event_id, listener text, due instant) -> nothing
-- Claimed, but there was no time: this was no try.
UPDATE campus_delivery SET due = :due, tries = tries - 1
 WHERE event = :event AND listener = :listener;

-- parked_deliveries() -> many campus_parked_delivery
-- Deliveries that failed ten times.
SELECT d.event, d.listener, d.tries, d.parked_at, d.problem, e.kind, e.at
  FROM campus_delivery d JOIN campus_event e ON e.id = d.event
 WHERE d.parked_at IS NOT NULL ORDER BY d.parked_at, d.event, d.listener LIMIT 100;

-- retry_delivery(event event_id, listener text, now instant) -> changed
-- The administrator sends a parked delivery on its way again.
UPDATE campus_delivery SET due = :now, tries = 0, parked_at = NULL
 WHERE event = :event AND listener = :listener AND parked_at IS NOT NULL;

-- sweep_events(before instant, most number) -> changed
-- Old events that every listener has heard go.
DELETE FROM campus_event WHERE id IN (
    SELECT e.id FROM campus_event e WHERE e.at < :before
       AND NOT EXISTS (SELECT 1 FROM campus_delivery d WHERE d.event = e.id) LIMIT :most);

-- add_job(id job_id, name text, due instant, arg number, body text) -> nothing
-- Work for later.
INSERT INTO campus_job (id, name, due, arg, body, every, tries)
VALUES (:id, :name, :due, :arg, :body, 0, 0);

-- add_repeating(id job_id, name text, due instant, every number) -> nothing
-- Work that comes again by itself; a changed interval counts from the next time.
INSERT INTO campus_job (id, name, due, arg, body, every, tries)
VALUES (:id, :name, :due, 0, NULL, :every, 0)
ON CONFLICT (name) WHERE every > 0 DO UPDATE SET every = excluded.every;

-- claim_jobs(now instant, again instant, most number) -> many campus_job_row
-- Takes due jobs, oldest first, for one try; they are due again at `again` if nobody says how it went.
UPDATE campus_job SET due = :again, tries = tries + 1
 WHERE parked_at IS NULL AND due <= :now AND id IN (
       SELECT id FROM campus_job
        WHERE parked_at IS NULL AND due <= :now ORDER BY due, id LIMIT :most)
RETURNING id, name, due, arg, body, every, tries, ran_at, parked_at, problem;

-- job_done(id job_id) -> nothing
-- A job that is done goes.
DELETE FROM campus_job WHERE id = :id;

-- job_again(id job_id, due instant, now instant) -> nothing
-- A repeating job was done, and comes again.
UPDATE campus_job SET due = :due, tries = 0, ran_at = :now, problem = NULL WHERE id = :id;

-- job_failed(id job_id, due instant, parked_at instant, problem text) -> nothing
-- A job failed: when to come again, or parked.
UPDATE campus_job SET due = :due, parked_at = :parked_at, problem = :problem WHERE id = :id;

-- jobs() -> many campus_job_row
-- Repeating, parked and failing jobs, for the administrator.
SELECT id, name, due, arg, body, every, tries, ran_at, parked_at, problem FROM campus_job
 WHERE every > 0 OR parked_at IS NOT NULL OR tries > 0 ORDER BY name, id LIMIT 200;

-- retry_job(id job_id, now instant) -> changed
-- The administrator starts a parked job again.
UPDATE campus_job SET due = :now, tries = 0, parked_at = NULL
 WHERE id = :id AND parked_at IS NOT NULL;

-- amounts(now instant) -> one campus_amounts
-- How much waits: for /metrics and the administrator.
SELECT (SELECT CAST(count(*) AS BIGINT) FROM campus_job
         WHERE parked_at IS NULL AND due <= :now) AS "jobs_due:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM campus_job
         WHERE parked_at IS NOT NULL) AS "jobs_parked:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM campus_delivery
         WHERE parked_at IS NULL) AS "deliveries_waiting:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM campus_delivery
         WHERE parked_at IS NOT NULL) AS "deliveries_parked:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM campus_audit WHERE seq = 0) AS "audit_open:amount";

-- deliveries_due(now instant) -> one amount
-- How many deliveries could be handed over now.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM campus_delivery
 WHERE parked_at IS NULL AND due <= :now;

-- add_audit(id audit_id, at instant, what text, who person_id, about text, about_id number, detail text, request text, address text) -> nothing
-- One line of the log, in the transaction of what it tells.
INSERT INTO campus_audit (id, at, what, who, about, about_id, detail, request, address, seq, hash)
VALUES (:id, :at, :what, :who, :about, :about_id, :detail, :request, :address, 0, NULL);

-- open_audit(most number) -> many campus_audit_row
-- Lines that are not sealed yet, in the order they were made.
SELECT id, at, what, who, about, about_id, detail, request, address, seq, hash
  FROM campus_audit WHERE seq = 0 ORDER BY at, id LIMIT :most;

-- audit_tip() -> maybe campus_seal_row
-- The last signed tip.
SELECT seq, hash, signature, at FROM campus_seal ORDER BY seq DESC LIMIT 1;

-- number_audit(id audit_id, seq number, hash text) -> nothing
-- Numbers and chains one line.
UPDATE campus_audit SET seq = :seq, hash = :hash WHERE id = :id AND seq = 0;

-- add_seal(seq number, hash text, signature text, at instant) -> nothing
-- Signs the chain up to here.
INSERT INTO campus_seal (seq, hash, signature, at) VALUES (:seq, :hash, :signature, :at);

-- sealed_audit(after number, most number) -> many campus_audit_row
-- Sealed lines in order of their numbers, a page at a time.
SELECT id, at, what, who, about, about_id, detail, request, address, seq, hash
  FROM campus_audit WHERE seq > :after ORDER BY seq LIMIT :most;

-- seals(after number, most number) -> many campus_seal_row
-- Signed tips in order, a page at a time.
SELECT seq, hash, signature, at FROM campus_seal WHERE seq > :after ORDER BY seq LIMIT :most;

-- audit_page(before instant, before_id audit_id, what text, who person_id, most number) -> many campus_audit_row
-- The newest lines before a place, of an area and a person if these are given.
SELECT id, at, what, who, about, about_id, detail, request, address, seq, hash
  FROM campus_audit
 WHERE (:before IS NULL OR at < :before OR (at = :before AND id < :before_id)) AND (:who IS NULL OR who = :who)
   AND (:what IS NULL OR instr(what, :what) > 0)
 ORDER BY at DESC, id DESC LIMIT :most;

-- add_audits(id audit_id, at instant, what text, who person_id, about text, about_id number) -> bulk campus_audit_in
-- Many lines of the log, in the transaction of what they tell.
INSERT INTO campus_audit (id, at, what, who, about, about_id, detail, request, address, seq, hash)
VALUES (:id, :at, :what, :who, :about, :about_id, NULL, NULL, NULL, 0, NULL);

-- hearers(kind text) -> many campus_hearer
-- Who hears events of a kind.
SELECT name FROM campus_listener WHERE kind = :kind ORDER BY name;

-- add_events(id event_id, kind text, person person_id, about number, more number, at instant) -> bulk campus_event_in
-- Many events of a kind that somebody hears.
INSERT INTO campus_event (id, kind, person, about, more, body, at)
VALUES (:id, :kind, :person, :about, :more, NULL, :at);

-- add_hearings(event event_id, listener text, due instant) -> bulk campus_hearing_in
-- Their deliveries.
INSERT INTO campus_delivery (event, listener, due, tries) VALUES (:event, :listener, :due, 0);
