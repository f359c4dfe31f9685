-- The wallet becomes lots: each purchase, grant or promotion is a piece of credit of its own, drawn in a stated order.

-- What a credit command was first used for: its own name, and the reference that the caller gave it.
CREATE TABLE credit_references (
  org_id uuid NOT NULL,
  kind text NOT NULL,
  reference text NOT NULL,
  request_hash text NOT NULL,
  answer text NOT NULL,
  entry_id uuid NOT NULL,
  PRIMARY KEY (org_id, kind, reference)
);

INSERT INTO credit_references (org_id, kind, reference, request_hash, answer, entry_id)
SELECT org_id, 'top-up', reference, request_hash, answer, entry_id FROM top_ups;

DROP TABLE top_ups;

ALTER TABLE ledger_entries ADD COLUMN reason text;
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_kind_check;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_kind_check CHECK (kind IN ('top_up', 'charge', 'correction',
  'grant', 'refund', 'adjustment', 'write_off', 'claw_back', 'reinstatement', 'expiry'));

-- purchased: the first purchase has been made, and no other one changes the mode. frozen: a payment is disputed and its
-- debt not paid, so that nothing is admitted whatever the mode. Entries up to lots_from_seq were made before there were
-- lots: no draws stand behind them.
ALTER TABLE org_lanes
  ADD COLUMN wallet_purchased boolean NOT NULL DEFAULT false,
  ADD COLUMN wallet_frozen boolean NOT NULL DEFAULT false,
  ADD COLUMN lots_from_seq bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT org_lanes_frozen_in_debt CHECK (NOT wallet_frozen OR wallet_balance < 0);

-- Append-only. A lot has the id of the entry that brought its credit. What is left of it is amount - drawn_before - the
-- sum of its draws. Lots of seq 0 are older than lots: drawn_before is what had been drawn by then.
CREATE TABLE lots (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  seq bigint NOT NULL,
  source text NOT NULL CHECK (source IN ('purchase', 'grant', 'promotion', 'reinstatement', 'adjustment')),
  priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 1000),
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd > 0),
  drawn_before bigint NOT NULL DEFAULT 0 CHECK (drawn_before BETWEEN 0 AND amount_nano_usd),
  expires_at timestamptz,
  reference text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT lots_drawn_before_there_were_lots CHECK (seq = 0 OR drawn_before = 0)
);

-- What is left of each lot that has anything left; a row goes when its lot is used up. No index holds the figure.
CREATE TABLE open_lots (
  org_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  remaining_nano_usd bigint NOT NULL CHECK (remaining_nano_usd > 0),
  expires_at timestamptz,
  PRIMARY KEY (org_id, lot_id)
) WITH (fillfactor = 50);

CREATE INDEX open_lots_by_expiry ON open_lots (org_id, expires_at) WHERE expires_at IS NOT NULL;

-- Append-only: what an entry took from a lot; negative where it gave back.
CREATE TABLE lot_draws (
  org_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  seq bigint NOT NULL,
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd <> 0),
  PRIMARY KEY (org_id, entry_id, lot_id)
) PARTITION BY RANGE (entry_id);

-- Every top-up so far becomes a lot. Charges are taken to have drawn the oldest first, so what is left of the balance
-- is of the newest: of each lot what the balance has beyond the lots after it.
UPDATE org_lanes l
   SET lots_from_seq = l.seq,
       wallet_purchased = EXISTS (SELECT 1 FROM credit_references c WHERE c.org_id = l.org_id);

INSERT INTO lots (org_id, id, seq, source, priority, amount_nano_usd, drawn_before, reference, created_at)
SELECT e.org_id, e.id, 0, 'purchase', 100, e.amount_nano_usd,
       e.amount_nano_usd - greatest(0, least(e.amount_nano_usd, greatest(l.wallet_balance, 0) - e.newer)),
       e.reference, e.time
  FROM (SELECT *, coalesce(sum(amount_nano_usd) OVER (PARTITION BY org_id ORDER BY id
                             ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 0)::bigint AS newer
          FROM ledger_entries WHERE kind = 'top_up' AND amount_nano_usd > 0) e
  JOIN org_lanes l ON l.org_id = e.org_id;

INSERT INTO open_lots (org_id, lot_id, remaining_nano_usd)
SELECT org_id, id, amount_nano_usd - drawn_before FROM lots WHERE amount_nano_usd > drawn_before;
