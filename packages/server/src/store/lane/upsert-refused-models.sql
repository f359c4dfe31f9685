-- Counts the models that calls were refused for, new ones up to 200 a day; answers with a row for each that was given.
WITH given AS (
  SELECT n.provider, n.model, n.count FROM unnest($3::text[], $4::text[], $5::bigint[]) AS n (provider, model, count)
), known AS (
  SELECT count(*) AS models FROM refused_models WHERE org_id = $1 AND day = $2
), kept AS (
  INSERT INTO refused_models AS r (org_id, day, provider, model, count)
  SELECT $1, $2, g.provider, g.model, g.count
    FROM given g
   WHERE (SELECT models FROM known) < 200
      OR EXISTS (SELECT 1 FROM refused_models o
                  WHERE o.org_id = $1 AND o.day = $2 AND o.provider = g.provider AND o.model = g.model)
  ON CONFLICT (org_id, day, provider, model) DO UPDATE SET count = r.count + excluded.count
)
SELECT 1 FROM given
