-- Which models calls were refused for, since nobody knew what they would cost: what somebody should set a price for.
-- Names come from callers, so a day has at most 200 of them; what is beyond is counted in refusal_counts alone.
CREATE TABLE refused_models (
  org_id uuid NOT NULL,
  day date NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (org_id, day, provider, model)
);
