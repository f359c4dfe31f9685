// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Anomalies {
  /** Read when a charge, a run or a loop is out of character */
  readonly 'GET /v1/anomaly-rules': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly enabled: boolean;
      /** More than so many times the norm is out of character */
      readonly factor: number;
      /** So many charges make a norm */
      readonly min_charges: number;
      /** So many runs that are over make a norm of runs */
      readonly min_runs: number;
      /** What costs less is not told of */
      readonly min_amount_usd: string;
      /** So many identical requests within the window are a loop */
      readonly loop_requests: number;
      readonly loop_window_seconds: number;
      /** The agent is paused until an operator resumes it */
      readonly pause: boolean;
      /** Agents with rules of their own */
      readonly agents: readonly string[];
    };
  };
  /** Set the rules of the org, whole: what is left out has its default */
  readonly 'PUT /v1/anomaly-rules': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly enabled?: boolean;
      readonly factor?: number;
      readonly min_charges?: number;
      readonly min_runs?: number;
      readonly min_amount_usd?: string;
      readonly loop_requests?: number;
      readonly loop_window_seconds?: number;
      readonly pause?: boolean;
    };
    readonly answer: {
      readonly enabled: boolean;
      /** More than so many times the norm is out of character */
      readonly factor: number;
      /** So many charges make a norm */
      readonly min_charges: number;
      /** So many runs that are over make a norm of runs */
      readonly min_runs: number;
      /** What costs less is not told of */
      readonly min_amount_usd: string;
      /** So many identical requests within the window are a loop */
      readonly loop_requests: number;
      readonly loop_window_seconds: number;
      /** The agent is paused until an operator resumes it */
      readonly pause: boolean;
      /** Agents with rules of their own */
      readonly agents: readonly string[];
    };
  };
  /** Read the rules of an agent, and in what it differs from the org */
  readonly 'GET /v1/agents/{id}/anomaly-rules': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly agent: string;
      readonly own: {
        readonly enabled?: boolean;
        /** More than so many times the norm is out of character */
        readonly factor?: number;
        /** So many charges make a norm */
        readonly min_charges?: number;
        /** So many runs that are over make a norm of runs */
        readonly min_runs?: number;
        /** What costs less is not told of */
        readonly min_amount_usd?: string;
        /** So many identical requests within the window are a loop */
        readonly loop_requests?: number;
        readonly loop_window_seconds?: number;
        /** The agent is paused until an operator resumes it */
        readonly pause?: boolean;
      };
      readonly rules: {
        readonly enabled: boolean;
        /** More than so many times the norm is out of character */
        readonly factor: number;
        /** So many charges make a norm */
        readonly min_charges: number;
        /** So many runs that are over make a norm of runs */
        readonly min_runs: number;
        /** What costs less is not told of */
        readonly min_amount_usd: string;
        /** So many identical requests within the window are a loop */
        readonly loop_requests: number;
        readonly loop_window_seconds: number;
        /** The agent is paused until an operator resumes it */
        readonly pause: boolean;
      };
    };
  };
  /** Set in what an agent differs from the org, whole */
  readonly 'PUT /v1/agents/{id}/anomaly-rules': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly enabled?: boolean;
      readonly factor?: number;
      readonly min_charges?: number;
      readonly min_runs?: number;
      readonly min_amount_usd?: string;
      readonly loop_requests?: number;
      readonly loop_window_seconds?: number;
      readonly pause?: boolean;
    };
    readonly answer: {
      readonly agent: string;
      readonly own: {
        readonly enabled?: boolean;
        /** More than so many times the norm is out of character */
        readonly factor?: number;
        /** So many charges make a norm */
        readonly min_charges?: number;
        /** So many runs that are over make a norm of runs */
        readonly min_runs?: number;
        /** What costs less is not told of */
        readonly min_amount_usd?: string;
        /** So many identical requests within the window are a loop */
        readonly loop_requests?: number;
        readonly loop_window_seconds?: number;
        /** The agent is paused until an operator resumes it */
        readonly pause?: boolean;
      };
      readonly rules: {
        readonly enabled: boolean;
        /** More than so many times the norm is out of character */
        readonly factor: number;
        /** So many charges make a norm */
        readonly min_charges: number;
        /** So many runs that are over make a norm of runs */
        readonly min_runs: number;
        /** What costs less is not told of */
        readonly min_amount_usd: string;
        /** So many identical requests within the window are a loop */
        readonly loop_requests: number;
        readonly loop_window_seconds: number;
        /** The agent is paused until an operator resumes it */
        readonly pause: boolean;
      };
    };
  };
  /** Judge an agent as the org says again */
  readonly 'DELETE /v1/agents/{id}/anomaly-rules': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Read what is usual for an agent: its charges, its models and tools, its runs */
  readonly 'GET /v1/agents/{id}/norm': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly agent: string;
      readonly charges: {
        readonly count: number;
        readonly since: string;
        readonly last: string;
        /** What charges are compared with */
        readonly norm_usd: string;
        readonly cost_usd: {
          /** USD, a decimal string */
          readonly median: string;
          /** USD, a decimal string */
          readonly p95: string;
          /** USD, a decimal string */
          readonly high: string;
        } | null;
        readonly input_tokens: {
          readonly median: number;
          readonly p95: number;
          readonly high: number;
        } | null;
        readonly output_tokens: {
          readonly median: number;
          readonly p95: number;
          readonly high: number;
        } | null;
        readonly rate_usd_per_minute: {
          /** USD, a decimal string */
          readonly median: string;
          /** USD, a decimal string */
          readonly p95: string;
          /** USD, a decimal string */
          readonly high: string;
        } | null;
      } | null;
      readonly runs: {
        readonly count: number;
        readonly since: string;
        readonly last: string;
        /** What charges are compared with */
        readonly norm_usd: string;
        readonly cost_usd: {
          /** USD, a decimal string */
          readonly median: string;
          /** USD, a decimal string */
          readonly p95: string;
          /** USD, a decimal string */
          readonly high: string;
        } | null;
        readonly input_tokens: {
          readonly median: number;
          readonly p95: number;
          readonly high: number;
        } | null;
        readonly output_tokens: {
          readonly median: number;
          readonly p95: number;
          readonly high: number;
        } | null;
        readonly rate_usd_per_minute: {
          /** USD, a decimal string */
          readonly median: string;
          /** USD, a decimal string */
          readonly p95: string;
          /** USD, a decimal string */
          readonly high: string;
        } | null;
      } | null;
      readonly series: readonly {
        readonly count: number;
        readonly since: string;
        readonly last: string;
        /** What charges are compared with */
        readonly norm_usd: string;
        readonly cost_usd: {
          /** USD, a decimal string */
          readonly median: string;
          /** USD, a decimal string */
          readonly p95: string;
          /** USD, a decimal string */
          readonly high: string;
        } | null;
        readonly input_tokens: {
          readonly median: number;
          readonly p95: number;
          readonly high: number;
        } | null;
        readonly output_tokens: {
          readonly median: number;
          readonly p95: number;
          readonly high: number;
        } | null;
        readonly rate_usd_per_minute: {
          /** USD, a decimal string */
          readonly median: string;
          /** USD, a decimal string */
          readonly p95: string;
          /** USD, a decimal string */
          readonly high: string;
        } | null;
        /** A model, `tool NAME`, or `cost` */
        readonly series: string;
      }[];
    };
  };
}
