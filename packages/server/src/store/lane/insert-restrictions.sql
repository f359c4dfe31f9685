INSERT INTO restrictions (org_id, id, budget_id, budget_name, limit_version, subject, window_start, window_end, kind,
                          at_ppm, requests_per_minute, agent, taken_at)
SELECT $1, r.*
  FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::integer[], $6::text[], $7::timestamptz[], $8::timestamptz[],
              $9::text[], $10::integer[], $11::integer[], $12::text[], $13::timestamptz[]) AS r
