-- keys(now instant) -> many saml_key
-- The keys that are published, the newest last.
SELECT id, cert, sealed, made_at, signs_at, ends_at FROM saml_key
 WHERE ends_at IS NULL OR ends_at > :now ORDER BY signs_at, id;

-- key_now(now instant) -> maybe saml_key
-- The key that signs.
SELECT id, cert, sealed, made_at, signs_at, ends_at FROM saml_key
 WHERE signs_at <= :now AND (ends_at IS NULL OR ends_at > :now) ORDER BY signs_at DESC, id DESC LIMIT 1;

-- key_add(id saml_key_id, cert text, sealed text, now instant, signs_at instant) -> nothing
-- A new key.
INSERT INTO saml_key (id, cert, sealed, made_at, signs_at, ends_at) VALUES (:id, :cert, :sealed, :now, :signs_at, NULL);

-- keys_retire(ends_at instant) -> changed
-- The keys before a new one are published until then.
UPDATE saml_key SET ends_at = :ends_at WHERE ends_at IS NULL;

-- sp(id saml_sp_id) -> one saml_sp
-- A service.
SELECT id, entity, title, metadata, source, attributes, format, level, own, signed_only, made_at, changed_at,
       fetched_at, problem, disabled_at, sort
  FROM saml_sp WHERE id = :id;

-- sp_named(entity text) -> one saml_sp
-- A service by its entityID.
SELECT id, entity, title, metadata, source, attributes, format, level, own, signed_only, made_at, changed_at,
       fetched_at, problem, disabled_at, sort
  FROM saml_sp WHERE entity = :entity;

-- sps() -> many saml_sp_line
-- All services, by title.
SELECT id, entity, title, source, attributes, own, problem, disabled_at FROM saml_sp ORDER BY title, id LIMIT 1000;

-- sps_on() -> many saml_sp_on
-- The services that are turned on, by title.
SELECT title, sort, level FROM saml_sp WHERE disabled_at IS NULL ORDER BY title, id LIMIT 200;

-- sp_add(id saml_sp_id, entity text, now instant) -> nothing
-- A new service; sp_change() and sp_metadata() say the rest.
INSERT INTO saml_sp (id, entity, title, metadata, source, attributes, format, level, own, signed_only, made_at,
                     changed_at, fetched_at, problem, disabled_at)
VALUES (:id, :entity, '', '', '', '', 'persistent', 1, 0, 0, :now, :now, NULL, '', NULL);

-- sp_change(id saml_sp_id, title text, attributes text, format text, level number, sort text, own flag, signed_only flag, now instant) -> nothing
-- What an administrator says of it.
UPDATE saml_sp SET title = :title, attributes = :attributes, format = :format, level = :level, sort = :sort, own = :own,
       signed_only = :signed_only, changed_at = :now
 WHERE id = :id;

-- sp_metadata(id saml_sp_id, metadata text, source text, now instant) -> nothing
-- What it says of itself, and where that came from.
UPDATE saml_sp SET metadata = :metadata, source = :source, fetched_at = :now, problem = '' WHERE id = :id;

-- sp_problem(id saml_sp_id, problem text) -> nothing
-- Why it could not be fetched again.
UPDATE saml_sp SET problem = :problem WHERE id = :id;

-- sp_disable(id saml_sp_id, at instant) -> changed
-- Turns a service off, or on again (no instant).
UPDATE saml_sp SET disabled_at = :at
 WHERE id = :id AND (CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END)
                 <> (CASE WHEN :at IS NULL THEN 0 ELSE 1 END);

-- sp_drop_asks(sp saml_sp_id) -> nothing
-- Its requests are gone.
DELETE FROM saml_ask WHERE sp = :sp;

-- sp_drop_passing(sp saml_sp_id) -> nothing
-- Nobody is led past it any more.
DELETE FROM saml_leave_link WHERE link IN (SELECT id FROM saml_link WHERE sp = :sp);

-- sp_drop_leaves(sp saml_sp_id) -> nothing
-- What it asked to be left, nobody answers any more.
DELETE FROM saml_leave_link WHERE leave IN (SELECT id FROM saml_leave WHERE sp = :sp);

-- sp_drop_asked(sp saml_sp_id) -> nothing
-- The same, of the browsers themselves.
DELETE FROM saml_leave WHERE sp = :sp;

-- sp_drop_links(sp saml_sp_id) -> nothing
-- Its sign-ins are gone.
DELETE FROM saml_link WHERE sp = :sp;

-- sp_drop_receipts(sp saml_sp_id) -> nothing
-- What people let it know is told by the audit log alone.
DELETE FROM saml_receipt WHERE sp = :sp;

-- sp_drop(sp saml_sp_id) -> changed
-- The service itself.
DELETE FROM saml_sp WHERE id = :sp;

-- sps_due(before instant) -> many saml_due
-- Services whose metadata were fetched before.
SELECT id, entity, source FROM saml_sp WHERE source <> '' AND fetched_at < :before ORDER BY fetched_at, id LIMIT 16;

-- sp_tried(id saml_sp_id, now instant) -> nothing
-- It was tried just now.
UPDATE saml_sp SET fetched_at = :now WHERE id = :id;

-- sp_next() -> maybe instant
-- When the one that was fetched longest ago was fetched.
SELECT fetched_at FROM saml_sp WHERE source <> '' ORDER BY fetched_at LIMIT 1;

-- ask_add(id saml_ask_id, hash bytes, sp saml_sp_id, request text, now instant, ends_at instant) -> nothing
-- Keeps a request.
INSERT INTO saml_ask (id, hash, sp, request, made_at, ends_at, used_at)
VALUES (:id, :hash, :sp, :request, :now, :ends_at, NULL);

-- ask(hash bytes) -> maybe saml_ask
-- A request by its handle.
SELECT id, sp, request, made_at, ends_at, used_at FROM saml_ask WHERE hash = :hash;

-- ask_use(id saml_ask_id, now instant) -> changed
-- It was answered; changes nothing when it was before.
UPDATE saml_ask SET used_at = :now WHERE id = :id AND used_at IS NULL;

-- once(hash bytes) -> one amount
-- 1 when it was answered before.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM saml_once WHERE hash = :hash;

-- once_add(hash bytes, ends_at instant) -> changed
-- Notes what is answered once; changes nothing when it was there.
INSERT INTO saml_once (hash, ends_at) VALUES (:hash, :ends_at) ON CONFLICT (hash) DO NOTHING;

-- name(person person_id, sector text) -> maybe text
-- Who somebody is in a service.
SELECT value FROM saml_name WHERE person = :person AND sector = :sector;

-- name_add(person person_id, sector text, value text) -> nothing
-- Who she is from now on.
INSERT INTO saml_name (person, sector, value) VALUES (:person, :sector, :value);

-- link_add(id saml_link_id, sp saml_sp_id, person person_id, session session_id, mark text, name text, format text, now instant) -> nothing
-- What a sign-in gives a service.
INSERT INTO saml_link (id, sp, person, session, mark, name, format, made_at, ended_at)
VALUES (:id, :sp, :person, :session, :mark, :name, :format, :now, NULL);

-- link(id saml_link_id) -> one saml_link
-- One of them.
SELECT id, sp, person, session, mark, name, format, made_at, ended_at FROM saml_link WHERE id = :id;

-- link_marked(mark text) -> maybe saml_link
-- By its SessionIndex.
SELECT id, sp, person, session, mark, name, format, made_at, ended_at FROM saml_link WHERE mark = :mark;

-- links_of_session(session session_id) -> many saml_link
-- Where this session is signed in.
SELECT id, sp, person, session, mark, name, format, made_at, ended_at FROM saml_link
 WHERE session = :session AND ended_at IS NULL ORDER BY id;

-- links_of_person(person person_id, sp saml_sp_id) -> many saml_link
-- Where somebody is signed in; at one service when it is named.
SELECT id, sp, person, session, mark, name, format, made_at, ended_at FROM saml_link
 WHERE person = :person AND ended_at IS NULL AND (:sp IS NULL OR sp = :sp) ORDER BY id;

-- link_end(id saml_link_id, now instant) -> changed
-- It ended.
UPDATE saml_link SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- receipt(person person_id, sp saml_sp_id) -> maybe saml_receipt
-- What she lets a service know.
SELECT id, sp, attributes, asked, made_at, last_at FROM saml_receipt
 WHERE person = :person AND sp = :sp AND ended_at IS NULL ORDER BY id DESC LIMIT 1;

-- receipt_add(id saml_receipt_id, person person_id, sp saml_sp_id, attributes text, asked flag, now instant) -> nothing
-- From now on.
INSERT INTO saml_receipt (id, person, sp, attributes, asked, made_at, last_at, ended_at)
VALUES (:id, :person, :sp, :attributes, :asked, :now, :now, NULL);

-- receipt_used(id saml_receipt_id, now instant) -> nothing
-- It was told to the service again.
UPDATE saml_receipt SET last_at = :now WHERE id = :id;

-- receipts_end(person person_id, sp saml_sp_id, now instant) -> changed
-- No longer.
UPDATE saml_receipt SET ended_at = :now WHERE person = :person AND sp = :sp AND ended_at IS NULL;

-- receipts(person person_id) -> many saml_told
-- All that somebody let services know, what stands first.
SELECT r.id, r.sp, r.attributes, r.asked, r.made_at, r.last_at, r.ended_at, s.title
  FROM saml_receipt r JOIN saml_sp s ON s.id = r.sp
 WHERE r.person = :person
 ORDER BY CASE WHEN r.ended_at IS NULL THEN 0 ELSE 1 END, r.last_at DESC, r.id DESC LIMIT 200;

-- receipts_standing(sp saml_sp_id) -> one amount
-- How many people let a service know who they are.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM saml_receipt WHERE sp = :sp AND ended_at IS NULL;

-- leave_add(id saml_leave_id, hash bytes, sp saml_sp_id, asked text, relay text, now instant, ends_at instant) -> nothing
-- A browser is signed out and goes past what it leaves.
INSERT INTO saml_leave (id, hash, sp, asked, relay, made_at, ends_at)
VALUES (:id, :hash, :sp, :asked, :relay, :now, :ends_at);

-- leave(hash bytes) -> maybe saml_leave
-- One by its handle.
SELECT id, sp, asked, relay, ends_at FROM saml_leave WHERE hash = :hash;

-- passing_add(leave saml_leave_id, link saml_link_id, state text) -> nothing
-- A service that it leaves.
INSERT INTO saml_leave_link (leave, link, message, state) VALUES (:leave, :link, '', :state);

-- passing(leave saml_leave_id) -> many saml_passing
-- All of them.
SELECT p.link, p.message, p.state, l.sp, l.name, l.format, l.mark, s.title, s.entity, s.metadata
  FROM saml_leave_link p JOIN saml_link l ON l.id = p.link JOIN saml_sp s ON s.id = l.sp
 WHERE p.leave = :leave ORDER BY p.link;

-- passing_set(leave saml_leave_id, link saml_link_id, message text, state text) -> nothing
-- What became of one.
UPDATE saml_leave_link SET message = :message, state = :state WHERE leave = :leave AND link = :link;

-- sweep_asks(before instant) -> changed
-- Requests that are over.
DELETE FROM saml_ask WHERE ends_at < :before;

-- sweep_once(now instant) -> changed
-- What is too old to be taken at all.
DELETE FROM saml_once WHERE ends_at <= :now;

-- sweep_passing(now instant) -> changed
-- Browsers that are gone.
DELETE FROM saml_leave_link WHERE leave IN (SELECT id FROM saml_leave WHERE ends_at <= :now);

-- sweep_leaves(now instant) -> changed
-- The same.
DELETE FROM saml_leave WHERE ends_at <= :now;

-- sweep_links(before instant) -> changed
-- Sign-ins of long ago.
DELETE FROM saml_link WHERE made_at < :before
   AND NOT EXISTS (SELECT 1 FROM saml_leave_link p WHERE p.link = saml_link.id);

-- sweep_keys(now instant) -> changed
-- Keys that are no longer published.
DELETE FROM saml_key WHERE ends_at <= :now;

-- ghosts() -> many saml_ghost
-- Two receipts of one person and service that both stand.
SELECT person, sp FROM saml_receipt WHERE ended_at IS NULL GROUP BY person, sp HAVING count(*) > 1
 ORDER BY person, sp LIMIT 20;

-- federations() -> many saml_federation
-- All of them.
SELECT id, source, certs, made_at, tried_at, fetched_at, until, problem, how FROM saml_federation ORDER BY source;

-- federation_named(source text) -> one saml_federation
-- One by where its metadata are.
SELECT id, source, certs, made_at, tried_at, fetched_at, until, problem, how FROM saml_federation WHERE source = :source;

-- federation_add(id saml_federation_id, source text, certs text, how text, now instant) -> nothing
-- A new one; nothing of it is read yet.
INSERT INTO saml_federation (id, source, certs, made_at, tried_at, fetched_at, until, problem, how)
VALUES (:id, :source, :certs, :now, NULL, NULL, NULL, '', :how);

-- federation_certs(id saml_federation_id, certs text) -> nothing
-- Its certificates are others now.
UPDATE saml_federation SET certs = :certs WHERE id = :id;

-- federation_tried(id saml_federation_id, now instant) -> nothing
-- It is read just now.
UPDATE saml_federation SET tried_at = :now WHERE id = :id;

-- federation_read(id saml_federation_id, until instant, now instant) -> nothing
-- All that it says is known now.
UPDATE saml_federation SET fetched_at = :now, until = :until, problem = '' WHERE id = :id;

-- federation_problem(id saml_federation_id, problem text) -> nothing
-- Why it could not be read.
UPDATE saml_federation SET problem = :problem WHERE id = :id;

-- federation_drop(id saml_federation_id) -> nothing
-- It is gone.
DELETE FROM saml_federation WHERE id = :id;

-- federation_size(federation saml_federation_id) -> one amount
-- How many services it tells of.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM saml_listed WHERE federation = :federation;

-- listed_hashes(federation saml_federation_id) -> many saml_listed_hash
-- What is known of it.
SELECT entity, hash FROM saml_listed WHERE federation = :federation ORDER BY entity;

-- listed_put(entity text, federation saml_federation_id, hash bytes, until instant, metadata text) -> bulk saml_listed_in
-- What it says now.
INSERT INTO saml_listed (entity, federation, hash, until, metadata)
VALUES (:entity, :federation, :hash, :until, :metadata)
ON CONFLICT (entity, federation) DO UPDATE SET hash = excluded.hash, until = excluded.until, metadata = excluded.metadata;

-- listed_heard(entity text, federation saml_federation_id, hash bytes, until instant, again instant, metadata text) -> nothing
-- What one that is asked of one at a time says.
INSERT INTO saml_listed (entity, federation, hash, until, metadata, again_at)
VALUES (:entity, :federation, :hash, :until, :metadata, :again)
ON CONFLICT (entity, federation) DO UPDATE SET hash = excluded.hash, until = excluded.until, metadata = excluded.metadata,
    again_at = excluded.again_at;

-- listed_due(federation saml_federation_id, now instant) -> many saml_listed_hash
-- Of which it may be asked again.
SELECT entity, hash FROM saml_listed WHERE federation = :federation AND (again_at IS NULL OR again_at <= :now)
 ORDER BY COALESCE(again_at, 0), entity LIMIT 500;

-- listed_later(entity text, federation saml_federation_id, again instant) -> nothing
-- It is asked of again then.
UPDATE saml_listed SET again_at = :again WHERE entity = :entity AND federation = :federation;

-- listed_lapsed(entity text, federation saml_federation_id, now instant) -> changed
-- What was said holds no longer, and nothing else is said.
DELETE FROM saml_listed WHERE entity = :entity AND federation = :federation AND until <= :now;

-- sp_attributes(id saml_sp_id, attributes text, now instant) -> nothing
-- What it is told of people.
UPDATE saml_sp SET attributes = :attributes, changed_at = :now WHERE id = :id;

-- federations_asked() -> many saml_federation
-- Those that are asked of one at a time.
SELECT id, source, certs, made_at, tried_at, fetched_at, until, problem, how FROM saml_federation WHERE how = 'mdq' ORDER BY source;

-- listed_drop(entity text, federation saml_federation_id) -> bulk saml_listed_gone
-- What it does not say any more.
DELETE FROM saml_listed WHERE entity = :entity AND federation = :federation;

-- listed_drop_all(federation saml_federation_id) -> nothing
-- The same of all.
DELETE FROM saml_listed WHERE federation = :federation;

-- listed(entity text, now instant) -> maybe saml_listed
-- What a federation says of a service, as long as both hold.
SELECT l.entity, l.federation, l.metadata FROM saml_listed l JOIN saml_federation f ON f.id = l.federation
 WHERE l.entity = :entity AND (l.until IS NULL OR l.until > :now) AND (f.how = 'mdq' OR f.until > :now)
 ORDER BY l.federation LIMIT 1;

-- listed_sp_add(sp saml_sp_id, federation saml_federation_id) -> nothing
-- A service is taken over.
INSERT INTO saml_listed_sp (sp, federation) VALUES (:sp, :federation);

-- listed_sp_drop(sp saml_sp_id) -> nothing
-- It is not any more.
DELETE FROM saml_listed_sp WHERE sp = :sp;

-- listed_sp_leave(federation saml_federation_id) -> nothing
-- All of a federation stand by themselves from now on.
DELETE FROM saml_listed_sp WHERE federation = :federation;

-- listed_sp(sp saml_sp_id) -> maybe saml_federation
-- The federation that a service was taken over from.
SELECT f.id, f.source, f.certs, f.made_at, f.tried_at, f.fetched_at, f.until, f.problem, f.how
  FROM saml_listed_sp s JOIN saml_federation f ON f.id = s.federation WHERE s.sp = :sp;

-- listed_sps(federation saml_federation_id) -> many saml_listed_due
-- Services that were taken over, and what the federation says of them now ('': nothing).
SELECT s.id, s.metadata AS "known:text", COALESCE(l.metadata, '') AS "metadata:text", s.attributes, s.disabled_at
  FROM saml_listed_sp o JOIN saml_sp s ON s.id = o.sp
  LEFT JOIN saml_listed l ON l.entity = s.entity AND l.federation = o.federation
 WHERE o.federation = :federation ORDER BY s.id;
