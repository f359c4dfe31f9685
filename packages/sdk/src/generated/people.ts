// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface People {
  /** Invite somebody; the link is shown this once */
  readonly 'POST /v1/invitations': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly email: string;
      readonly role: 'owner' | 'billing_admin' | 'operator' | 'viewer';
    };
    readonly answer: {
      readonly id: string;
      readonly email: string | null;
      readonly role: 'owner' | 'billing_admin' | 'operator' | 'viewer';
      readonly created_at: string;
      readonly expires_at: string;
      /** The link, shown this once */
      readonly url: string;
    };
  };
  /** List invitations that can still be accepted */
  readonly 'GET /v1/invitations': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly email: string | null;
        readonly role: 'owner' | 'billing_admin' | 'operator' | 'viewer';
        readonly created_at: string;
        readonly expires_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Withdraw an invitation */
  readonly 'DELETE /v1/invitations/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Read what each role may do */
  readonly 'GET /v1/roles': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly permissions: readonly {
        readonly permission: 'read' | 'spend' | 'operate' | 'administer' | 'credits' | 'people' | 'read_audit';
        readonly meaning: string;
      }[];
      readonly data: readonly {
        readonly role: 'owner' | 'billing_admin' | 'operator' | 'viewer';
        readonly meaning: string;
        readonly permissions: readonly ('read' | 'spend' | 'operate' | 'administer' | 'credits' | 'people' | 'read_audit')[];
      }[];
    };
  };
  /** List people, newest first */
  readonly 'GET /v1/people': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly email: string;
        readonly name: string;
        readonly role: 'owner' | 'billing_admin' | 'operator' | 'viewer';
        readonly created_at: string;
        readonly password_changed_at: string;
        readonly last_sign_in_at: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Change somebody's name or role */
  readonly 'PATCH /v1/people/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly role?: 'owner' | 'billing_admin' | 'operator' | 'viewer';
      readonly name?: string;
    };
    readonly answer: {
      readonly id: string;
      readonly email: string;
      readonly name: string;
      readonly role: 'owner' | 'billing_admin' | 'operator' | 'viewer';
      readonly created_at: string;
      readonly password_changed_at: string;
      readonly last_sign_in_at: string | null;
    };
  };
  /** Remove somebody */
  readonly 'DELETE /v1/people/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Make a link by which somebody sets a new password */
  readonly 'POST /v1/people/{id}/password-reset': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly person: string;
      readonly expires_at: string;
      /** The link, shown this once */
      readonly url: string;
    };
  };
}
