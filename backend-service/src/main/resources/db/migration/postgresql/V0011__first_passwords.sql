-- Who was given a password must change it before anything else.
ALTER TABLE operator ADD COLUMN password_change_required BOOLEAN NOT NULL DEFAULT FALSE;

-- By what a session was begun: 1 the password, 2 a local program, 3 an OpenID provider.
ALTER TABLE operator_session ADD COLUMN begun_by BIGINT NOT NULL DEFAULT 1;
