/** `GET /v1/reports/overview`, as far as the page shows it. */
export interface Overview {
  readonly cost_usd: string;
  readonly requests: number;
  readonly refused: number;
  readonly open_reservations: number;
  readonly reserved_usd: string;
  readonly estimated_usd: string;
}
