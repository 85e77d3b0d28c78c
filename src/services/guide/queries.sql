-- accepted(person person_id, version text) -> maybe instant
-- When a person accepted a version of the code of conduct.
SELECT accepted_at FROM guide_conduct WHERE person = :person AND version = :version;

-- acceptances(person person_id) -> many guide_acceptance
-- All versions that a person accepted, oldest first.
SELECT version, accepted_at FROM guide_conduct
 WHERE person = :person ORDER BY accepted_at, version;

-- accept(person person_id, version text, now instant) -> changed
-- Keeps that a person accepted a version; changes nothing the second time.
INSERT INTO guide_conduct (person, version, accepted_at)
VALUES (:person, :version, :now)
ON CONFLICT DO NOTHING;
