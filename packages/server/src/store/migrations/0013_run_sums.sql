-- What each run spent itself, for the records up to the watermark of the follower "rollups". A call without a run is a run
-- of its own, under its reservation's id, and has no row here until another call joins it: there would be one a call.
CREATE TABLE run_sums (
  org_id uuid NOT NULL,
  run text NOT NULL,
  cost_nano_usd bigint NOT NULL,
  requests bigint NOT NULL,
  records bigint NOT NULL,
  unpriced_records bigint NOT NULL,
  PRIMARY KEY (org_id, run)
) WITH (fillfactor = 70);

-- The follower begins again, so that the totals hold what it has already read.
DELETE FROM usage_rollups;
DELETE FROM followers WHERE name = 'rollups';
