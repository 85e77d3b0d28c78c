-- person(id person_id) -> one identity_person
-- One person.
SELECT id, org, login, name, mail, lang, password, disabled_at, factors
  FROM identity_person WHERE id = :id;

-- person_named(form text) -> one identity_person
-- The person who is known under this name.
SELECT p.id, p.org, p.login, p.name, p.mail, p.lang, p.password, p.disabled_at, p.factors
  FROM identity_name n JOIN identity_person p ON p.id = n.person WHERE n.form = :form;

-- whoami(hash bytes) -> many identity_whoami
-- The session of a cookie and its person, a line for each role she holds.
SELECT s.id AS session, s.seen_at, s.ends_at, s.idle, s.proofs, p.id AS person, p.login, p.name,
       p.mail, p.lang, p.factors, p.asked_at, r.role, COALESCE(r.scope, 0) AS "scope:number",
       y.starts_at AS needs_from, COALESCE(y.grace, 0) AS "grace:amount"
  FROM identity_session s JOIN identity_person p ON p.id = s.person
  LEFT JOIN identity_role r ON r.person = p.id LEFT JOIN identity_policy y ON y.role = r.role
 WHERE s.hash = :hash AND p.disabled_at IS NULL ORDER BY r.id NULLS FIRST;

-- person_add(id person_id, org org_id, login text, name text, sort_key text, mail text, lang text, password text, now instant) -> nothing
-- Makes a person.
INSERT INTO identity_person (id, org, login, name, sort_key, mail, lang, password, password_at,
                             created_at, disabled_at)
VALUES (:id, :org, :login, :name, :sort_key, :mail, :lang, :password, NULL, :now, NULL);

-- person_change(id person_id, name text, sort_key text, mail text, lang text) -> nothing
-- What an import may change of a person.
UPDATE identity_person SET name = :name, sort_key = :sort_key, mail = :mail, lang = :lang
 WHERE id = :id;

-- name_add(id name_id, person person_id, form text) -> nothing
-- Makes a person known under a name.
INSERT INTO identity_name (id, person, form) VALUES (:id, :person, :form);

-- names(person person_id) -> many identity_form
-- The names under which a person is known.
SELECT form FROM identity_name WHERE person = :person ORDER BY form;

-- set_password(id person_id, password text, now instant) -> nothing
-- A new password.
UPDATE identity_person SET password = :password, password_at = :now WHERE id = :id;

-- set_disabled(id person_id, at instant) -> changed
-- Closes an account, or opens it again (no instant).
UPDATE identity_person SET disabled_at = :at
 WHERE id = :id AND (CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END)
                 <> (CASE WHEN :at IS NULL THEN 0 ELSE 1 END);

-- set_lang(id person_id, lang text) -> nothing
-- The language that somebody chose; "" leaves it to the browser.
UPDATE identity_person SET lang = :lang WHERE id = :id;

-- org_home(name text, domain text, office_domain text) -> nothing
-- The university's own names, as the settings have them.
UPDATE identity_org SET name = :name, domain = :domain, office_domain = :office_domain
 WHERE key = 'home';

-- org(id org_id) -> one identity_org
-- A home organisation.
SELECT id, name, domain, office_domain FROM identity_org WHERE id = :id;

-- people(after text, after_id person_id) -> many identity_listed
-- People in the order of their names, fifty at a time.
SELECT id, login, name, mail, sort_key, disabled_at,
       CASE WHEN password IS NULL AND factors = 0 THEN 0 ELSE 1 END AS "ready:flag"
  FROM identity_person
 WHERE sort_key > :after OR (sort_key = :after AND id > COALESCE(:after_id, 0))
 ORDER BY sort_key, id LIMIT 50;

-- people_found(after text, after_id person_id) -> many identity_found
-- Everybody as she is found, in the order of names, some thousand at a time.
SELECT id, login, name, mail, sort_key FROM identity_person
 WHERE sort_key > :after OR (sort_key = :after AND id > COALESCE(:after_id, 0))
 ORDER BY sort_key, id LIMIT 4000;

-- person_found(id person_id) -> many identity_found
-- One person, if she is still there.
SELECT id, login, name, mail, sort_key FROM identity_person WHERE id = :id ORDER BY id;

-- people_some(a person_id, b person_id, c person_id, d person_id, e person_id, f person_id, g person_id, h person_id, i person_id, j person_id, k person_id, l person_id) -> many identity_listed
-- Up to twelve people.
SELECT id, login, name, mail, sort_key, disabled_at,
       CASE WHEN password IS NULL AND factors = 0 THEN 0 ELSE 1 END AS "ready:flag"
  FROM identity_person WHERE id IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l) ORDER BY id;

-- people_count() -> one amount
-- How many people have an account here.
SELECT CAST(count(*) AS BIGINT) AS "people:amount" FROM identity_person;

-- people_waiting(after person_id) -> many identity_person
-- People who have neither a password nor a passkey yet, by id, two hundred at a time.
SELECT id, org, login, name, mail, lang, password, disabled_at, factors FROM identity_person
 WHERE password IS NULL AND factors = 0 AND disabled_at IS NULL AND id > COALESCE(:after, 0)
 ORDER BY id LIMIT 200;

-- roles(person person_id) -> many identity_held
-- The roles that somebody holds.
SELECT role, scope, given_at FROM identity_role WHERE person = :person ORDER BY role, scope;

-- role_give(id role_id, person person_id, role text, scope number, now instant) -> changed
-- Gives a role; nothing changes when she holds it already.
INSERT INTO identity_role (id, person, role, scope, given_at)
VALUES (:id, :person, :role, :scope, :now) ON CONFLICT (person, role, scope) DO NOTHING;

-- role_take(person person_id, role text, scope number) -> changed
-- Takes a role away.
DELETE FROM identity_role WHERE person = :person AND role = :role AND scope = :scope;

-- code_add(id code_id, person person_id, hash bytes, now instant, made_by person_id, ends instant, mailed flag) -> nothing
-- Keeps a one-time code.
INSERT INTO identity_code (id, person, hash, made_at, made_by, ends_at, used_at, mailed)
VALUES (:id, :person, :hash, :now, :made_by, :ends, NULL, :mailed);

-- code(person person_id, hash bytes, now instant) -> maybe code_id
-- A code of this person that may still be used.
SELECT id FROM identity_code
 WHERE person = :person AND hash = :hash AND used_at IS NULL AND ends_at > :now;

-- code_use(id code_id, now instant) -> changed
-- Uses a code up; changes nothing when it was used before.
UPDATE identity_code SET used_at = :now WHERE id = :id AND used_at IS NULL;

-- codes_drop(person person_id) -> nothing
-- Older codes of somebody no longer work.
DELETE FROM identity_code WHERE person = :person AND used_at IS NULL;

-- codes_open(person person_id, now instant) -> maybe identity_code_open
-- The code of who runs accounts that waits for somebody to use it.
SELECT made_at, ends_at FROM identity_code
 WHERE person = :person AND used_at IS NULL AND ends_at > :now AND mailed = 0 ORDER BY ends_at DESC LIMIT 1;

-- codes_mailed(person person_id, since instant) -> one amount
-- How many codes went to her private address since a moment.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM identity_code
 WHERE person = :person AND mailed = 1 AND made_at > :since;

-- session_add(id session_id, person person_id, hash bytes, now instant, ends instant, idle amount, shared flag, address text, agent text, proofs amount) -> nothing
-- A browser signs in.
INSERT INTO identity_session (id, person, hash, made_at, seen_at, ends_at, idle, shared, address,
                              agent, proofs, proved_at)
VALUES (:id, :person, :hash, :now, :now, :ends, :idle, :shared, :address, :agent, :proofs, :now);

-- session_proved(id session_id, person person_id, proofs amount, now instant) -> changed
-- Somebody who is signed in proved once more who she is.
UPDATE identity_session SET proofs = :proofs, proved_at = :now WHERE id = :id AND person = :person;

-- session_login(id session_id, now instant) -> maybe identity_proved
-- What proved the login of a session that has not ended.
SELECT s.person, s.proofs, s.shared, COALESCE(s.proved_at, s.made_at) AS "proved_at:instant"
  FROM identity_session s JOIN identity_person p ON p.id = s.person
 WHERE s.id = :id AND s.ends_at > :now AND s.seen_at + s.idle > :now AND p.disabled_at IS NULL;

-- session_seen(id session_id, now instant) -> nothing
-- The browser asked for something.
UPDATE identity_session SET seen_at = :now WHERE id = :id AND seen_at < :now;

-- sessions(person person_id, now instant) -> many identity_browser
-- Where somebody is signed in, the latest first.
SELECT id, made_at, seen_at, ends_at, shared, address, agent FROM identity_session
 WHERE person = :person AND ends_at > :now AND seen_at + idle > :now
 ORDER BY seen_at DESC, id DESC;

-- session_end(id session_id, person person_id) -> changed
-- Signs one browser of somebody out.
DELETE FROM identity_session WHERE id = :id AND person = :person;

-- sessions_end(person person_id, keep session_id) -> changed
-- Signs somebody out everywhere, but for the session to keep, if any.
DELETE FROM identity_session WHERE person = :person AND (:keep IS NULL OR id <> :keep);

-- known(person person_id, address text, since instant) -> maybe instant
-- When somebody's password was last right from this address.
SELECT last_at FROM identity_known
 WHERE person = :person AND address = :address AND last_at > :since;

-- known_put(person person_id, address text, now instant) -> nothing
-- Somebody's password was right from this address.
INSERT INTO identity_known (person, address, last_at) VALUES (:person, :address, :now)
ON CONFLICT (person, address) DO UPDATE SET last_at = excluded.last_at;

-- failed(key text) -> maybe identity_failed
-- The failures counted under a key.
SELECT failures, last_at FROM identity_failure WHERE key = :key;

-- failed_put(key text, failures amount, now instant) -> nothing
-- Counts a failure.
INSERT INTO identity_failure (key, failures, last_at) VALUES (:key, :failures, :now)
ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at;

-- failed_drop(key text) -> nothing
-- Forgets the failures of a key.
DELETE FROM identity_failure WHERE key = :key;

-- sweep_sessions(now instant) -> changed
-- Sessions that are over.
DELETE FROM identity_session WHERE ends_at <= :now OR seen_at + idle <= :now;

-- sweep_codes(before instant) -> changed
-- Codes that ended long ago.
DELETE FROM identity_code WHERE ends_at < :before;

-- sweep_failures(before instant) -> changed
-- Failures that no longer count.
DELETE FROM identity_failure WHERE last_at < :before;

-- sweep_known(before instant) -> changed
-- Addresses from which nobody came for long.
DELETE FROM identity_known WHERE last_at < :before;

-- nameless() -> many identity_fault
-- People whose login is not among their names.
SELECT p.login FROM identity_person p
 WHERE NOT EXISTS (SELECT 1 FROM identity_name n WHERE n.person = p.id AND n.form = p.login)
 ORDER BY p.login LIMIT 20;

-- haunted() -> many identity_fault
-- Closed accounts that are still signed in somewhere.
SELECT p.login FROM identity_person p
 WHERE p.disabled_at IS NOT NULL
   AND EXISTS (SELECT 1 FROM identity_session s WHERE s.person = p.id)
 ORDER BY p.login LIMIT 20;

-- role_words() -> many identity_role_word
-- Every word that stands as a role.
SELECT DISTINCT role FROM identity_role ORDER BY role;

-- known_some(person person_id) -> one amount
-- 1 when she signed in before, from anywhere.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM (
    SELECT 1 AS one FROM identity_known WHERE person = :person LIMIT 1) x;

-- trial_add(id trial_id, person person_id, session session_id, hash bytes, proofs amount, shared flag, made instant, ends instant) -> nothing
-- A sign-in waits for more; made: when the oldest of its proofs was given.
INSERT INTO identity_trial (id, person, session, hash, proofs, shared, made_at, ends_at)
VALUES (:id, :person, :session, :hash, :proofs, :shared, :made, :ends);

-- trial(hash bytes, now instant) -> maybe identity_trial
-- The sign-in of a cookie, while it may still go on.
SELECT t.id, t.person, COALESCE(t.session, 0) AS "session:number", t.proofs, t.shared, t.made_at
  FROM identity_trial t JOIN identity_person p ON p.id = t.person
 WHERE t.hash = :hash AND t.ends_at > :now AND p.disabled_at IS NULL;

-- trial_drop(id trial_id) -> changed
-- It is over: only one of two answers at the same time finishes it.
DELETE FROM identity_trial WHERE id = :id;

-- trials_drop(person person_id) -> nothing
-- What was begun with an old password or factor goes no further.
DELETE FROM identity_trial WHERE person = :person;

-- otp_add(id otp_id, person person_id, name text, secret text, now instant) -> nothing
-- An authenticator app that is being set up.
INSERT INTO identity_otp (id, person, name, secret, step, made_at, confirmed_at, used_at)
VALUES (:id, :person, :name, :secret, 0, :now, NULL, NULL);

-- otps(person person_id) -> many identity_otp
-- Somebody's authenticator apps that are in use.
SELECT id, name, secret, step, made_at, used_at FROM identity_otp
 WHERE person = :person AND confirmed_at IS NOT NULL ORDER BY made_at, id;

-- otp_open(id otp_id, person person_id, since instant) -> maybe identity_otp
-- An app that is being set up.
SELECT id, name, secret, step, made_at, used_at FROM identity_otp
 WHERE id = :id AND person = :person AND confirmed_at IS NULL AND made_at > :since;

-- otp_confirm(id otp_id, step number, now instant) -> changed
-- Its first code was right: from now on it is in use.
UPDATE identity_otp SET confirmed_at = :now, used_at = :now, step = :step
 WHERE id = :id AND confirmed_at IS NULL;

-- otp_use(id otp_id, step number, now instant) -> changed
-- A code was right; changes nothing when it, or a later one, was used before.
UPDATE identity_otp SET used_at = :now, step = :step WHERE id = :id AND step < :step;

-- otp_drop(id otp_id, person person_id) -> changed
-- Takes an app away.
DELETE FROM identity_otp WHERE id = :id AND person = :person;

-- otps_drop(person person_id) -> nothing
-- Takes all apps away.
DELETE FROM identity_otp WHERE person = :person;

-- otps_open_drop(person person_id) -> nothing
-- What was begun to be set up before is given up.
DELETE FROM identity_otp WHERE person = :person AND confirmed_at IS NULL;

-- recovery_add(person person_id, hash bytes, now instant) -> nothing
-- A recovery code.
INSERT INTO identity_recovery (person, hash, made_at, used_at) VALUES (:person, :hash, :now, NULL);

-- recovery_use(person person_id, hash bytes, now instant) -> changed
-- Uses a recovery code up; changes nothing when it is none of hers, or was used before.
UPDATE identity_recovery SET used_at = :now
 WHERE person = :person AND hash = :hash AND used_at IS NULL;

-- recovery_drop(person person_id) -> changed
-- The older codes no longer work.
DELETE FROM identity_recovery WHERE person = :person;

-- recovery_left(person person_id) -> one identity_recovery_left
-- How many codes there are, of these not used, and when they were made.
SELECT CAST(count(*) AS BIGINT) AS "made:amount",
       CAST(COALESCE(sum(CASE WHEN used_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS "left_over:amount",
       max(made_at) AS "made_at:instant"
  FROM identity_recovery WHERE person = :person;

-- factors_count(person person_id) -> nothing
-- Keeps beside the person which factors she has.
UPDATE identity_person SET factors =
       CASE WHEN EXISTS (SELECT 1 FROM identity_otp o WHERE o.person = :person AND o.confirmed_at IS NOT NULL)
            THEN 1 ELSE 0 END
     + CASE WHEN EXISTS (SELECT 1 FROM identity_recovery r WHERE r.person = :person AND r.used_at IS NULL)
            THEN 4 ELSE 0 END
     + CASE WHEN EXISTS (SELECT 1 FROM identity_passkey k WHERE k.person = :person) THEN 2 ELSE 0 END
     + CASE WHEN EXISTS (SELECT 1 FROM identity_confirmer c WHERE c.person = :person) THEN 8 ELSE 0 END
 WHERE id = :person;

-- factors_wrong() -> many identity_fault
-- People of whom other factors are kept than they have.
SELECT p.login FROM identity_person p WHERE p.factors <>
       CASE WHEN EXISTS (SELECT 1 FROM identity_otp o WHERE o.person = p.id AND o.confirmed_at IS NOT NULL)
            THEN 1 ELSE 0 END
     + CASE WHEN EXISTS (SELECT 1 FROM identity_recovery r WHERE r.person = p.id AND r.used_at IS NULL)
            THEN 4 ELSE 0 END
     + CASE WHEN EXISTS (SELECT 1 FROM identity_passkey k WHERE k.person = p.id) THEN 2 ELSE 0 END
     + CASE WHEN EXISTS (SELECT 1 FROM identity_confirmer c WHERE c.person = p.id) THEN 8 ELSE 0 END
 ORDER BY p.login LIMIT 20;

-- device_add(id device_id, person person_id, hash bytes, agent text, now instant, ends instant) -> nothing
-- A browser is remembered.
INSERT INTO identity_device (id, person, hash, agent, made_at, ends_at)
VALUES (:id, :person, :hash, :agent, :now, :ends);

-- device(person person_id, hash bytes, now instant) -> maybe device_id
-- Is this browser remembered?
SELECT id FROM identity_device WHERE person = :person AND hash = :hash AND ends_at > :now;

-- devices(person person_id, now instant) -> many identity_remembered
-- The browsers that are remembered.
SELECT id, agent, made_at, ends_at FROM identity_device
 WHERE person = :person AND ends_at > :now ORDER BY made_at DESC, id DESC;

-- device_drop(id device_id, person person_id) -> changed
-- A browser is forgotten.
DELETE FROM identity_device WHERE id = :id AND person = :person;

-- devices_drop(person person_id) -> nothing
-- All of them are forgotten.
DELETE FROM identity_device WHERE person = :person;

-- happened_add(id happened_id, person person_id, what text, now instant, address text, agent text) -> nothing
-- A line of somebody's security timeline.
INSERT INTO identity_happened (id, person, what, at, address, agent)
VALUES (:id, :person, :what, :now, :address, :agent);

-- happened(person person_id, before instant, before_id happened_id) -> many identity_happened
-- Somebody's timeline, the latest first, thirty at a time.
SELECT id, what, at, address, agent FROM identity_happened
 WHERE person = :person AND (:before IS NULL OR at < :before OR (at = :before AND id < COALESCE(:before_id, 0)))
 ORDER BY at DESC, id DESC LIMIT 30;

-- sweep_happened(before instant) -> changed
-- Lines that are too old.
DELETE FROM identity_happened WHERE at < :before;

-- sweep_trials(now instant) -> changed
-- Sign-ins that were given up.
DELETE FROM identity_trial WHERE ends_at <= :now;

-- sweep_devices(now instant) -> changed
-- Browsers that are remembered no longer.
DELETE FROM identity_device WHERE ends_at <= :now;

-- sweep_otps(before instant) -> changed
-- Apps that were never set up to the end.
DELETE FROM identity_otp WHERE confirmed_at IS NULL AND made_at < :before;

-- passkey_add(id passkey_id, person person_id, credential bytes, cose bytes, name text, count amount, verified flag, copyable flag, aaguid bytes, now instant) -> changed
-- A passkey; changes nothing when it is known already.
INSERT INTO identity_passkey (id, person, credential, cose, name, count, verified, copyable, aaguid, made_at, used_at)
VALUES (:id, :person, :credential, :cose, :name, :count, :verified, :copyable, :aaguid, :now, NULL)
ON CONFLICT (credential) DO NOTHING;

-- passkeys(person person_id) -> many identity_passkey
-- Somebody's passkeys.
SELECT id, person, credential, cose, name, count, copyable, made_at, used_at FROM identity_passkey
 WHERE person = :person ORDER BY made_at, id;

-- passkey_of(credential bytes) -> maybe identity_passkey
-- The passkey that answers.
SELECT id, person, credential, cose, name, count, copyable, made_at, used_at FROM identity_passkey
 WHERE credential = :credential;

-- passkey_used(id passkey_id, before amount, count amount, now instant) -> changed
-- It signed; changes nothing when it signed in between.
UPDATE identity_passkey SET count = :count, used_at = :now WHERE id = :id AND count = :before;

-- passkey_drop(id passkey_id, person person_id) -> changed
-- Takes a passkey away.
DELETE FROM identity_passkey WHERE id = :id AND person = :person;

-- passkeys_drop(person person_id) -> nothing
-- Takes all passkeys away.
DELETE FROM identity_passkey WHERE person = :person;

-- challenge_use(hash bytes, ends instant) -> changed
-- A challenge is answered; changes nothing when it was before.
INSERT INTO identity_challenge (hash, ends_at) VALUES (:hash, :ends) ON CONFLICT (hash) DO NOTHING;

-- sweep_challenges(now instant) -> changed
-- Challenges that would be refused for their age.
DELETE FROM identity_challenge WHERE ends_at <= :now;

-- offered(person person_id, now instant, before instant) -> changed
-- She is asked whether she wants a passkey; changes nothing when she was asked lately.
UPDATE identity_person SET offered_at = :now
 WHERE id = :person AND (offered_at IS NULL OR offered_at < :before);

-- asked(person person_id, now instant) -> changed
-- Her days of grace begin; changes nothing when they did before.
UPDATE identity_person SET asked_at = :now WHERE id = :person AND asked_at IS NULL;

-- policies() -> many identity_policy
-- From when which role needs a second factor.
SELECT role, starts_at, grace FROM identity_policy ORDER BY role;

-- policy_put(role text, starts instant, grace amount, now instant, by person_id) -> changed
-- From when a role needs one; changes nothing when it says so already.
INSERT INTO identity_policy (role, starts_at, grace, set_at, set_by) VALUES (:role, :starts, :grace, :now, :by)
ON CONFLICT (role) DO UPDATE SET starts_at = excluded.starts_at, grace = excluded.grace, set_at = excluded.set_at,
                                 set_by = excluded.set_by
 WHERE identity_policy.starts_at <> excluded.starts_at OR identity_policy.grace <> excluded.grace;

-- policy_drop(role text) -> changed
-- The role needs none.
DELETE FROM identity_policy WHERE role = :role;

-- sorts() -> many identity_sort
-- What a login must prove for the sorts of applications that have a policy.
SELECT sort, level FROM identity_sort ORDER BY sort;

-- sort_put(sort text, level number, now instant, by person_id) -> changed
-- What it must prove for a sort; changes nothing when it says so already.
INSERT INTO identity_sort (sort, level, set_at, set_by) VALUES (:sort, :level, :now, :by)
ON CONFLICT (sort) DO UPDATE SET level = excluded.level, set_at = excluded.set_at, set_by = excluded.set_by
 WHERE identity_sort.level <> excluded.level;

-- role_factors() -> many identity_role_factors
-- How many open accounts hold each role, and how many of these have a second factor.
SELECT r.role, CAST(count(DISTINCT p.id) AS BIGINT) AS "people:amount",
       CAST(count(DISTINCT CASE WHEN p.factors IN (0, 4) THEN NULL ELSE p.id END) AS BIGINT) AS "have:amount"
  FROM identity_role r JOIN identity_person p ON p.id = r.person
 WHERE p.disabled_at IS NULL GROUP BY r.role ORDER BY r.role;

-- session_of(id session_id, person person_id, now instant) -> maybe identity_browser
-- One signed-in browser of somebody.
SELECT id, made_at, seen_at, ends_at, shared, address, agent FROM identity_session
 WHERE id = :id AND person = :person AND ends_at > :now AND seen_at + idle > :now;

-- device_of(id device_id, person person_id, now instant) -> maybe identity_remembered
-- One browser of somebody that is remembered.
SELECT id, agent, made_at, ends_at FROM identity_device WHERE id = :id AND person = :person AND ends_at > :now;

-- happened_of(id happened_id, person person_id) -> maybe identity_happened
-- One line of somebody's timeline.
SELECT id, what, at, address, agent FROM identity_happened WHERE id = :id AND person = :person;

-- holders(role text) -> many identity_holder
-- Who holds a role for the whole campus, of open accounts.
SELECT p.id FROM identity_role r JOIN identity_person p ON p.id = r.person
 WHERE r.role = :role AND r.scope = 0 AND p.disabled_at IS NULL ORDER BY p.id LIMIT 200;

-- otp_rename(id otp_id, person person_id, name text) -> changed
-- An app is called something else.
UPDATE identity_otp SET name = :name WHERE id = :id AND person = :person AND confirmed_at IS NOT NULL;

-- passkey_rename(id passkey_id, person person_id, name text) -> changed
-- A passkey is called something else.
UPDATE identity_passkey SET name = :name WHERE id = :id AND person = :person;

-- recovery_open(person person_id, hash bytes) -> maybe instant
-- When a recovery code of hers that was not used yet was made.
SELECT made_at FROM identity_recovery WHERE person = :person AND hash = :hash AND used_at IS NULL;

-- private(person person_id) -> maybe identity_private
-- Her private mail address.
SELECT mail, confirmed_at FROM identity_private WHERE person = :person;

-- private_page(person person_id, now instant) -> one identity_private_page
-- Her private address, and the one that waits for its code, if any.
SELECT v.mail, v.confirmed_at, o.mail AS waits FROM identity_person p
  LEFT JOIN identity_private v ON v.person = p.id
  LEFT JOIN identity_private_open o ON o.person = p.id AND o.ends_at > :now
 WHERE p.id = :person;

-- private_put(person person_id, mail text, now instant) -> nothing
-- Her private mail address from now on.
INSERT INTO identity_private (person, mail, confirmed_at) VALUES (:person, :mail, :now)
ON CONFLICT (person) DO UPDATE SET mail = excluded.mail, confirmed_at = excluded.confirmed_at;

-- private_drop(person person_id) -> changed
-- She has none any more.
DELETE FROM identity_private WHERE person = :person;

-- private_open(person person_id, now instant) -> maybe identity_private_open
-- The address that waits for its code.
SELECT mail, hash, ends_at FROM identity_private_open WHERE person = :person AND ends_at > :now;

-- private_begin(person person_id, mail text, hash bytes, ends instant) -> nothing
-- A code is on its way to an address; an earlier one no longer counts.
INSERT INTO identity_private_open (person, mail, hash, ends_at) VALUES (:person, :mail, :hash, :ends)
ON CONFLICT (person) DO UPDATE SET mail = excluded.mail, hash = excluded.hash, ends_at = excluded.ends_at;

-- private_open_drop(person person_id) -> changed
-- No address waits any more.
DELETE FROM identity_private_open WHERE person = :person;

-- sweep_private(now instant) -> changed
-- Addresses whose code was never typed.
DELETE FROM identity_private_open WHERE ends_at <= :now;

-- of_mail(mail text) -> many identity_of_mail
-- Open accounts with this mail address, private or of the university; five at most.
SELECT id, login, name, lang FROM identity_person
 WHERE disabled_at IS NULL
   AND (mail = :mail OR id IN (SELECT v.person FROM identity_private v WHERE v.mail = :mail))
 ORDER BY login LIMIT 5;

-- app_password_add(id app_password_id, person person_id, name text, door text, hash bytes, now instant) -> nothing
-- A password of one device for one way in.
INSERT INTO identity_app_password (id, person, name, door, hash, made_at, used_at, used_from)
VALUES (:id, :person, :name, :door, :hash, :now, NULL, '');

-- app_passwords(person person_id) -> many identity_app_password
-- Those of somebody.
SELECT id, name, door, hash, made_at, used_at, used_from FROM identity_app_password WHERE person = :person ORDER BY made_at, id;

-- app_passwords_for(person person_id, door text) -> many identity_app_password
-- Those of somebody for one way in.
SELECT id, name, door, hash, made_at, used_at, used_from FROM identity_app_password
 WHERE person = :person AND door = :door ORDER BY made_at, id;

-- app_password_used(id app_password_id, address text, now instant) -> nothing
-- When and from where it was used last.
UPDATE identity_app_password SET used_at = :now, used_from = :address WHERE id = :id;

-- app_password_drop(id app_password_id, person person_id) -> changed
-- It opens nothing any more.
DELETE FROM identity_app_password WHERE id = :id AND person = :person;

-- app_passwords_drop(person person_id) -> changed
-- None of hers does.
DELETE FROM identity_app_password WHERE person = :person;

-- pass_add(id pass_id, person person_id, asked_by person_id, seen text, now instant, ends instant) -> nothing
-- A pass is asked for.
INSERT INTO identity_pass (id, person, asked_by, asked_at, seen, ends_at)
VALUES (:id, :person, :asked_by, :now, :seen, :ends);

-- pass(id pass_id) -> maybe identity_pass
-- One pass, with the names of who has to do with it.
SELECT s.id, s.person, p.name, p.login, s.asked_by, a.name AS asker, s.asked_at, s.seen, s.confirmed_by,
       COALESCE(c.name, '') AS "confirmer:text", s.confirmed_at, s.hash, s.ends_at, s.ended_at, s.password_at, s.factor_at
  FROM identity_pass s JOIN identity_person p ON p.id = s.person JOIN identity_person a ON a.id = s.asked_by
  LEFT JOIN identity_person c ON c.id = s.confirmed_by WHERE s.id = :id;

-- passes_end(person person_id, now instant) -> changed
-- No pass of hers works any more.
UPDATE identity_pass SET ended_at = :now WHERE person = :person AND ended_at IS NULL AND ends_at > :now;

-- passes(now instant) -> many identity_pass
-- Passes that wait or work, the latest first.
SELECT s.id, s.person, p.name, p.login, s.asked_by, a.name AS asker, s.asked_at, s.seen, s.confirmed_by,
       COALESCE(c.name, '') AS "confirmer:text", s.confirmed_at, s.hash, s.ends_at, s.ended_at, s.password_at, s.factor_at
  FROM identity_pass s JOIN identity_person p ON p.id = s.person JOIN identity_person a ON a.id = s.asked_by
  LEFT JOIN identity_person c ON c.id = s.confirmed_by
 WHERE s.ends_at > :now AND s.ended_at IS NULL ORDER BY s.id DESC LIMIT 50;

-- pass_for(person person_id, now instant) -> maybe pass_id
-- A pass of hers that waits or works.
SELECT id FROM identity_pass WHERE person = :person AND ends_at > :now AND ended_at IS NULL ORDER BY id DESC LIMIT 1;

-- pass_confirm(id pass_id, by person_id, hash bytes, now instant, ends instant) -> changed
-- Another one at the desk confirms it; changes nothing when it no longer waits.
UPDATE identity_pass SET confirmed_by = :by, confirmed_at = :now, hash = :hash, ends_at = :ends
 WHERE id = :id AND confirmed_at IS NULL AND ended_at IS NULL AND ends_at > :now AND asked_by <> :by AND person <> :by;

-- pass_end(id pass_id, now instant) -> changed
-- It is refused or withdrawn.
UPDATE identity_pass SET ended_at = :now WHERE id = :id AND ended_at IS NULL AND ends_at > :now;

-- pass_right(person person_id, hash bytes, now instant) -> maybe pass_id
-- A pass of hers that works for a new password.
SELECT id FROM identity_pass
 WHERE person = :person AND hash = :hash AND ends_at > :now AND ended_at IS NULL AND password_at IS NULL;

-- pass_password(id pass_id, now instant) -> changed
-- She chose a password by it; changes nothing when she did before.
UPDATE identity_pass SET password_at = :now WHERE id = :id AND password_at IS NULL AND ended_at IS NULL;

-- pass_factor(person person_id, hash bytes, now instant) -> changed
-- It takes the place of her second factor, once; changes nothing when it is none of hers, or did before.
UPDATE identity_pass SET factor_at = :now
 WHERE person = :person AND hash = :hash AND ends_at > :now AND ended_at IS NULL AND factor_at IS NULL;

-- passes_wrong() -> many identity_fault
-- People with a pass that one person alone gave out, or that she gave out herself.
SELECT p.login FROM identity_pass s JOIN identity_person p ON p.id = s.person
 WHERE s.asked_by = s.person OR s.confirmed_by = s.person OR s.confirmed_by = s.asked_by
    OR (s.hash IS NOT NULL AND s.confirmed_by IS NULL) ORDER BY p.login LIMIT 20;

-- sweep_passes(before instant) -> changed
-- Passes that are long over.
DELETE FROM identity_pass WHERE ends_at < :before;

-- otps_drop_but(person person_id, keep otp_id) -> nothing
-- Takes all apps away but one, if any.
DELETE FROM identity_otp WHERE person = :person AND (:keep IS NULL OR id <> :keep);

-- passkeys_drop_but(person person_id, keep passkey_id) -> nothing
-- Takes all passkeys away but one, if any.
DELETE FROM identity_passkey WHERE person = :person AND (:keep IS NULL OR id <> :keep);

-- confirmer_add(id confirmer_id, person person_id, hash bytes, endpoint text, key text, auth text, name text, now instant, ends instant) -> nothing
-- A device on which somebody confirms her sign-ins.
INSERT INTO identity_confirmer (id, person, hash, endpoint, key, auth, name, made_at, used_at, ends_at, lost_at)
VALUES (:id, :person, :hash, :endpoint, :key, :auth, :name, :now, NULL, :ends, NULL);

-- confirmers(person person_id) -> many identity_confirmer
-- Those of somebody.
SELECT id, person, hash, endpoint, key, auth, name, made_at, used_at, lost_at FROM identity_confirmer
 WHERE person = :person ORDER BY made_at, id;

-- confirmers_in(endpoint text, hash bytes) -> many identity_confirmer
-- Those of this browser, whosever they are.
SELECT id, person, hash, endpoint, key, auth, name, made_at, used_at, lost_at FROM identity_confirmer
 WHERE endpoint = :endpoint OR hash = :hash ORDER BY id;

-- confirmers_over(now instant) -> many identity_confirmer
-- Those that nobody used for too long, some at a time.
SELECT id, person, hash, endpoint, key, auth, name, made_at, used_at, lost_at FROM identity_confirmer
 WHERE ends_at <= :now AND lost_at IS NULL ORDER BY ends_at, id LIMIT 200;

-- confirmer_of(hash bytes, now instant) -> maybe identity_confirming
-- The device of a cookie, and whose it is.
SELECT c.id, c.person, p.login, p.name FROM identity_confirmer c JOIN identity_person p ON p.id = c.person
 WHERE c.hash = :hash AND c.ends_at > :now AND p.disabled_at IS NULL;

-- confirmer_used(id confirmer_id, now instant, ends instant) -> nothing
-- It was used, and stays longer.
UPDATE identity_confirmer SET used_at = :now, ends_at = :ends WHERE id = :id;

-- confirmer_lost(id confirmer_id, now instant) -> changed
-- Its push service does not know it any more.
UPDATE identity_confirmer SET lost_at = :now WHERE id = :id AND lost_at IS NULL;

-- confirmer_rename(id confirmer_id, person person_id, name text) -> changed
-- A device is called something else.
UPDATE identity_confirmer SET name = :name WHERE id = :id AND person = :person;

-- confirmer_drop(id confirmer_id, person person_id) -> changed
-- It confirms nothing any more.
DELETE FROM identity_confirmer WHERE id = :id AND person = :person;

-- confirmers_drop(person person_id, keep confirmer_id) -> changed
-- None of hers does, but the one to keep, if any.
DELETE FROM identity_confirmer WHERE person = :person AND (:keep IS NULL OR id <> :keep);

-- confirm_add(id confirm_id, person person_id, trial trial_id, number amount, service text, address text, household text, agent text, now instant, ends instant) -> nothing
-- Her devices are asked about a sign-in.
INSERT INTO identity_confirm (id, person, trial, number, state, wrong, service, address, household, agent, made_at, ends_at,
                              answered_at)
VALUES (:id, :person, :trial, :number, 0, 0, :service, :address, :household, :agent, :now, :ends, NULL);

-- confirms_lately(person person_id, now instant, since instant) -> many identity_confirm_seen
-- What her devices were asked since a moment, the latest first; stands: its sign-in still waits.
SELECT c.id, c.trial, c.state, c.household, c.made_at, c.ends_at,
       CASE WHEN EXISTS (SELECT 1 FROM identity_trial t WHERE t.id = c.trial AND t.ends_at > :now) THEN 1 ELSE 0 END AS "stands:flag"
  FROM identity_confirm c WHERE c.person = :person AND c.made_at > :since ORDER BY c.made_at DESC, c.id DESC LIMIT 100;

-- confirm_of_trial(trial trial_id) -> maybe identity_confirm
-- What a sign-in asked last.
SELECT id, person, trial, number, state, wrong, service, address, household, agent, made_at, ends_at, answered_at
  FROM identity_confirm WHERE trial = :trial ORDER BY made_at DESC, id DESC LIMIT 1;

-- confirm_open(person person_id, now instant) -> maybe identity_confirm
-- What her devices are asked now.
SELECT c.id, c.person, c.trial, c.number, c.state, c.wrong, c.service, c.address, c.household, c.agent, c.made_at, c.ends_at,
       c.answered_at
  FROM identity_confirm c JOIN identity_trial t ON t.id = c.trial
 WHERE c.person = :person AND c.state = 0 AND c.ends_at > :now AND t.ends_at > :now
 ORDER BY c.made_at DESC, c.id DESC LIMIT 1;

-- confirm_answer(id confirm_id, state amount, wrong amount, now instant) -> changed
-- What was typed on a device; changes nothing when it was answered before.
UPDATE identity_confirm SET state = :state, wrong = :wrong, answered_at = :now WHERE id = :id AND state = 0;

-- sweep_confirms(before instant) -> changed
-- What devices were asked long ago.
DELETE FROM identity_confirm WHERE made_at < :before;
