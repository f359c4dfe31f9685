-- Where orgs that are watched stand: one look for all of them, by keys alone, which waits for nobody and holds nobody up.
-- Alerts are raised and changed outside the lane too: the newest few say whether there is anything new.
SELECT l.org_id, l.seq, l.config_version,
       concat_ws(' ', l.wallet_mode, l.wallet_balance, l.wallet_reserved, l.wallet_overdraft, l.wallet_frozen) AS wallet,
       (SELECT sum(r.count) FROM refusal_counts r WHERE r.org_id = l.org_id AND r.day >= $2::date)::text AS refusals,
       (SELECT string_agg(n.id::text, ' ' ORDER BY n.id)
          FROM (SELECT a.id FROM alerts a WHERE a.org_id = l.org_id ORDER BY a.id DESC LIMIT 32) n) AS raised,
       (SELECT string_agg(n.alert_id || ' ' || n.number, ' ' ORDER BY n.alert_id, n.number)
          FROM (SELECT c.alert_id, c.number FROM alert_changes c WHERE c.org_id = l.org_id
                 ORDER BY c.changed_at DESC, c.alert_id, c.number LIMIT 32) n) AS changed
  FROM org_lanes l WHERE l.org_id = ANY ($1::uuid[])
