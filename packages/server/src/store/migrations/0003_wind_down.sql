-- A hard limit in USD may keep a part of itself, in millionths, for a last call; a counter remembers who made it.

ALTER TABLE budgets
  ADD COLUMN wind_down_ppm integer CHECK (wind_down_ppm BETWEEN 1 AND 500000),
  ADD CONSTRAINT budgets_wind_down_of_hard_usd CHECK (wind_down_ppm IS NULL OR (unit = 'usd' AND enforcement = 'hard'));

ALTER TABLE counters
  ADD COLUMN wound_down_by uuid;
