-- A federation that is asked of one service at a time (Metadata Query Protocol) has `how` 'mdq', and `source` is what stands before
-- /entities/; of the others ('list') everything is read at once, and their `until` counts for all.
ALTER TABLE saml_federation ADD COLUMN how text NOT NULL DEFAULT 'list';
-- It need not be asked again of a service before then (cacheDuration). NULL: it may be at any time.
ALTER TABLE saml_listed ADD COLUMN again_at instant;
