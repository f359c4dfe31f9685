INSERT INTO budgets
  (org_id, id, name, owner, per, match, "window", timezone, unit, limit_amount, limit_version, enforcement, allow_free,
   thresholds_ppm, notify, counts_from, created_at, wind_down_ppm,
   actions)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
