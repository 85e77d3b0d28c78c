-- A federation: signed metadata of many services, in a file or at an address (`source`), checked by any of its certificates
-- (`certs`: base64 of DER between blanks). `until`: what was read last holds no longer than that. `problem`: why it could not be
-- read again.
CREATE TABLE saml_federation (
    id saml_federation_id NOT NULL PRIMARY KEY,
    source text NOT NULL UNIQUE,
    certs text NOT NULL,
    made_at instant NOT NULL,
    tried_at instant,
    fetched_at instant,
    until instant,
    problem text NOT NULL
);

-- What a federation says of a service. `hash` is SHA-256 of the metadata, so that what is the same is not written again.
CREATE TABLE saml_listed (
    entity text NOT NULL,
    federation saml_federation_id NOT NULL REFERENCES saml_federation (id),
    hash bytes NOT NULL,
    until instant,
    metadata text NOT NULL,
    PRIMARY KEY (entity, federation)
);
CREATE INDEX saml_listed_of ON saml_listed (federation);

-- A service that was taken over from a federation when somebody first came from there.
CREATE TABLE saml_listed_sp (
    sp saml_sp_id NOT NULL PRIMARY KEY REFERENCES saml_sp (id),
    federation saml_federation_id NOT NULL REFERENCES saml_federation (id)
);
CREATE INDEX saml_listed_sp_of ON saml_listed_sp (federation);
