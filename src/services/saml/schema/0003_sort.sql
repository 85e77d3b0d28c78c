-- Which sort of application it is, "office" or "other": each has a policy of its own (identity).
ALTER TABLE saml_sp ADD COLUMN sort text NOT NULL DEFAULT 'other';
