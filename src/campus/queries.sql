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

-- add_audits(id audit_id, at instant, what text, who person_id, about text, about_id number, request text, address text) -> bulk campus_audit_in
-- Many lines of the log, in the transaction of what they tell.
INSERT INTO campus_audit (id, at, what, who, about, about_id, detail, request, address, seq, hash)
VALUES (:id, :at, :what, :who, :about, :about_id, NULL, :request, :address, 0, NULL);

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

-- add_mail(id mail_id, kind text, person person_id, address text, name text, lang text, subject text, plain text, html text, message_id text, now instant) -> nothing
-- Queues a mail.
INSERT INTO campus_mail (id, kind, person, address, name, lang, subject, plain, html, message_id, made_at,
                         state, due, holder, tries, problem, ended_at)
VALUES (:id, :kind, :person, :address, :name, :lang, :subject, :plain, :html, :message_id, :now,
        'waiting', :now, NULL, 0, NULL, NULL);

-- fail_mail(id mail_id, kind text, person person_id, address text, name text, lang text, subject text, message_id text, now instant, problem text) -> nothing
-- A mail that cannot be sent to this address: kept for the administrator.
INSERT INTO campus_mail (id, kind, person, address, name, lang, subject, plain, html, message_id, made_at,
                         state, due, holder, tries, problem, ended_at)
VALUES (:id, :kind, :person, :address, :name, :lang, :subject, NULL, NULL, :message_id, :now,
        'failed', :now, NULL, 0, :problem, :now);

-- mail_over(most number) -> one amount
-- 1 when at least that many mails wait.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM (
    SELECT 1 AS one FROM campus_mail WHERE state = 'waiting' ORDER BY due, id LIMIT 1 OFFSET :most) x;

-- mail_due(now instant, holder text) -> one amount
-- 1 when a mail could be handed over now.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM (
    SELECT 1 AS one FROM campus_mail
     WHERE state = 'waiting' AND (due <= :now OR (holder IS NOT NULL AND holder <> :holder)) LIMIT 1) x;

-- mail_next(now instant) -> maybe instant
-- When the next mail is due.
SELECT due FROM campus_mail WHERE state = 'waiting' AND due > :now ORDER BY due, id LIMIT 1;

-- claim_mails(now instant, again instant, holder text, most number) -> many campus_mail_claim
-- Takes mails to hand over, the longest due first, those of a process that is gone too; they are due again at
-- `again` if nobody says how it went.
UPDATE campus_mail SET due = :again, holder = :holder, tries = tries + 1
 WHERE id IN (SELECT id FROM campus_mail
               WHERE state = 'waiting' AND (due <= :now OR (holder IS NOT NULL AND holder <> :holder))
               ORDER BY due, id LIMIT :most)
RETURNING id, address, name, lang, kind, subject, plain, html, message_id, made_at, tries;

-- mail_sent(id mail_id, now instant) -> nothing
-- The relay has it; its words go.
UPDATE campus_mail SET state = 'sent', plain = NULL, html = NULL, holder = NULL, problem = NULL, ended_at = :now
 WHERE id = :id AND state = 'waiting';

-- mail_later(id mail_id, due instant, tries amount, problem text) -> nothing
-- It is tried again.
UPDATE campus_mail SET due = :due, tries = :tries, holder = NULL, problem = COALESCE(:problem, problem)
 WHERE id = :id AND state = 'waiting';

-- mail_failed(id mail_id, now instant, problem text) -> nothing
-- It cannot be delivered; its words stay, for another try.
UPDATE campus_mail SET state = 'failed', holder = NULL, problem = :problem, ended_at = :now
 WHERE id = :id AND state = 'waiting';

-- relay() -> one campus_relay_row
-- How the relay does.
SELECT ok_at, down_since, tries, again_at, problem FROM campus_relay WHERE id = 1;

-- relay_ok(now instant) -> nothing
-- The relay took a mail, or refused one properly.
UPDATE campus_relay SET ok_at = :now, down_since = NULL, tries = 0, again_at = NULL, problem = NULL WHERE id = 1;

-- relay_down(now instant, again instant, problem text) -> nothing
-- The relay does not take mails at present.
UPDATE campus_relay SET down_since = COALESCE(down_since, :now), tries = tries + 1, again_at = :again,
       problem = :problem WHERE id = 1;

-- relay_again() -> nothing
-- The administrator asks for a try now.
UPDATE campus_relay SET again_at = NULL WHERE id = 1;

-- mail_amounts(since instant) -> one campus_mail_amounts
-- How many mails wait and failed, and were sent since a moment.
SELECT (SELECT CAST(count(*) AS BIGINT) FROM campus_mail WHERE state = 'waiting') AS "waiting:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM campus_mail WHERE state = 'failed') AS "failed:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM campus_mail
         WHERE state = 'sent' AND ended_at >= :since) AS "sent:amount";

-- mails_failed(before instant, before_id mail_id, most number) -> many campus_mail_row
-- Mails that could not be delivered, the latest first.
SELECT id, kind, address, name, subject, made_at, state, due, tries, problem, ended_at,
       CASE WHEN holder IS NULL THEN 0 ELSE 1 END AS "busy:flag"
  FROM campus_mail
 WHERE state = 'failed' AND (:before IS NULL OR ended_at < :before OR (ended_at = :before AND id < :before_id))
 ORDER BY ended_at DESC, id DESC LIMIT :most;

-- mails_waiting(most number) -> many campus_mail_row
-- Mails that wait, the next one first.
SELECT id, kind, address, name, subject, made_at, state, due, tries, problem, ended_at,
       CASE WHEN holder IS NULL THEN 0 ELSE 1 END AS "busy:flag"
  FROM campus_mail
 WHERE state = 'waiting' ORDER BY due, id LIMIT :most;

-- mails_to(address text, most number) -> many campus_mail_row
-- What went to an address lately, the latest first.
SELECT id, kind, address, name, subject, made_at, state, due, tries, problem, ended_at,
       CASE WHEN holder IS NULL THEN 0 ELSE 1 END AS "busy:flag"
  FROM campus_mail
 WHERE address = :address ORDER BY made_at DESC, id DESC LIMIT :most;

-- mails_of(person person_id) -> many campus_mail_row
-- What went to a person lately, for her own export.
SELECT id, kind, address, name, subject, made_at, state, due, tries, problem, ended_at,
       CASE WHEN holder IS NULL THEN 0 ELSE 1 END AS "busy:flag"
  FROM campus_mail
 WHERE person = :person ORDER BY made_at DESC, id DESC LIMIT 1000;

-- mail_again(id mail_id, now instant) -> changed
-- A failed mail goes on its way again; one that waits is tried now. One whose words are gone cannot.
UPDATE campus_mail SET state = 'waiting', due = :now, tries = 0, ended_at = NULL
 WHERE id = :id AND plain IS NOT NULL AND (state = 'failed' OR (state = 'waiting' AND holder IS NULL));

-- mails_again(now instant) -> changed
-- All failed mails go on their way again.
UPDATE campus_mail SET state = 'waiting', due = :now, tries = 0, ended_at = NULL
 WHERE state = 'failed' AND plain IS NOT NULL;

-- mail_drop(id mail_id, now instant) -> changed
-- A mail that will not be sent; its words go.
UPDATE campus_mail SET state = 'dropped', plain = NULL, html = NULL, holder = NULL, ended_at = :now
 WHERE id = :id AND (state = 'failed' OR (state = 'waiting' AND holder IS NULL));

-- sweep_mails(before instant, most number) -> changed
-- Sent and dropped mails are forgotten after some weeks, failed ones too.
DELETE FROM campus_mail WHERE id IN (
    SELECT id FROM campus_mail WHERE ended_at IS NOT NULL AND ended_at < :before ORDER BY ended_at LIMIT :most);

-- search_numbers() -> many campus_search_row
-- The last change of each subject that has one.
SELECT subject, number FROM campus_search ORDER BY subject;

-- search_number(subject text) -> maybe number
-- The last change of a subject.
SELECT number FROM campus_search WHERE subject = :subject;

-- search_next(subject text) -> one number
-- The next change of a subject; changes of one subject wait for one another.
INSERT INTO campus_search (subject, number) VALUES (:subject, 1)
ON CONFLICT (subject) DO UPDATE SET number = campus_search.number + 1
RETURNING number;

-- search_note(subject text, number number, about number) -> nothing
-- What changed: one thing, or all (0).
INSERT INTO campus_search_change (subject, number, about) VALUES (:subject, :number, :about);

-- search_changes(subject text, behind number, most number) -> many campus_search_change_row
-- The changes of a subject behind one, in their order.
SELECT number, about FROM campus_search_change WHERE subject = :subject AND number > :behind
 ORDER BY number LIMIT :most;

-- search_sweep(keep number) -> changed
-- Forgets all but the last changes: who was further behind begins anew.
DELETE FROM campus_search_change
 WHERE number <= (SELECT x.number FROM campus_search x WHERE x.subject = campus_search_change.subject) - :keep;
-- notice_again(person person_id, kind text, thing number, args text, path text, since instant, now instant, again instant, daily instant, topic text, mail text) -> changed
-- The same again, soon after: one notice. When its mail has gone, another goes later, as she chose.
UPDATE campus_notice SET args = :args, path = :path, times = times + 1, changed_at = :now,
       mail_due = COALESCE(mail_due,
           CASE COALESCE((SELECT c.mail FROM campus_notice_choice c WHERE c.person = :person AND c.topic = :topic), :mail)
           WHEN 'at-once' THEN :again WHEN 'daily' THEN :daily END)
 WHERE person = :person AND kind = :kind AND thing = :thing AND read_at IS NULL AND changed_at > :since;

-- notice_add(id notice_id, person person_id, kind text, thing number, args text, path text, now instant, soon instant, daily instant, push instant, topic text, page flag, mail text) -> changed
-- A notice, by the ways that she chose, or else by the topic's; nothing when she wants none.
INSERT INTO campus_notice (id, person, kind, thing, args, path, shown, times, made_at, changed_at, read_at, mail_due, push_due)
SELECT :id, :person, :kind, :thing, :args, :path, w.page, 1, :now, :now, NULL,
       CASE w.mail WHEN 'at-once' THEN :soon WHEN 'daily' THEN :daily END, w.push
  FROM (SELECT COALESCE((SELECT c.page FROM campus_notice_choice c WHERE c.person = :person AND c.topic = :topic), :page) AS page,
               COALESCE((SELECT c.mail FROM campus_notice_choice c WHERE c.person = :person AND c.topic = :topic), :mail) AS mail,
               CASE WHEN COALESCE((SELECT c.push FROM campus_notice_choice c WHERE c.person = :person AND c.topic = :topic), 1) = 1
               AND EXISTS (SELECT 1 FROM campus_push d WHERE d.person = :person) THEN :push END AS push) w
 WHERE w.page = 1 OR w.mail <> 'never' OR w.push IS NOT NULL;

-- notices_again(person person_id, kind text, thing number, args text, path text, since instant, now instant, again instant, daily instant, topic text, mail text) -> bulk campus_notice_once
-- The same as notice_again, for many.
UPDATE campus_notice SET args = :args, path = :path, times = times + 1, changed_at = :now,
       mail_due = COALESCE(mail_due,
           CASE COALESCE((SELECT c.mail FROM campus_notice_choice c WHERE c.person = :person AND c.topic = :topic), :mail)
           WHEN 'at-once' THEN :again WHEN 'daily' THEN :daily END)
 WHERE person = :person AND kind = :kind AND thing = :thing AND read_at IS NULL AND changed_at > :since;

-- notices_add(id notice_id, person person_id, kind text, thing number, args text, path text, since instant, now instant, soon instant, daily instant, push instant, topic text, mail text) -> bulk campus_notice_in
-- The same as notice_add, for many: for those of whom notices_again found none.
INSERT INTO campus_notice (id, person, kind, thing, args, path, shown, times, made_at, changed_at, read_at, mail_due, push_due)
SELECT :id, :person, :kind, :thing, :args, :path, w.page, 1, :now, :now, NULL,
       CASE w.mail WHEN 'at-once' THEN :soon WHEN 'daily' THEN :daily END, w.push
  FROM (SELECT COALESCE((SELECT c.page FROM campus_notice_choice c WHERE c.person = :person AND c.topic = :topic), 1) AS page,
               COALESCE((SELECT c.mail FROM campus_notice_choice c WHERE c.person = :person AND c.topic = :topic), :mail) AS mail,
               CASE WHEN COALESCE((SELECT c.push FROM campus_notice_choice c WHERE c.person = :person AND c.topic = :topic), 1) = 1
               AND EXISTS (SELECT 1 FROM campus_push d WHERE d.person = :person) THEN :push END AS push) w
 WHERE (w.page = 1 OR w.mail <> 'never' OR w.push IS NOT NULL) AND NOT EXISTS (
       SELECT 1 FROM campus_notice x WHERE x.person = :person AND x.kind = :kind AND x.thing = :thing
          AND x.read_at IS NULL AND x.changed_at > :since);

-- notices_new(person person_id) -> one amount
-- How many notices somebody has not read; a hundred stands for more.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM (
    SELECT 1 AS one FROM campus_notice
     WHERE person = :person AND read_at IS NULL AND shown = 1 LIMIT 100) x;

-- notices_of(person person_id, before instant, before_id notice_id, most number) -> many campus_notice_row
-- Somebody's notices, the latest first.
SELECT id, kind, thing, args, path, times, made_at, changed_at, read_at FROM campus_notice
 WHERE person = :person AND shown = 1
   AND (:before IS NULL OR changed_at < :before OR (changed_at = :before AND id < :before_id))
 ORDER BY changed_at DESC, id DESC LIMIT :most;

-- notice(id notice_id, person person_id) -> maybe campus_notice_row
-- One of her notices.
SELECT id, kind, thing, args, path, times, made_at, changed_at, read_at FROM campus_notice
 WHERE id = :id AND person = :person;

-- notice_read(id notice_id, person person_id, now instant) -> changed
-- She opened it; it needs no mail any more.
UPDATE campus_notice SET read_at = :now, mail_due = NULL, push_due = NULL
 WHERE id = :id AND person = :person AND read_at IS NULL;

-- notices_read(person person_id, now instant) -> changed
-- She has seen them all.
UPDATE campus_notice SET read_at = :now, mail_due = NULL, push_due = NULL WHERE person = :person AND read_at IS NULL;

-- notice_people(now instant, most number) -> many campus_notice_person
-- To whom something is due by mail.
SELECT person, CAST(min(mail_due) AS BIGINT) AS "due:number" FROM campus_notice
 WHERE mail_due IS NOT NULL AND mail_due <= :now GROUP BY person ORDER BY 2, 1 LIMIT :most;

-- notice_next(now instant) -> maybe instant
-- When the next one is due by mail.
SELECT mail_due FROM campus_notice WHERE mail_due IS NOT NULL AND mail_due > :now ORDER BY mail_due LIMIT 1;

-- notices_due(person person_id, now instant, most number) -> many campus_notice_row
-- What is due by mail to somebody, in the order in which it happened.
SELECT id, kind, thing, args, path, times, made_at, changed_at, read_at FROM campus_notice
 WHERE person = :person AND mail_due IS NOT NULL AND mail_due <= :now ORDER BY changed_at, id LIMIT :most;

-- notice_mailed(id notice_id) -> bulk campus_notice_mailed
-- They are on their way by mail; what is told by mail only has been read by that.
UPDATE campus_notice SET mail_due = NULL, read_at = CASE WHEN shown = 1 THEN read_at ELSE changed_at END
 WHERE id = :id;

-- notice_choices(person person_id) -> many campus_notice_choice_row
-- What somebody chose.
SELECT topic, page, mail, push FROM campus_notice_choice WHERE person = :person ORDER BY topic;

-- notice_choose(person person_id, topic text, page flag, mail text, push flag) -> nothing
-- Keeps a choice.
INSERT INTO campus_notice_choice (person, topic, page, mail, push) VALUES (:person, :topic, :page, :mail, :push)
ON CONFLICT (person, topic) DO UPDATE SET page = excluded.page, mail = excluded.mail, push = excluded.push;

-- sweep_notices(before instant, most number) -> changed
-- Old notices go.
DELETE FROM campus_notice WHERE id IN (
    SELECT id FROM campus_notice WHERE changed_at < :before ORDER BY changed_at LIMIT :most);

-- push_key() -> maybe campus_push_key_row
-- The key pair that push services know the campus by.
SELECT public, sealed FROM campus_push_key WHERE id = 1;

-- push_key_add(public text, sealed text, now instant) -> nothing
-- It is made once.
INSERT INTO campus_push_key (id, public, sealed, made_at) VALUES (1, :public, :sealed, :now);

-- pushes_of(person person_id) -> many campus_push_row
-- The browsers on which somebody is told, the latest first.
SELECT id, person, session, endpoint, name, made_at, told_at FROM campus_push WHERE person = :person ORDER BY id DESC;

-- push_at(endpoint text) -> maybe campus_push_row
-- The browser with this address.
SELECT id, person, session, endpoint, name, made_at, told_at FROM campus_push WHERE endpoint = :endpoint;

-- push_add(id push_id, person person_id, session session_id, endpoint text, key text, auth text, name text, now instant) -> nothing
-- A browser that wants to be told.
INSERT INTO campus_push (id, person, session, endpoint, key, auth, name, made_at, told_at)
VALUES (:id, :person, :session, :endpoint, :key, :auth, :name, :now, NULL);

-- push_seen(id push_id, session session_id) -> nothing
-- It was seen in this session.
UPDATE campus_push SET session = :session WHERE id = :id;

-- push_remove(id push_id) -> nothing
-- It is told no more.
DELETE FROM campus_push WHERE id = :id;

-- push_due_remove(push push_id) -> nothing
-- What waits for it goes with it.
DELETE FROM campus_push_due WHERE push = :push;

-- pushes_of_session(session session_id) -> many campus_push_row
-- Browsers that were last seen in a session.
SELECT id, person, session, endpoint, name, made_at, told_at FROM campus_push WHERE session = :session ORDER BY id;

-- push_fan(now instant, most number) -> changed
-- What is due goes to each browser of its person.
INSERT INTO campus_push_due (push, notice, due, tries)
SELECT p.id, n.id, n.push_due, 0 FROM campus_notice n JOIN campus_push p ON p.person = n.person
 WHERE n.read_at IS NULL AND n.id IN (
       SELECT x.id FROM campus_notice x WHERE x.push_due IS NOT NULL AND x.push_due <= :now ORDER BY x.push_due, x.id LIMIT :most)
ON CONFLICT (push, notice) DO NOTHING;

-- push_fanned(now instant, most number) -> changed
-- The same are on their way; what is told by this way only has been read by that.
UPDATE campus_notice SET push_due = NULL,
       read_at = CASE WHEN shown = 1 OR mail_due IS NOT NULL THEN read_at ELSE changed_at END
 WHERE id IN (
       SELECT x.id FROM campus_notice x WHERE x.push_due IS NOT NULL AND x.push_due <= :now ORDER BY x.push_due, x.id LIMIT :most);

-- push_waits(now instant) -> one amount
-- How many notices are to go to browsers.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM (
    SELECT 1 AS one FROM campus_notice WHERE push_due IS NOT NULL AND push_due <= :now LIMIT 1) x;

-- push_next() -> maybe instant
-- When the next one goes to a browser.
SELECT due FROM campus_push_due ORDER BY due LIMIT 1;

-- pushes_due(now instant, most number) -> many campus_push_line
-- What is due to browsers, with all that is needed to tell it.
SELECT d.push, d.notice, d.tries, p.person, p.endpoint, p.key, p.auth, n.kind, n.args, n.changed_at, n.read_at
  FROM campus_push_due d JOIN campus_push p ON p.id = d.push JOIN campus_notice n ON n.id = d.notice
 WHERE d.due <= :now ORDER BY d.due, d.push, d.notice LIMIT :most;

-- push_told(push push_id, notice notice_id) -> bulk campus_push_done
-- Told, or given up.
DELETE FROM campus_push_due WHERE push = :push AND notice = :notice;

-- push_later(push push_id, notice notice_id, due instant) -> bulk campus_push_later
-- Its service does not take it now.
UPDATE campus_push_due SET due = :due, tries = tries + 1 WHERE push = :push AND notice = :notice;

-- push_told_at(push push_id, now instant) -> bulk campus_push_told
-- It was told something.
UPDATE campus_push SET told_at = :now WHERE id = :push;

-- push_lost() -> changed
-- What waits for a notice that is not there any more.
DELETE FROM campus_push_due WHERE NOT EXISTS (SELECT 1 FROM campus_notice n WHERE n.id = campus_push_due.notice);

-- prompt_add(id prompt_id, person person_id, device number, endpoint text, key text, auth text, text text, now instant, ends instant) -> nothing
-- A device is to be asked.
INSERT INTO campus_prompt (id, person, device, endpoint, key, auth, text, due, ends_at, tries)
VALUES (:id, :person, :device, :endpoint, :key, :auth, :text, :now, :ends, 0);

-- prompt_next() -> maybe instant
-- When the next device is asked.
SELECT due FROM campus_prompt ORDER BY due, id LIMIT 1;

-- prompts_due(now instant, most number) -> many campus_prompt_line
-- Devices that are to be asked now.
SELECT id, person, device, endpoint, key, auth, text, ends_at, tries FROM campus_prompt
 WHERE due <= :now ORDER BY tries, due, id LIMIT :most;

-- prompt_later(id prompt_id, due instant) -> nothing
-- Its push service does not take it now.
UPDATE campus_prompt SET due = :due, tries = tries + 1 WHERE id = :id;

-- prompts_drop(person person_id) -> nothing
-- What this person's devices are yet to be asked.
DELETE FROM campus_prompt WHERE person = :person;

-- prompt_drop(id prompt_id) -> nothing
-- Asked, or given up.
DELETE FROM campus_prompt WHERE id = :id;
