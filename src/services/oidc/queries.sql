-- keys(now instant) -> many oidc_key
-- The keys that are published, the newest of an algorithm last.
SELECT id, alg, kid, public, sealed, made_at, signs_at, ends_at FROM oidc_key
 WHERE ends_at IS NULL OR ends_at > :now ORDER BY alg, signs_at, id;

-- key_for(alg text, now instant) -> maybe oidc_key
-- The key that signs with an algorithm.
SELECT id, alg, kid, public, sealed, made_at, signs_at, ends_at FROM oidc_key
 WHERE alg = :alg AND signs_at <= :now AND (ends_at IS NULL OR ends_at > :now)
 ORDER BY signs_at DESC, id DESC LIMIT 1;

-- key_add(id oidc_key_id, alg text, kid text, public text, sealed text, now instant, signs_at instant) -> nothing
-- A new key.
INSERT INTO oidc_key (id, alg, kid, public, sealed, made_at, signs_at, ends_at)
VALUES (:id, :alg, :kid, :public, :sealed, :now, :signs_at, NULL);

-- keys_retire(alg text, ends_at instant) -> changed
-- The keys before a new one are published until then.
UPDATE oidc_key SET ends_at = :ends_at WHERE alg = :alg AND ends_at IS NULL;

-- client(id oidc_client_id) -> one oidc_client
-- An application.
SELECT id, key, title, uri, contact, auth, secret, old_secret, old_ends_at, jwks, alg, grants, scopes, sector,
       level, first_party, pkce, dpop, par, fapi, introspect, logout_uri, access_life, refresh_life, made_at,
       changed_at, disabled_at, sort
  FROM oidc_client WHERE id = :id;

-- client_named(key text) -> one oidc_client
-- An application by its client_id.
SELECT id, key, title, uri, contact, auth, secret, old_secret, old_ends_at, jwks, alg, grants, scopes, sector,
       level, first_party, pkce, dpop, par, fapi, introspect, logout_uri, access_life, refresh_life, made_at,
       changed_at, disabled_at, sort
  FROM oidc_client WHERE key = :key;

-- clients() -> many oidc_client
-- All applications, by title.
SELECT id, key, title, uri, contact, auth, secret, old_secret, old_ends_at, jwks, alg, grants, scopes, sector,
       level, first_party, pkce, dpop, par, fapi, introspect, logout_uri, access_life, refresh_life, made_at,
       changed_at, disabled_at, sort
  FROM oidc_client ORDER BY title, id LIMIT 1000;

-- clients_on() -> many oidc_client_on
-- The applications that are turned on, by title.
SELECT title, sort, level FROM oidc_client WHERE disabled_at IS NULL ORDER BY title, id LIMIT 200;

-- client_add(id oidc_client_id, key text, now instant) -> nothing
-- A new application; client_change() says the rest.
INSERT INTO oidc_client (id, key, title, uri, contact, auth, secret, old_secret, old_ends_at, jwks, alg, grants,
                         scopes, sector, level, first_party, pkce, dpop, par, fapi, introspect, logout_uri,
                         access_life, refresh_life, made_at, changed_at, disabled_at)
VALUES (:id, :key, '', '', '', 'none', NULL, NULL, NULL, '', 'RS256', '', '', '', 1, 0, 1, 0, 0, 0, 0, '', 0, 0,
        :now, :now, NULL);

-- client_change(id oidc_client_id, title text, uri text, contact text, auth text, jwks text, alg text, grants text,
--     scopes text, sector text, level number, first_party flag, pkce flag, dpop flag, par flag, fapi flag,
--     introspect flag, logout_uri text, access_life amount, refresh_life amount, sort text, now instant) -> nothing
-- What an administrator says of it.
UPDATE oidc_client SET title = :title, uri = :uri, contact = :contact, auth = :auth, jwks = :jwks, alg = :alg,
       grants = :grants, scopes = :scopes, sector = :sector, level = :level, first_party = :first_party,
       pkce = :pkce, dpop = :dpop, par = :par, fapi = :fapi, introspect = :introspect, logout_uri = :logout_uri,
       access_life = :access_life, refresh_life = :refresh_life, sort = :sort, changed_at = :now
 WHERE id = :id;

-- client_secret(id oidc_client_id, secret bytes, old_secret bytes, old_ends_at instant) -> nothing
-- A new secret; the one before works beside it for a while.
UPDATE oidc_client SET secret = :secret, old_secret = :old_secret, old_ends_at = :old_ends_at WHERE id = :id;

-- client_disable(id oidc_client_id, at instant) -> changed
-- Turns an application off, or on again (no instant).
UPDATE oidc_client SET disabled_at = :at
 WHERE id = :id AND (CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END)
                 <> (CASE WHEN :at IS NULL THEN 0 ELSE 1 END);

-- uris(client oidc_client_id) -> many oidc_uri
-- Where an application may send people.
SELECT use, uri FROM oidc_uri WHERE client = :client ORDER BY use, uri;

-- uris_drop(client oidc_client_id) -> nothing
-- None of them any more.
DELETE FROM oidc_uri WHERE client = :client;

-- uri_add(client oidc_client_id, use text, uri text) -> nothing
-- One more.
INSERT INTO oidc_uri (client, use, uri) VALUES (:client, :use, :uri) ON CONFLICT (client, use, uri) DO NOTHING;

-- ask_add(id oidc_ask_id, hash bytes, client oidc_client_id, params text, pushed flag, now instant, ends_at instant) -> nothing
-- Keeps a request.
INSERT INTO oidc_ask (id, hash, client, params, pushed, made_at, ends_at, used_at)
VALUES (:id, :hash, :client, :params, :pushed, :now, :ends_at, NULL);

-- ask(hash bytes) -> maybe oidc_ask
-- A request by its handle.
SELECT id, client, params, pushed, made_at, ends_at, used_at FROM oidc_ask WHERE hash = :hash;

-- ask_use(id oidc_ask_id, now instant) -> changed
-- It was answered; changes nothing when it was before.
UPDATE oidc_ask SET used_at = :now WHERE id = :id AND used_at IS NULL;

-- ask_extend(id oidc_ask_id, ends_at instant) -> nothing
-- Somebody is at it: it waits as long as a person needs.
UPDATE oidc_ask SET ends_at = :ends_at WHERE id = :id AND ends_at < :ends_at;

-- link_add(id oidc_link_id, client oidc_client_id, person person_id, session session_id, sid text, sub text, scope text,
--     id_claims text, info_claims text, nonce text, auth_at instant, level number, amr text, offline flag, jkt text,
--     now instant) -> nothing
-- What a sign-in gives an application.
INSERT INTO oidc_link (id, client, person, session, sid, sub, scope, id_claims, info_claims, nonce, auth_at, level,
                       amr, offline, jkt, generation, made_at, used_at, ended_at)
VALUES (:id, :client, :person, :session, :sid, :sub, :scope, :id_claims, :info_claims, :nonce, :auth_at, :level,
        :amr, :offline, :jkt, 0, :now, :now, NULL);

-- link(id oidc_link_id) -> one oidc_link
-- One of them.
SELECT id, client, person, session, sid, sub, scope, id_claims, info_claims, nonce, auth_at, level, amr, offline,
       jkt, generation, made_at, used_at, ended_at
  FROM oidc_link WHERE id = :id;

-- links_of_session(session session_id) -> many oidc_link
-- What hangs on a session and stands still.
SELECT id, client, person, session, sid, sub, scope, id_claims, info_claims, nonce, auth_at, level, amr, offline,
       jkt, generation, made_at, used_at, ended_at
  FROM oidc_link WHERE session = :session AND ended_at IS NULL ORDER BY id;

-- links_of_person(person person_id, client oidc_client_id) -> many oidc_link
-- What a person has given and stands still; of one application when it is named.
SELECT id, client, person, session, sid, sub, scope, id_claims, info_claims, nonce, auth_at, level, amr, offline,
       jkt, generation, made_at, used_at, ended_at
  FROM oidc_link WHERE person = :person AND ended_at IS NULL AND (:client IS NULL OR client = :client) ORDER BY id;

-- link_end(id oidc_link_id, now instant) -> changed
-- Codes and tokens of it are worth nothing from now on.
UPDATE oidc_link SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- link_leave(id oidc_link_id) -> nothing
-- Its session ended; she allowed it to go on without.
UPDATE oidc_link SET session = NULL WHERE id = :id;

-- link_turn(id oidc_link_id, generation number, now instant) -> changed
-- The next generation of refresh tokens; changes nothing when another came first.
UPDATE oidc_link SET generation = generation + 1, used_at = :now
 WHERE id = :id AND generation = :generation AND ended_at IS NULL;

-- code_add(hash bytes, link oidc_link_id, redirect_uri text, challenge text, jkt text, ends_at instant) -> nothing
-- An authorization code.
INSERT INTO oidc_code (hash, link, redirect_uri, challenge, jkt, ends_at, used_at)
VALUES (:hash, :link, :redirect_uri, :challenge, :jkt, :ends_at, NULL);

-- code(hash bytes) -> maybe oidc_code
-- A code, with whose it is.
SELECT c.link, c.redirect_uri, c.challenge, c.jkt, c.ends_at, c.used_at, l.client
  FROM oidc_code c JOIN oidc_link l ON l.id = c.link WHERE c.hash = :hash;

-- code_use(hash bytes, now instant) -> changed
-- Uses it up; changes nothing when it was before.
UPDATE oidc_code SET used_at = :now WHERE hash = :hash AND used_at IS NULL;

-- access_add(hash bytes, link oidc_link_id, scope text, jkt text, now instant, ends_at instant) -> nothing
-- An access token.
INSERT INTO oidc_access (hash, link, scope, jkt, made_at, ends_at)
VALUES (:hash, :link, :scope, :jkt, :now, :ends_at);

-- access(hash bytes, now instant) -> maybe oidc_bearer
-- A token that is not over, what it hangs on, and whether that still stands.
SELECT a.link, a.scope, a.jkt, a.made_at, a.ends_at, l.client, l.person, l.session, l.sub, l.info_claims, l.level,
       l.auth_at, l.offline, c.key AS client_key
  FROM oidc_access a JOIN oidc_link l ON l.id = a.link JOIN oidc_client c ON c.id = l.client
 WHERE a.hash = :hash AND a.ends_at > :now AND l.ended_at IS NULL AND c.disabled_at IS NULL;

-- access_drop(hash bytes) -> nothing
-- It is worth nothing from now on.
DELETE FROM oidc_access WHERE hash = :hash;

-- refresh_add(id oidc_refresh_id, hash bytes, link oidc_link_id, generation number, now instant, ends_at instant) -> nothing
-- A refresh token.
INSERT INTO oidc_refresh (id, hash, link, generation, next, made_at, ends_at, used_at)
VALUES (:id, :hash, :link, :generation, '', :now, :ends_at, NULL);

-- refresh(hash bytes) -> maybe oidc_refresh
-- A refresh token, whatever became of it.
SELECT id, link, generation, next, made_at, ends_at, used_at FROM oidc_refresh WHERE hash = :hash;

-- refresh_next(id oidc_refresh_id, next text, now instant) -> nothing
-- It was used; its successor, sealed.
UPDATE oidc_refresh SET next = :next, used_at = :now WHERE id = :id;

-- refresh_extend(id oidc_refresh_id, ends_at instant) -> nothing
-- It is not rotated: using it keeps it alive.
UPDATE oidc_refresh SET ends_at = :ends_at WHERE id = :id;

-- once_add(hash bytes, ends_at instant) -> changed
-- Notes what may be shown once; changes nothing when it was there.
INSERT INTO oidc_once (hash, ends_at) VALUES (:hash, :ends_at) ON CONFLICT (hash) DO NOTHING;

-- subject(person person_id, sector text) -> maybe text
-- Who somebody is in a sector.
SELECT sub FROM oidc_subject WHERE person = :person AND sector = :sector;

-- subject_add(person person_id, sector text, sub text) -> nothing
-- Who she is from now on.
INSERT INTO oidc_subject (person, sector, sub) VALUES (:person, :sector, :sub);

-- receipt(person person_id, client oidc_client_id) -> maybe oidc_receipt
-- What she lets an application know.
SELECT id, client, scopes, claims, asked, made_at, last_at FROM oidc_receipt
 WHERE person = :person AND client = :client AND ended_at IS NULL ORDER BY id DESC LIMIT 1;

-- receipt_add(id oidc_receipt_id, person person_id, client oidc_client_id, scopes text, claims text, asked flag, now instant) -> nothing
-- From now on.
INSERT INTO oidc_receipt (id, person, client, scopes, claims, asked, made_at, last_at, ended_at)
VALUES (:id, :person, :client, :scopes, :claims, :asked, :now, :now, NULL);

-- receipt_used(id oidc_receipt_id, now instant) -> nothing
-- It was told to the application again.
UPDATE oidc_receipt SET last_at = :now WHERE id = :id;

-- receipts_end(person person_id, client oidc_client_id, now instant) -> changed
-- No longer.
UPDATE oidc_receipt SET ended_at = :now WHERE person = :person AND client = :client AND ended_at IS NULL;

-- receipts(person person_id) -> many oidc_told
-- All that somebody let applications know, what stands first.
SELECT r.id, r.client, r.claims, r.scopes, r.asked, r.made_at, r.last_at, r.ended_at, c.title, c.uri
  FROM oidc_receipt r JOIN oidc_client c ON c.id = r.client
 WHERE r.person = :person
 ORDER BY CASE WHEN r.ended_at IS NULL THEN 0 ELSE 1 END, r.last_at DESC, r.id DESC LIMIT 200;

-- logout_add(id oidc_logout_id, client oidc_client_id, sub text, sid text, now instant) -> nothing
-- A session ended: the application is to be told.
INSERT INTO oidc_logout (id, client, sub, sid, made_at, next_at, tries, problem, done_at)
VALUES (:id, :client, :sub, :sid, :now, :now, 0, '', NULL);

-- logout_pending(client oidc_client_id, sid text) -> one amount
-- 1 when that is still to be told.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM (
    SELECT 1 AS one FROM oidc_logout WHERE client = :client AND sid = :sid AND done_at IS NULL LIMIT 1) x;

-- logouts_due(now instant) -> many oidc_logout
-- Words that are due, the oldest first.
SELECT o.id, o.client, o.sub, o.sid, o.tries, o.made_at, c.key, c.logout_uri, c.alg
  FROM oidc_logout o JOIN oidc_client c ON c.id = o.client
 WHERE o.done_at IS NULL AND o.next_at <= :now ORDER BY o.next_at, o.id LIMIT 32;

-- logout_next() -> maybe instant
-- When the next one is due.
SELECT next_at FROM oidc_logout WHERE done_at IS NULL ORDER BY next_at LIMIT 1;

-- logout_claim(id oidc_logout_id, next_at instant) -> nothing
-- Somebody is at it: nobody else before then.
UPDATE oidc_logout SET next_at = :next_at, tries = tries + 1 WHERE id = :id;

-- logout_done(id oidc_logout_id, problem text, now instant) -> nothing
-- Taken, or given up.
UPDATE oidc_logout SET done_at = :now, problem = :problem WHERE id = :id;

-- logout_failed(id oidc_logout_id, problem text, next_at instant) -> nothing
-- Not taken this time.
UPDATE oidc_logout SET problem = :problem, next_at = :next_at WHERE id = :id;

-- logouts(client oidc_client_id) -> many oidc_told_off
-- How an application took the last words.
SELECT id, made_at, tries, problem, done_at FROM oidc_logout WHERE client = :client ORDER BY made_at DESC, id DESC LIMIT 10;

-- device_add(id oidc_device_id, hash bytes, user_code text, client oidc_client_id, scope text, jkt text, address text,
--     gap number, now instant, ends_at instant) -> nothing
-- A device asks.
INSERT INTO oidc_device (id, hash, user_code, client, scope, jkt, address, state, link, gap, polled_at, made_at, ends_at)
VALUES (:id, :hash, :user_code, :client, :scope, :jkt, :address, 'waiting', NULL, :gap, :now, :now, :ends_at);

-- device(hash bytes) -> maybe oidc_device
-- A device by its own code.
SELECT id, user_code, client, scope, jkt, address, state, link, gap, polled_at, made_at, ends_at
  FROM oidc_device WHERE hash = :hash;

-- device_named(user_code text) -> maybe oidc_device
-- A device by the code that somebody types.
SELECT id, user_code, client, scope, jkt, address, state, link, gap, polled_at, made_at, ends_at
  FROM oidc_device WHERE user_code = :user_code;

-- device_polled(id oidc_device_id, gap number, now instant) -> nothing
-- It asked whether it may.
UPDATE oidc_device SET polled_at = :now, gap = :gap WHERE id = :id;

-- device_answer(id oidc_device_id, state text, link oidc_link_id) -> changed
-- What somebody said of it; changes nothing when it does not wait.
UPDATE oidc_device SET state = :state, link = :link WHERE id = :id AND state = 'waiting';

-- device_done(id oidc_device_id) -> changed
-- It has its tokens; changes nothing when it had them before.
UPDATE oidc_device SET state = 'done' WHERE id = :id AND state = 'allowed';

-- sweep_asks(before instant) -> changed
-- Requests that are over.
DELETE FROM oidc_ask WHERE ends_at < :before;

-- sweep_codes(before instant) -> changed
-- Codes that are over for long: until then they tell that one was stolen.
DELETE FROM oidc_code WHERE ends_at < :before;

-- sweep_access(now instant) -> changed
-- Tokens that are over.
DELETE FROM oidc_access WHERE ends_at <= :now;

-- sweep_refresh(now instant) -> changed
-- Refresh tokens that are over.
DELETE FROM oidc_refresh WHERE ends_at <= :now;

-- sweep_once(now instant) -> changed
-- What is too old to be shown at all.
DELETE FROM oidc_once WHERE ends_at <= :now;

-- sweep_devices(now instant) -> changed
-- Devices that nobody waits for.
DELETE FROM oidc_device WHERE ends_at <= :now;

-- sweep_logouts(before instant) -> changed
-- Words that were told or given up long ago.
DELETE FROM oidc_logout WHERE done_at < :before;

-- sweep_links(before instant) -> changed
-- Sign-ins of long ago on which nothing hangs.
DELETE FROM oidc_link WHERE made_at < :before
   AND NOT EXISTS (SELECT 1 FROM oidc_code c WHERE c.link = oidc_link.id)
   AND NOT EXISTS (SELECT 1 FROM oidc_access a WHERE a.link = oidc_link.id)
   AND NOT EXISTS (SELECT 1 FROM oidc_refresh f WHERE f.link = oidc_link.id)
   AND NOT EXISTS (SELECT 1 FROM oidc_device d WHERE d.link = oidc_link.id);

-- sweep_keys(now instant) -> changed
-- Keys that are no longer published.
DELETE FROM oidc_key WHERE ends_at <= :now;

-- counts() -> one oidc_counts
-- How much there is, for the administrator.
SELECT (SELECT CAST(count(*) AS BIGINT) FROM oidc_client) AS "clients:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM oidc_link WHERE ended_at IS NULL) AS "links:amount";

-- ghosts() -> many oidc_ghost
-- Two refresh tokens of one link that both were never used.
SELECT link FROM oidc_refresh WHERE used_at IS NULL GROUP BY link HAVING count(*) > 1 ORDER BY link LIMIT 20;

-- link_bind(id oidc_link_id, jkt text) -> nothing
-- Its refresh tokens are of use with this key only.
UPDATE oidc_link SET jkt = :jkt WHERE id = :id;
