-- token(hash bytes, now instant) -> maybe scim_token
-- A token that may be used.
SELECT id, title, writes, rate, made_at, ends_at, ended_at, used_at, used_from FROM scim_token
 WHERE hash = :hash AND ended_at IS NULL AND ends_at > :now;

-- tokens() -> many scim_token
-- All of them, what is of use first.
SELECT id, title, writes, rate, made_at, ends_at, ended_at, used_at, used_from FROM scim_token
 ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, title, id LIMIT 500;

-- token_add(id number, hash bytes, title text, writes flag, rate amount, by person_id, now instant, ends_at instant) -> nothing
-- A new one.
INSERT INTO scim_token (id, hash, title, writes, rate, made_at, made_by, ends_at, ended_at, used_at, used_from)
VALUES (:id, :hash, :title, :writes, :rate, :now, :by, :ends_at, NULL, NULL, '');

-- token_end(id number, now instant) -> changed
-- It is of no use from now on.
UPDATE scim_token SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- token_used(id number, address text, now instant) -> nothing
-- When and from where it was used last.
UPDATE scim_token SET used_at = :now, used_from = :address WHERE id = :id;

-- sweep_tokens(before instant) -> changed
-- Those that are over for long.
DELETE FROM scim_token WHERE ended_at < :before OR ends_at < :before;

-- user(id person_id) -> maybe scim_user
-- Somebody of the university, deleted or not.
SELECT p.id, p.login, p.name, p.mail, p.lang, p.disabled_at, p.created_at, s.external_id, s.doc, s.deleted_at,
       COALESCE(s.changed_at, p.created_at) AS "changed_at:instant"
  FROM identity_person p LEFT JOIN scim_user s ON s.person = p.id WHERE p.id = :id AND p.org = 1;

-- user_named(login text) -> maybe scim_user
-- The same by user name.
SELECT p.id, p.login, p.name, p.mail, p.lang, p.disabled_at, p.created_at, s.external_id, s.doc, s.deleted_at,
       COALESCE(s.changed_at, p.created_at) AS "changed_at:instant"
  FROM identity_person p LEFT JOIN scim_user s ON s.person = p.id WHERE p.login = :login AND p.org = 1;

-- users_external(external_id text) -> many scim_user
-- Those with a number of another system.
SELECT p.id, p.login, p.name, p.mail, p.lang, p.disabled_at, p.created_at, s.external_id, s.doc, s.deleted_at,
       COALESCE(s.changed_at, p.created_at) AS "changed_at:instant"
  FROM scim_user s JOIN identity_person p ON p.id = s.person
 WHERE s.external_id = :external_id AND s.deleted_at IS NULL AND p.org = 1 ORDER BY p.id LIMIT 100;

-- users(after person_id) -> many scim_user
-- Everybody by number, a hundred at a time.
SELECT p.id, p.login, p.name, p.mail, p.lang, p.disabled_at, p.created_at, s.external_id, s.doc, s.deleted_at,
       COALESCE(s.changed_at, p.created_at) AS "changed_at:instant"
  FROM identity_person p LEFT JOIN scim_user s ON s.person = p.id
 WHERE p.id > COALESCE(:after, 0) AND s.deleted_at IS NULL AND p.org = 1 ORDER BY p.id LIMIT 100;

-- users_page(skip amount, most amount) -> many scim_user
-- A page of them.
SELECT p.id, p.login, p.name, p.mail, p.lang, p.disabled_at, p.created_at, s.external_id, s.doc, s.deleted_at,
       COALESCE(s.changed_at, p.created_at) AS "changed_at:instant"
  FROM identity_person p LEFT JOIN scim_user s ON s.person = p.id
 WHERE s.deleted_at IS NULL AND p.org = 1 ORDER BY p.id LIMIT :most OFFSET :skip;

-- users_count() -> one amount
-- How many there are.
SELECT CAST(count(*) AS BIGINT) AS "n:amount"
  FROM identity_person p LEFT JOIN scim_user s ON s.person = p.id WHERE s.deleted_at IS NULL AND p.org = 1;

-- user_put(person person_id, external_id text, doc text, now instant) -> nothing
-- What is said of somebody from now on; she is there again if she was deleted.
INSERT INTO scim_user (person, external_id, doc, student, changed_at, deleted_at)
VALUES (:person, :external_id, :doc, 0, :now, NULL)
ON CONFLICT (person) DO UPDATE SET external_id = excluded.external_id, doc = excluded.doc,
   changed_at = excluded.changed_at, deleted_at = NULL;

-- user_touch(person person_id, at instant) -> nothing
-- She was changed by others.
INSERT INTO scim_user (person, external_id, doc, student, changed_at, deleted_at)
VALUES (:person, NULL, NULL, 0, :at, NULL)
ON CONFLICT (person) DO UPDATE SET changed_at = excluded.changed_at;

-- user_delete(person person_id, now instant) -> nothing
-- She is there no more, for other systems.
INSERT INTO scim_user (person, external_id, doc, student, changed_at, deleted_at)
VALUES (:person, NULL, NULL, 0, :now, :now)
ON CONFLICT (person) DO UPDATE SET deleted_at = excluded.deleted_at, changed_at = excluded.changed_at;

-- user_student(person person_id, student flag) -> nothing
-- Whether she has the role for an affiliation.
UPDATE scim_user SET student = :student WHERE person = :person;

-- affiliations_drop(person person_id) -> nothing
-- None any more.
DELETE FROM scim_affiliation WHERE person = :person;

-- affiliation_add(person person_id, kind text, begins day, ends day) -> nothing
-- One more.
INSERT INTO scim_affiliation (person, kind, begins, ends) VALUES (:person, :kind, :begins, :ends);

-- affiliations(person person_id) -> many scim_affiliation
-- What somebody is, from when until when.
SELECT kind, begins, ends FROM scim_affiliation WHERE person = :person
 ORDER BY kind, begins NULLS FIRST, ends NULLS LAST;

-- students_to_give(person person_id, today day) -> many scim_whom
-- Who is a student today and has no role for it (of one person, if she is named).
SELECT s.person FROM scim_user s
 WHERE s.student = 0 AND s.deleted_at IS NULL AND (:person IS NULL OR s.person = :person)
   AND EXISTS (SELECT 1 FROM scim_affiliation a WHERE a.person = s.person AND a.kind = 'student'
                AND (a.begins IS NULL OR a.begins <= :today) AND (a.ends IS NULL OR a.ends >= :today))
 ORDER BY s.person LIMIT 500;

-- students_to_take(person person_id, today day) -> many scim_whom
-- Who has the role for an affiliation that is over.
SELECT s.person FROM scim_user s
 WHERE s.student = 1 AND (:person IS NULL OR s.person = :person)
   AND (s.deleted_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM scim_affiliation a
                WHERE a.person = s.person AND a.kind = 'student'
                AND (a.begins IS NULL OR a.begins <= :today) AND (a.ends IS NULL OR a.ends >= :today)))
 ORDER BY s.person LIMIT 500;

-- group_one(id number) -> maybe scim_group
-- A group.
SELECT id, name, external_id, version, made_at, changed_at FROM scim_group WHERE id = :id;

-- groups(after number) -> many scim_group
-- Groups by number, a hundred at a time.
SELECT id, name, external_id, version, made_at, changed_at FROM scim_group
 WHERE id > :after ORDER BY id LIMIT 100;

-- groups_count() -> one amount
-- How many there are.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM scim_group;

-- group_add(id number, name text, external_id text, now instant) -> nothing
-- A new group.
INSERT INTO scim_group (id, name, external_id, version, made_at, changed_at)
VALUES (:id, :name, :external_id, 1, :now, :now);

-- group_change(id number, name text, external_id text, now instant) -> nothing
-- It was changed.
UPDATE scim_group SET name = :name, external_id = :external_id, version = version + 1, changed_at = :now WHERE id = :id;

-- group_drop(id number) -> changed
-- It is gone.
DELETE FROM scim_group WHERE id = :id;

-- members(team number) -> many scim_member
-- Who is in a group.
SELECT m.person, p.name, p.login FROM scim_member m JOIN identity_person p ON p.id = m.person
 WHERE m.team = :team ORDER BY m.person;

-- members_count(team number) -> one amount
-- How many are.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM scim_member WHERE team = :team;

-- member_add(team number, person person_id) -> changed
-- One more, if there is such a user; nothing changes when she is in it.
INSERT INTO scim_member (team, person)
SELECT :team, p.id FROM identity_person p LEFT JOIN scim_user s ON s.person = p.id
 WHERE p.id = :person AND p.org = 1 AND s.deleted_at IS NULL
ON CONFLICT (team, person) DO NOTHING;

-- member_drop(team number, person person_id) -> changed
-- She is in it no more.
DELETE FROM scim_member WHERE team = :team AND person = :person;

-- members_drop(team number) -> nothing
-- Nobody is.
DELETE FROM scim_member WHERE team = :team;

-- member_leave(person person_id) -> nothing
-- She is in no group any more, and they changed.
DELETE FROM scim_member WHERE person = :person;

-- groups_touch(person person_id, now instant) -> nothing
-- The groups of somebody change.
UPDATE scim_group SET version = version + 1, changed_at = :now
 WHERE EXISTS (SELECT 1 FROM scim_member m WHERE m.team = scim_group.id AND m.person = :person);

-- groups_of(person person_id) -> many scim_group_of
-- The groups of somebody.
SELECT g.id, g.name FROM scim_member m JOIN scim_group g ON g.id = m.team WHERE m.person = :person ORDER BY g.id LIMIT 500;

-- ghosts() -> many scim_whom
-- People whom another system deleted and who are in a group still.
SELECT s.person FROM scim_user s
 WHERE s.deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM scim_member m WHERE m.person = s.person)
 ORDER BY s.person LIMIT 20;

-- teams() -> many scim_team
-- All groups by name, with how many people are in each; so many as a page is made of.
SELECT g.id, g.name, CASE WHEN g.external_id IS NULL OR g.external_id = '' THEN 0 ELSE 1 END AS "elsewhere:flag",
       (SELECT CAST(count(*) AS BIGINT) FROM scim_member m WHERE m.team = g.id) AS "people:amount"
  FROM scim_group g ORDER BY g.name, g.id LIMIT 5000;

-- members_page(team number, after text, after_id person_id) -> many scim_in_team
-- Who is in a group, by surname, a hundred at a time.
SELECT m.person, p.name, p.login, p.sort_key, CASE WHEN p.disabled_at IS NULL THEN 0 ELSE 1 END AS "closed:flag"
  FROM scim_member m JOIN identity_person p ON p.id = m.person
 WHERE m.team = :team AND (p.sort_key > :after OR (p.sort_key = :after AND p.id > COALESCE(:after_id, 0)))
 ORDER BY p.sort_key, p.id LIMIT 100;
