SELECT state, count(*) AS count FROM deliveries WHERE state IN ('pending', 'dead') GROUP BY state
