-- How a service runs that makes pictures or writes down speech. With 0 steps it makes none, with 0 words it writes none.

ALTER TABLE service_model ADD COLUMN picture_steps INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN picture_guided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN picture_width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN picture_height INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN picture_parts INTEGER NOT NULL DEFAULT 0;  -- a bit for each that runs
ALTER TABLE service_model ADD COLUMN speech_words_per_window INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN speech_recording_ms INTEGER NOT NULL DEFAULT 0;
