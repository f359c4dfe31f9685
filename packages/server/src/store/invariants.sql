-- What must hold in every database at every moment, in one snapshot. Each statement returns the differences, and none
-- where all is well: the org, what it is about, the figure that the rows add up to, and the figure that is stored.
-- None of it uses the code that made the figures. The numbers are those of the promises in docs/internals/testing.md.
--
-- The server's `verify` runs them, with the chain. By hand, printing nothing where all is well:
--   PGOPTIONS='-c default_transaction_isolation=repeatable\ read -c default_transaction_read_only=on' \
--     psql "$COFFERDAM_DATABASE_URL" --single-transaction --tuples-only --set ON_ERROR_STOP=1 --file invariants.sql

-- name: counter
-- Promises 3, 5, 6. Every counter of every budget is the sum of the charges and open reservations that it counts.
WITH charged AS (
  SELECT org_id, agent, workflow, connection, user_id, team, provider, model, run, budget_time AS at,
         coalesce(cost_nano_usd, 0) AS usd, tokens, requests, 0 AS concurrent, false AS open
    FROM usage_records
   UNION ALL
  SELECT r.org_id, r.agent, r.workflow, r.connection, r.user_id, r.team, r.provider, r.model, r.run, r.created_at,
         r.amount_nano_usd, coalesce(r.tokens, 0), 1, 1, true
    FROM reservations r
   WHERE r.state = 'held'),
placed AS (
  SELECT b.org_id, b.id AS budget_id, b."window", s.subject, c.at, c.open,
         CASE b.unit WHEN 'usd' THEN c.usd WHEN 'tokens' THEN c.tokens WHEN 'requests' THEN c.requests
                     ELSE c.concurrent END AS amount
    FROM charged c
    JOIN budgets b ON b.org_id = c.org_id
     AND (b.unit = 'concurrent' OR c.at >= b.counts_from)
     AND (NOT b.match ? 'agent' OR b.match->'agent' ? c.agent)
     AND (NOT b.match ? 'workflow' OR b.match->'workflow' ? c.workflow)
     AND (NOT b.match ? 'connection' OR b.match->'connection' ? c.connection)
     AND (NOT b.match ? 'user' OR b.match->'user' ? c.user_id)
     AND (NOT b.match ? 'team' OR b.match->'team' ? c.team)
     AND (NOT b.match ? 'provider' OR b.match->'provider' ? c.provider)
     AND (NOT b.match ? 'model' OR b.match->'model' ? c.model OR b.match->'model' ? (c.provider || '/' || c.model))
    LEFT JOIN runs r ON b.per = 'run' AND r.org_id = c.org_id AND r.id = c.run
   CROSS JOIN LATERAL unnest(
         CASE b.per WHEN 'org' THEN ARRAY['org'] WHEN 'run' THEN coalesce(r.path, ARRAY[c.run])
                    WHEN 'agent' THEN ARRAY[c.agent] WHEN 'workflow' THEN ARRAY[c.workflow]
                    WHEN 'connection' THEN ARRAY[c.connection] WHEN 'user' THEN ARRAY[c.user_id]
                    WHEN 'team' THEN ARRAY[c.team]
                    ELSE ARRAY[coalesce(c.provider || '/', '') || c.model] END) AS s (subject)
   WHERE s.subject IS NOT NULL),
summed AS (
  SELECT p.org_id, p.budget_id, p.subject, k.window_start,
         coalesce(sum(p.amount) FILTER (WHERE NOT p.open), 0) AS spent,
         coalesce(sum(p.amount) FILTER (WHERE p.open), 0) AS reserved
    FROM placed p
    LEFT JOIN counters k ON k.org_id = p.org_id AND k.budget_id = p.budget_id AND k.subject = p.subject
         AND p.at >= k.window_start AND (k.window_end IS NULL OR p.at < k.window_end)
  LEFT JOIN org_lanes l ON l.org_id = p.org_id
   -- Closed minute and hour counters are deleted after 48 hours, by the lane's clock.
   WHERE k.window_start IS NOT NULL OR p."window" NOT IN ('minute', 'hour') OR p.at > l.last_time - interval '47 hours'
   GROUP BY p.org_id, p.budget_id, p.subject, k.window_start)
SELECT coalesce(s.org_id, k.org_id) AS org,
       coalesce(s.budget_id, k.budget_id) || ' ' || coalesce(s.subject, k.subject) || ' ' ||
         coalesce(k.window_start::text, 'without a counter') AS subject,
       'spent ' || coalesce(s.spent, 0) || ', reserved ' || coalesce(s.reserved, 0) AS expected,
       'spent ' || coalesce(k.spent, 0) || ', reserved ' || coalesce(k.reserved, 0) AS actual
  FROM summed s
  FULL JOIN (SELECT * FROM counters WHERE budget_id <> '00000000-0000-0000-0000-000000000000') k
    ON k.org_id = s.org_id AND k.budget_id = s.budget_id AND k.subject = s.subject AND k.window_start = s.window_start
 WHERE coalesce(s.spent, 0) <> coalesce(k.spent, 0) OR coalesce(s.reserved, 0) <> coalesce(k.reserved, 0);

-- name: run_cap
-- Promises 3, 5. A run's own cap has counted the run and all its descendants.
WITH spent AS (
  SELECT u.org_id, p.run, sum(coalesce(u.cost_nano_usd, 0)) AS spent
    FROM usage_records u
    JOIN runs r ON r.org_id = u.org_id AND r.id = u.run
   CROSS JOIN LATERAL unnest(r.path) AS p (run)
   GROUP BY u.org_id, p.run),
held AS (
  SELECT v.org_id, p.run, sum(v.amount_nano_usd) AS reserved
    FROM reservations v
    JOIN runs r ON r.org_id = v.org_id AND r.id = v.run
   CROSS JOIN LATERAL unnest(r.path) AS p (run)
   WHERE v.state = 'held'
   GROUP BY v.org_id, p.run)
SELECT r.org_id AS org, r.id AS subject,
       'spent ' || coalesce(s.spent, 0) || ', reserved ' || coalesce(h.reserved, 0) AS expected,
       'spent ' || coalesce(k.spent, 0) || ', reserved ' || coalesce(k.reserved, 0) AS actual
  FROM runs r
  LEFT JOIN spent s ON s.org_id = r.org_id AND s.run = r.id
  LEFT JOIN held h ON h.org_id = r.org_id AND h.run = r.id
  LEFT JOIN counters k ON k.org_id = r.org_id AND k.subject = r.id
        AND k.budget_id = '00000000-0000-0000-0000-000000000000'
 WHERE r.limit_nano_usd IS NOT NULL
   AND (coalesce(s.spent, 0) <> coalesce(k.spent, 0) OR coalesce(h.reserved, 0) <> coalesce(k.reserved, 0));

-- name: wallet
-- Promises 3, 5. The balance is the sum of the entries, what is reserved the sum of the open reservations.
SELECT l.org_id AS org, 'wallet' AS subject,
       'balance ' || coalesce(e.balance, 0) || ', reserved ' || coalesce(r.reserved, 0) AS expected,
       'balance ' || l.wallet_balance || ', reserved ' || l.wallet_reserved AS actual
  FROM org_lanes l
  LEFT JOIN (SELECT org_id, sum(amount_nano_usd) AS balance FROM ledger_entries GROUP BY org_id) e ON e.org_id = l.org_id
  LEFT JOIN (SELECT org_id, sum(amount_nano_usd) AS reserved FROM reservations WHERE state = 'held' AND wallet_held
              GROUP BY org_id) r ON r.org_id = l.org_id
 WHERE l.wallet_balance <> coalesce(e.balance, 0) OR l.wallet_reserved <> coalesce(r.reserved, 0);

-- name: running_balance
-- Promises 5, 13. Every entry's balance is the one before it plus its amount.
SELECT org_id AS org, id::text AS subject, (coalesce(before, 0) + amount_nano_usd)::text AS expected,
       balance_nano_usd::text AS actual
  FROM (SELECT org_id, id, amount_nano_usd, balance_nano_usd,
               lag(balance_nano_usd) OVER (PARTITION BY org_id ORDER BY id) AS before
          FROM ledger_entries) e
 WHERE balance_nano_usd <> coalesce(before, 0) + amount_nano_usd;

-- name: lots_of_balance
-- Promise 5.
-- Before and after every entry the lots add up to the balance, or to nothing where it is below zero: an entry made what
-- its lot has, took what it drew, and the rest is debt.
SELECT e.org_id AS org, e.id::text AS subject,
       (greatest(e.balance_nano_usd, 0) - greatest(e.balance_nano_usd - e.amount_nano_usd, 0))::text AS expected,
       (coalesce(l.amount_nano_usd, 0) - coalesce(d.drawn, 0))::text AS actual
  FROM ledger_entries e
  JOIN org_lanes o ON o.org_id = e.org_id AND e.seq > o.lots_from_seq
  LEFT JOIN lots l ON l.org_id = e.org_id AND l.id = e.id
  LEFT JOIN (SELECT org_id, entry_id, sum(amount_nano_usd) AS drawn FROM lot_draws GROUP BY org_id, entry_id) d
    ON d.org_id = e.org_id AND d.entry_id = e.id
 WHERE coalesce(l.amount_nano_usd, 0) - coalesce(d.drawn, 0)
       <> greatest(e.balance_nano_usd, 0) - greatest(e.balance_nano_usd - e.amount_nano_usd, 0);

-- name: lot
-- Promise 5.
-- What is left of a lot is what it was made with less what was drawn, never below nothing and never more than it was.
SELECT l.org_id AS org, l.id::text AS subject, (l.amount_nano_usd - l.drawn_before - coalesce(d.drawn, 0))::text AS expected,
       coalesce(o.remaining_nano_usd, 0) || coalesce(' until ' || o.expires_at, '') AS actual
  FROM lots l
  LEFT JOIN open_lots o ON o.org_id = l.org_id AND o.lot_id = l.id
  LEFT JOIN (SELECT org_id, lot_id, sum(amount_nano_usd) AS drawn FROM lot_draws GROUP BY org_id, lot_id) d
    ON d.org_id = l.org_id AND d.lot_id = l.id
 WHERE coalesce(o.remaining_nano_usd, 0) <> l.amount_nano_usd - l.drawn_before - coalesce(d.drawn, 0)
    OR coalesce(o.remaining_nano_usd, 0) NOT BETWEEN 0 AND l.amount_nano_usd
    OR (o.lot_id IS NOT NULL AND o.expires_at IS DISTINCT FROM l.expires_at);

-- name: lots_and_balance
-- Promise 5. The lots add up to the balance, or to nothing where it is below zero.
SELECT w.org_id AS org, 'lots' AS subject, greatest(w.wallet_balance, 0)::text AS expected,
       coalesce(o.remaining, 0)::text AS actual
  FROM org_lanes w
  LEFT JOIN (SELECT org_id, sum(remaining_nano_usd) AS remaining FROM open_lots GROUP BY org_id) o ON o.org_id = w.org_id
 WHERE greatest(w.wallet_balance, 0) <> coalesce(o.remaining, 0);

-- name: lot_draw
-- Promise 13.
-- A lot and a draw are of an entry, and of its moment.
SELECT d.org_id AS org, d.entry_id || ' of ' || d.lot_id AS subject, 'an entry of seq ' || d.seq || ' and a lot' AS expected,
       coalesce('seq ' || e.seq, 'no entry') || CASE WHEN l.id IS NULL THEN ', no lot' ELSE '' END AS actual
  FROM lot_draws d
  LEFT JOIN ledger_entries e ON e.org_id = d.org_id AND e.id = d.entry_id
  LEFT JOIN lots l ON l.org_id = d.org_id AND l.id = d.lot_id
 WHERE e.seq IS DISTINCT FROM d.seq OR l.id IS NULL
 UNION ALL
SELECT l.org_id, l.id::text, 'an entry of seq ' || l.seq, coalesce('seq ' || e.seq, 'no entry')
  FROM lots l
  LEFT JOIN ledger_entries e ON e.org_id = l.org_id AND e.id = l.id
 WHERE l.seq <> 0 AND e.seq IS DISTINCT FROM l.seq
 UNION ALL
SELECT o.org_id, o.lot_id::text, 'a lot', 'none'
  FROM open_lots o
  LEFT JOIN lots l ON l.org_id = o.org_id AND l.id = o.lot_id
 WHERE l.id IS NULL;

-- name: older_lot
-- Promises 6, 13.
-- Lots that are older than the chain of them are what the entries before it say: of each top-up, what the balance of
-- that moment had beyond the top-ups after it.
SELECT coalesce(l.org_id, e.org_id) AS org, coalesce(l.id, e.id)::text AS subject,
       coalesce(e.amount_nano_usd || ' ' || coalesce(e.reference, '') || ', drawn ' || e.drawn, 'no lot') AS expected,
       coalesce(l.amount_nano_usd || ' ' || coalesce(l.reference, '') || ', drawn ' || l.drawn_before, 'no lot') AS actual
  FROM (SELECT * FROM lots WHERE seq = 0) l
  FULL JOIN (
       SELECT t.*, t.amount_nano_usd - greatest(0, least(t.amount_nano_usd, greatest(b.balance, 0) - t.newer)) AS drawn
         FROM (SELECT k.*, coalesce(sum(k.amount_nano_usd) OVER (PARTITION BY k.org_id ORDER BY k.id
                                     ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 0) AS newer
                 FROM ledger_entries k JOIN org_lanes w ON w.org_id = k.org_id AND k.seq <= w.lots_from_seq
                WHERE k.kind = 'top_up' AND k.amount_nano_usd > 0) t
         JOIN (SELECT DISTINCT ON (k.org_id) k.org_id, k.balance_nano_usd AS balance
                 FROM ledger_entries k JOIN org_lanes w ON w.org_id = k.org_id AND k.seq <= w.lots_from_seq
                ORDER BY k.org_id, k.id DESC) b ON b.org_id = t.org_id) e
    ON e.org_id = l.org_id AND e.id = l.id
 WHERE l.id IS NULL OR e.id IS NULL OR l.amount_nano_usd <> e.amount_nano_usd OR l.drawn_before <> e.drawn
    OR l.reference IS DISTINCT FROM e.reference OR l.source <> 'purchase' OR l.priority <> 100
    OR l.expires_at IS NOT NULL OR l.created_at <> e.time;

-- name: charge_entry
-- Promise 5. Every prepaid charge has its entry, and every such entry its charge.
SELECT coalesce(u.org_id, e.org_id) AS org, coalesce(u.id, e.id)::text AS subject,
       coalesce((-u.cost_nano_usd)::text, 'no entry') AS expected, coalesce(e.amount_nano_usd::text, 'no entry') AS actual
  FROM (SELECT org_id, id, cost_nano_usd FROM usage_records WHERE prepaid AND cost_nano_usd <> 0) u
  FULL JOIN (SELECT org_id, id, usage_record_id, amount_nano_usd FROM ledger_entries
              WHERE kind IN ('charge', 'correction') AND usage_record_id IS NOT NULL) e
    ON e.org_id = u.org_id AND e.usage_record_id = u.id
 WHERE u.id IS NULL OR e.id IS NULL OR e.amount_nano_usd <> -u.cost_nano_usd;

-- name: open_reservation
-- Promise 3. The list of open reservations is exactly those that are held.
SELECT coalesce(r.org_id, o.org_id) AS org, coalesce(r.id, o.reservation_id)::text AS subject,
       coalesce('expires ' || r.expires_at, 'closed') AS expected, coalesce('expires ' || o.expires_at, 'closed') AS actual
  FROM (SELECT org_id, id, expires_at FROM reservations WHERE state = 'held') r
  FULL JOIN open_reservations o ON o.org_id = r.org_id AND o.reservation_id = r.id
 WHERE r.id IS NULL OR o.reservation_id IS NULL OR r.expires_at <> o.expires_at;

-- name: settled_cost
-- Promises 4, 8. A reservation's cost is the sum of its records.
SELECT r.org_id AS org, r.id::text AS subject, coalesce(sum(u.cost_nano_usd), 0)::text AS expected,
       r.cost_nano_usd::text AS actual
  FROM reservations r
  LEFT JOIN usage_records u ON u.org_id = r.org_id AND u.reservation_id = r.id
 WHERE r.state IN ('settled', 'expired') AND r.cost_nano_usd IS NOT NULL
 GROUP BY r.org_id, r.id, r.cost_nano_usd
HAVING coalesce(sum(u.cost_nano_usd), 0) <> r.cost_nano_usd;

-- name: charged_once
-- Promises 4, 15. A reservation was settled at most once.
SELECT u.org_id AS org, u.reservation_id::text AS subject, '1 settle' AS expected, count(DISTINCT u.seq) || ' settles' AS actual
  FROM usage_records u
  JOIN reservations r ON r.org_id = u.org_id AND r.id = u.reservation_id
 WHERE u.id IS DISTINCT FROM r.expiry_record_id
 GROUP BY u.org_id, u.reservation_id
HAVING count(DISTINCT u.seq) > 1;

-- name: reported_once
-- Promises 4, 15. A report was booked once.
SELECT org_id AS org, source || ' ' || source_id AS subject, '1 report' AS expected, count(DISTINCT seq) || ' reports' AS actual
  FROM usage_records
 WHERE source IS NOT NULL
 GROUP BY org_id, source, source_id
HAVING count(DISTINCT seq) > 1;

-- name: seq
-- Promise 16. No record is ahead of its org.
SELECT l.org_id AS org, 'lane' AS subject, 'at least ' || greatest(u.seq, e.seq) AS expected, l.seq::text AS actual
  FROM org_lanes l
  LEFT JOIN (SELECT org_id, max(seq) AS seq FROM usage_records GROUP BY org_id) u ON u.org_id = l.org_id
  LEFT JOIN (SELECT org_id, max(seq) AS seq FROM ledger_entries GROUP BY org_id) e ON e.org_id = l.org_id
 WHERE l.seq < greatest(u.seq, e.seq);

-- name: wind_down
-- Promise 2. An allowance for a last call is taken by a reservation that was not given back.
SELECT k.org_id AS org, k.budget_id || ' ' || k.subject || ' ' || k.window_start AS subject,
       'a last call that was not given back' AS expected, coalesce(r.state, 'no reservation') AS actual
  FROM counters k
  LEFT JOIN reservations r ON r.org_id = k.org_id AND r.id = k.wound_down_by
 WHERE k.wound_down_by IS NOT NULL
   AND (r.id IS NULL OR r.state = 'released' OR (r.state = 'expired' AND r.on_expiry = 'release'));

-- name: restrictions_in_counters
-- Promise 12. An action that holds somebody is held by the counter that took it.
SELECT r.org_id AS org, r.id::text AS subject, 'held by its counter' AS expected, coalesce(t.one::text, 'not there') AS actual
  FROM restrictions r
  JOIN counters c ON c.org_id = r.org_id AND c.budget_id = r.budget_id AND c.subject = r.subject
                 AND c.window_start = r.window_start
  LEFT JOIN LATERAL (SELECT one FROM jsonb_array_elements(c.restraint -> 'taken') AS e (one)
                      WHERE one ->> 'id' = r.id::text) t ON true
 WHERE r.lifted_at IS NULL AND (t.one IS NULL OR (t.one ->> 'lifted')::boolean);

-- name: restrictions_once
-- Promise 12. An action is taken once for each subject, window and version of the limit.
SELECT org_id AS org, budget_id || ' ' || subject || ' ' || window_start AS subject, '1 action' AS expected,
       count(*) || ' of ' || kind || ' at ' || at_ppm AS actual
  FROM restrictions
 WHERE lifted_at IS NULL
 GROUP BY org_id, budget_id, limit_version, subject, window_start, kind, at_ppm
HAVING count(*) > 1;

-- name: pauses
-- Promise 12. An agent that a budget paused is paused by a restriction that was not lifted.
SELECT g.org_id AS org, g.id AS subject, 'a pause that was not lifted' AS expected,
       coalesce(r.lifted_by, 'no restriction') AS actual
  FROM registry g
  LEFT JOIN restrictions r ON r.org_id = g.org_id AND r.id = g.paused_restriction
 WHERE g.paused_restriction IS NOT NULL AND (r.id IS NULL OR r.lifted_at IS NOT NULL);

-- name: correction
-- Promises 4, 13. A correction names a record of the same reservation or report, of its own org, that stood before it.
SELECT c.org_id AS org, c.id::text AS subject, 'a record before it' AS expected,
       coalesce('seq ' || u.seq, 'no record') AS actual
  FROM usage_records c
  LEFT JOIN usage_records u ON u.org_id = c.org_id AND u.id = c.correction_of
 WHERE c.type = 'correction'
   AND (u.id IS NULL OR u.seq >= c.seq OR u.reservation_id IS DISTINCT FROM c.reservation_id);

-- name: time_order
-- Promise 16. In the order of seq, no batch is earlier than the one before it, and none later than the org's last time.
SELECT b.org_id AS org, 'batch ' || b.first_seq || '-' || b.last_seq AS subject,
       'from ' || coalesce(b.before, b.time) || ' to ' || l.last_time AS expected, b.time::text AS actual
  FROM (SELECT org_id, first_seq, last_seq, time,
               lag(time) OVER (PARTITION BY org_id ORDER BY last_seq) AS before
          FROM batches) b
  JOIN org_lanes l ON l.org_id = b.org_id
 WHERE b.time < b.before OR b.time > l.last_time;

-- name: batch_order
-- Promises 13, 16. Batches follow each other without sharing a seq, and none is ahead of its org.
SELECT b.org_id AS org, 'batch ' || b.first_seq || '-' || b.last_seq AS subject,
       'after ' || coalesce(b.before, 0) || ', up to ' || l.seq AS expected, b.first_seq || '-' || b.last_seq AS actual
  FROM (SELECT org_id, first_seq, last_seq,
               lag(last_seq) OVER (PARTITION BY org_id ORDER BY last_seq) AS before
          FROM batches) b
  JOIN org_lanes l ON l.org_id = b.org_id
 WHERE b.first_seq > b.last_seq OR b.first_seq <= coalesce(b.before, 0) OR b.last_seq > l.seq;
