-- Who was given a password must change it before anything else.
ALTER TABLE operator ADD COLUMN password_change_required INTEGER NOT NULL DEFAULT 0;

-- By what a session was begun: 1 the password, 2 a local program, 3 an OpenID provider.
ALTER TABLE operator_session ADD COLUMN begun_by INTEGER NOT NULL DEFAULT 1;
