-- How often each model was refused for want of a price, over days, the most often first.
SELECT provider, model, sum(count)::bigint AS count
  FROM refused_models
 WHERE org_id = $1 AND day BETWEEN $2 AND $3
 GROUP BY provider, model
 ORDER BY sum(count) DESC, provider, model
 LIMIT $4
