-- Which sort of application it is, "office" or "other": each has a policy of its own (identity).
ALTER TABLE oidc_client ADD COLUMN sort text NOT NULL DEFAULT 'other';
