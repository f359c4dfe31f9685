// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Credits {
  /** Change what holds the org back, and when it is told that its credit runs low */
  readonly 'PATCH /v1/credits': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly low_balance_usd?: string | null;
      readonly low_runway_days?: number | null;
      readonly mode?: 'postpaid' | 'prepaid' | 'overdraft';
      readonly overdraft_usd?: string;
    };
    readonly answer: {
      readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
      /** USD, a decimal string */
      readonly balance_usd: string;
      /** USD, a decimal string */
      readonly reserved_usd: string;
      /** USD, a decimal string */
      readonly available_usd: string;
      /** How far below zero the balance may be held; counts in the mode overdraft */
      readonly overdraft_usd: string;
      /** A payment is disputed and its debt not paid: nothing is admitted */
      readonly frozen: boolean;
      readonly next_expiry: {
        readonly at: string;
        /** USD, a decimal string */
        readonly amount_usd: string;
      } | null;
      /** The mean of the last 7 full days */
      readonly burn_per_day_usd: string | null;
      /** For how long what is unspent lasts at that pace */
      readonly runway_days: number | null;
      /** When it is empty then */
      readonly runs_out_at: string | null;
      /** Credit can be paid for here */
      readonly takes_payments: boolean;
      readonly low_balance_usd: string | null;
      readonly low_runway_days: number | null;
    };
  };
  /** Read the org's wallet */
  readonly 'GET /v1/credits': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
      /** USD, a decimal string */
      readonly balance_usd: string;
      /** USD, a decimal string */
      readonly reserved_usd: string;
      /** USD, a decimal string */
      readonly available_usd: string;
      /** How far below zero the balance may be held; counts in the mode overdraft */
      readonly overdraft_usd: string;
      /** A payment is disputed and its debt not paid: nothing is admitted */
      readonly frozen: boolean;
      readonly next_expiry: {
        readonly at: string;
        /** USD, a decimal string */
        readonly amount_usd: string;
      } | null;
      /** The mean of the last 7 full days */
      readonly burn_per_day_usd: string | null;
      /** For how long what is unspent lasts at that pace */
      readonly runway_days: number | null;
      /** When it is empty then */
      readonly runs_out_at: string | null;
      /** Credit can be paid for here */
      readonly takes_payments: boolean;
      readonly low_balance_usd: string | null;
      readonly low_runway_days: number | null;
    };
  };
  /** Add credit that was paid for, once for each reference */
  readonly 'POST /v1/credits/top-ups': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly amount_usd: string;
      readonly reference: string;
      readonly expires_at?: string;
    };
    readonly answer: {
      readonly id: string;
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly reference: string | null;
      /** USD, a decimal string */
      readonly balance_usd: string;
      readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
      readonly time: string;
      readonly seq: number;
    };
  };
  /** Add credit that nobody paid for, once for each reference */
  readonly 'POST /v1/credits/grants': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly amount_usd: string;
      readonly source?: 'grant' | 'promotion';
      readonly reference: string;
      readonly priority?: number;
      readonly expires_at?: string;
      readonly reason?: string;
    };
    readonly answer: {
      readonly id: string;
      readonly kind: 'top_up' | 'grant' | 'reinstatement' | 'adjustment' | 'write_off' | 'charge' | 'correction' | 'refund' | 'claw_back' | 'expiry';
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly reference: string | null;
      readonly reason: string | null;
      readonly lot: {
        readonly id: string;
        readonly source: 'purchase' | 'grant' | 'promotion' | 'reinstatement' | 'adjustment';
        readonly priority: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
        /** USD, a decimal string */
        readonly remaining_usd: string;
        readonly expires_at: string | null;
        readonly reference: string | null;
        readonly created_at: string;
      } | null;
      /** USD, a decimal string */
      readonly balance_usd: string;
      readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
      readonly time: string;
      readonly seq: number;
    };
  };
  /** Take out what is unused of a purchase that is refunded */
  readonly 'POST /v1/credits/refunds': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly amount_usd: string;
      readonly lot?: string;
      readonly top_up?: string;
      readonly reference: string;
      readonly reason: string;
    };
    readonly answer: {
      readonly id: string;
      readonly kind: 'top_up' | 'grant' | 'reinstatement' | 'adjustment' | 'write_off' | 'charge' | 'correction' | 'refund' | 'claw_back' | 'expiry';
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly reference: string | null;
      readonly reason: string | null;
      readonly lot: {
        readonly id: string;
        readonly source: 'purchase' | 'grant' | 'promotion' | 'reinstatement' | 'adjustment';
        readonly priority: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
        /** USD, a decimal string */
        readonly remaining_usd: string;
        readonly expires_at: string | null;
        readonly reference: string | null;
        readonly created_at: string;
      } | null;
      /** USD, a decimal string */
      readonly balance_usd: string;
      readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
      readonly time: string;
      readonly seq: number;
    };
  };
  /** Set right what was booked wrong, by a signed amount */
  readonly 'POST /v1/credits/adjustments': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly amount_usd: string;
      readonly reference: string;
      readonly expires_at?: string;
      readonly reason: string;
    };
    readonly answer: {
      readonly id: string;
      readonly kind: 'top_up' | 'grant' | 'reinstatement' | 'adjustment' | 'write_off' | 'charge' | 'correction' | 'refund' | 'claw_back' | 'expiry';
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly reference: string | null;
      readonly reason: string | null;
      readonly lot: {
        readonly id: string;
        readonly source: 'purchase' | 'grant' | 'promotion' | 'reinstatement' | 'adjustment';
        readonly priority: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
        /** USD, a decimal string */
        readonly remaining_usd: string;
        readonly expires_at: string | null;
        readonly reference: string | null;
        readonly created_at: string;
      } | null;
      /** USD, a decimal string */
      readonly balance_usd: string;
      readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
      readonly time: string;
      readonly seq: number;
    };
  };
  /** Give up a debt, or a part of it */
  readonly 'POST /v1/credits/write-offs': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly amount_usd?: string;
      readonly reference: string;
      readonly reason: string;
    };
    readonly answer: {
      readonly id: string;
      readonly kind: 'top_up' | 'grant' | 'reinstatement' | 'adjustment' | 'write_off' | 'charge' | 'correction' | 'refund' | 'claw_back' | 'expiry';
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly reference: string | null;
      readonly reason: string | null;
      readonly lot: {
        readonly id: string;
        readonly source: 'purchase' | 'grant' | 'promotion' | 'reinstatement' | 'adjustment';
        readonly priority: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
        /** USD, a decimal string */
        readonly remaining_usd: string;
        readonly expires_at: string | null;
        readonly reference: string | null;
        readonly created_at: string;
      } | null;
      /** USD, a decimal string */
      readonly balance_usd: string;
      readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
      readonly time: string;
      readonly seq: number;
    };
  };
  /** List the lots of the org's credit, newest first or as they are drawn */
  readonly 'GET /v1/credits/lots': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly state?: 'open' | 'all';
      readonly order?: 'newest' | 'draw';
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly source: 'purchase' | 'grant' | 'promotion' | 'reinstatement' | 'adjustment';
        readonly priority: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
        /** USD, a decimal string */
        readonly remaining_usd: string;
        readonly expires_at: string | null;
        readonly reference: string | null;
        readonly created_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** List changes of the org's wallet, newest first */
  readonly 'GET /v1/credits/ledger': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly kind?: 'top_up' | 'grant' | 'reinstatement' | 'adjustment' | 'write_off' | 'charge' | 'correction' | 'refund' | 'claw_back' | 'expiry';
      readonly agent?: string;
      readonly run?: string;
      readonly model?: string;
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly lot?: string;
      readonly reference?: string;
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly seq: number;
        readonly id: string;
        readonly kind: 'top_up' | 'grant' | 'reinstatement' | 'adjustment' | 'write_off' | 'charge' | 'correction' | 'refund' | 'claw_back' | 'expiry';
        /** USD, a decimal string */
        readonly amount_usd: string;
        /** USD, a decimal string */
        readonly balance_usd: string;
        readonly time: string;
        readonly usage_record: string | null;
        readonly reservation: string | null;
        readonly reference: string | null;
        readonly reason: string | null;
        /** What it took from each lot; below zero where it gave back */
        readonly lots: readonly {
          readonly lot: string;
          readonly source: 'purchase' | 'grant' | 'promotion' | 'reinstatement' | 'adjustment';
          readonly reference: string | null;
          /** USD, a decimal string */
          readonly amount_usd: string;
        }[];
        /** Whose charge it is; null for what no usage brought about, as are those below */
        readonly agent: string | null;
        readonly run: string | null;
        readonly provider: string | null;
        readonly model: string | null;
        /** The payment that brought it about */
        readonly payment: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** List the months of the wallet, newest first */
  readonly 'GET /v1/credits/statements': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly timezone?: string;
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly month: string;
        readonly timezone: string;
        readonly from: string;
        readonly to: string;
        readonly is_over: boolean;
        /** USD, a decimal string */
        readonly opening_balance_usd: string;
        /** USD, a decimal string */
        readonly closing_balance_usd: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Read a month's statement: in sums, as a file of every movement, or as a page that prints */
  readonly 'GET /v1/credits/statements/{month}': {
    readonly path: {
      readonly month: string;
    };
    readonly query: {
      readonly timezone?: string;
      readonly format?: 'json' | 'csv' | 'html';
    };
    readonly body: undefined;
    readonly answer: {
      readonly month: string;
      readonly timezone: string;
      readonly from: string;
      readonly to: string;
      readonly is_over: boolean;
      /** USD, a decimal string */
      readonly opening_balance_usd: string;
      /** USD, a decimal string */
      readonly closing_balance_usd: string;
      readonly org: string;
      readonly movements: readonly {
        readonly kind: 'top_up' | 'grant' | 'reinstatement' | 'adjustment' | 'write_off' | 'charge' | 'correction' | 'refund' | 'claw_back' | 'expiry';
        readonly entries: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
      }[];
      readonly teams: readonly {
        readonly team: string | null;
        readonly entries: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
      }[];
      readonly usage: readonly {
        readonly team: string | null;
        readonly agent: string | null;
        readonly provider: string | null;
        readonly model: string | null;
        readonly entries: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
      }[];
      readonly days: readonly {
        readonly date: string;
        readonly entries: number;
        /** USD, a decimal string */
        readonly amount_usd: string;
      }[];
      /** Movements that no usage brought about, oldest first */
      readonly credits: readonly {
        readonly seq: number;
        readonly id: string;
        readonly kind: 'top_up' | 'grant' | 'reinstatement' | 'adjustment' | 'write_off' | 'charge' | 'correction' | 'refund' | 'claw_back' | 'expiry';
        /** USD, a decimal string */
        readonly amount_usd: string;
        /** USD, a decimal string */
        readonly balance_usd: string;
        readonly time: string;
        readonly usage_record: string | null;
        readonly reservation: string | null;
        readonly reference: string | null;
        readonly reason: string | null;
      }[];
      readonly has_more_credits: boolean;
    };
  };
  /** Sign the head of the ledger's chain */
  readonly 'POST /v1/credits/checkpoints': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>>;
    readonly answer: {
      readonly id: string;
      readonly seq: number;
      readonly head_hash: string;
      /** USD, a decimal string */
      readonly balance_usd: string;
      readonly time: string;
      /** What is to be kept elsewhere: the checkpoint, signed */
      readonly note: string;
    };
  };
  /** List signed checkpoints, newest first */
  readonly 'GET /v1/credits/checkpoints': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly seq: number;
        readonly head_hash: string;
        /** USD, a decimal string */
        readonly balance_usd: string;
        readonly time: string;
        /** What is to be kept elsewhere: the checkpoint, signed */
        readonly note: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** The ledger as a file that can be verified offline */
  readonly 'GET /v1/credits/ledger/export': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: string;
  };
  /** The public key of checkpoints */
  readonly 'GET /.well-known/cofferdam-checkpoint-key': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: string;
  };
  /** Make a page on which credit can be paid for */
  readonly 'POST /v1/credits/checkout': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly amount_usd: string;
      readonly currency?: 'USD';
      readonly success_url?: string;
      readonly cancel_url?: string;
      readonly reference?: string;
    };
    readonly answer: {
      readonly id: string;
      /** Where the payer pays */
      readonly url: string | null;
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly reference: string | null;
      readonly expires_at: string | null;
      readonly created_at: string;
    };
  };
  /** List payments, newest first */
  readonly 'GET /v1/credits/payments': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly state?: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'charged_back';
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        /** Where the payer pays */
        readonly url: string | null;
        /** USD, a decimal string */
        readonly amount_usd: string;
        readonly reference: string | null;
        readonly expires_at: string | null;
        readonly created_at: string;
        readonly state: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'charged_back';
        /** USD, a decimal string */
        readonly received_usd: string;
        /** USD, a decimal string */
        readonly refunded_usd: string;
        /** USD, a decimal string */
        readonly disputed_usd: string;
        /** Why it failed, or could not be booked */
        readonly problem: string | null;
        readonly receipt_url: string | null;
        readonly stripe_session: string | null;
        readonly stripe_payment_intent: string | null;
        readonly updated_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Read a payment */
  readonly 'GET /v1/credits/payments/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      /** Where the payer pays */
      readonly url: string | null;
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly reference: string | null;
      readonly expires_at: string | null;
      readonly created_at: string;
      readonly state: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'charged_back';
      /** USD, a decimal string */
      readonly received_usd: string;
      /** USD, a decimal string */
      readonly refunded_usd: string;
      /** USD, a decimal string */
      readonly disputed_usd: string;
      /** Why it failed, or could not be booked */
      readonly problem: string | null;
      readonly receipt_url: string | null;
      readonly stripe_session: string | null;
      readonly stripe_payment_intent: string | null;
      readonly updated_at: string;
    };
  };
  /** Ask Stripe what became of a payment, and book it */
  readonly 'POST /v1/credits/payments/{id}/refresh': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly id: string;
      /** Where the payer pays */
      readonly url: string | null;
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly reference: string | null;
      readonly expires_at: string | null;
      readonly created_at: string;
      readonly state: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'charged_back';
      /** USD, a decimal string */
      readonly received_usd: string;
      /** USD, a decimal string */
      readonly refunded_usd: string;
      /** USD, a decimal string */
      readonly disputed_usd: string;
      /** Why it failed, or could not be booked */
      readonly problem: string | null;
      readonly receipt_url: string | null;
      readonly stripe_session: string | null;
      readonly stripe_payment_intent: string | null;
      readonly updated_at: string;
    };
  };
  /** Compare the ledger with Stripe */
  readonly 'GET /v1/credits/reconciliation': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly ok: boolean;
      readonly payments: number;
      readonly matched: number;
      readonly residuals: readonly {
        /** What approves its correction */
        readonly id: string;
        readonly kind: 'missing_here' | 'missing_there' | 'amount_differs';
        readonly entry: 'top_up' | 'claw_back' | 'reinstatement';
        readonly reference: string;
        readonly payment: string;
        /** USD, a decimal string */
        readonly stripe_usd: string;
        /** USD, a decimal string */
        readonly ledger_usd: string;
        /** What a correction adds to the balance */
        readonly difference_usd: string;
      }[];
      readonly pending: readonly {
        readonly payment: string;
        readonly state: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'charged_back';
        /** USD, a decimal string */
        readonly amount_usd: string;
      }[];
      /** Purchases refunded here by hand and at Stripe too: each of the two takes the credit */
      readonly refunded_twice: readonly {
        readonly payment: string;
        /** USD, a decimal string */
        readonly here_usd: string;
        /** USD, a decimal string */
        readonly stripe_usd: string;
      }[];
      readonly stripe: {
        /** USD, a decimal string */
        readonly payments_usd: string;
        /** USD, a decimal string */
        readonly refunds_usd: string;
        /** USD, a decimal string */
        readonly disputes_usd: string;
        /** What Stripe kept; no part of any credit */
        readonly fees_usd: string;
      };
      /** What moved on the account for no payment of any org; operators see it */
      readonly elsewhere?: readonly {
        readonly id: string;
        readonly cause: 'payment' | 'refund' | 'dispute';
        readonly source: string;
        /** USD, a decimal string */
        readonly amount_usd: string;
        readonly time: string;
      }[];
    };
  };
  /** Set right differences that you name */
  readonly 'POST /v1/credits/reconciliation/corrections': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly residuals: readonly string[];
    };
    readonly answer: {
      readonly corrections: readonly {
        readonly residual: string;
        readonly kind: 'booked' | 'adjusted' | 'settled';
        /** USD, a decimal string */
        readonly amount_usd: string;
        readonly reference: string | null;
      }[];
    };
  };
}
