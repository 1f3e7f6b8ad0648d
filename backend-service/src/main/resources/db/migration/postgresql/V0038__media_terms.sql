-- How a service runs that makes pictures or writes down speech. With 0 steps it makes none, with 0 words it writes none.

ALTER TABLE service_model ADD COLUMN picture_steps BIGINT NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN picture_guided BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE service_model ADD COLUMN picture_width BIGINT NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN picture_height BIGINT NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN picture_parts BIGINT NOT NULL DEFAULT 0;  -- a bit for each that runs
ALTER TABLE service_model ADD COLUMN speech_words_per_window BIGINT NOT NULL DEFAULT 0;
ALTER TABLE service_model ADD COLUMN speech_recording_ms BIGINT NOT NULL DEFAULT 0;
