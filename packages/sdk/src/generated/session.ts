// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Session {
  /** Sign in with email and password */
  readonly 'POST /v1/session': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly email: string;
      readonly password: string;
    };
    readonly answer: {
      readonly signed_in: boolean;
    };
  };
  /** Read who is calling, and what they may do */
  readonly 'GET /v1/session': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly org: {
        readonly id: string;
        readonly name: string;
      };
      readonly person: {
        readonly id: string;
        readonly email: string;
        readonly name: string;
        readonly role: 'owner' | 'billing_admin' | 'operator' | 'viewer';
      } | null;
      readonly key: {
        readonly id: string;
        readonly kind: 'admin' | 'service' | 'agent';
        readonly operator: boolean;
        readonly agent: string | null;
      } | null;
      /** Of the server */
      readonly version: string;
      readonly permissions: readonly ('read' | 'spend' | 'operate' | 'administer' | 'credits' | 'people' | 'read_audit')[];
      /** Only of a session */
      readonly csrf_token?: string;
    };
  };
  /** Change your own name */
  readonly 'PATCH /v1/session': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: string;
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
  /** Sign out */
  readonly 'DELETE /v1/session': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Read what an invitation is for */
  readonly 'POST /v1/invitations/look-up': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly token: string;
    };
    readonly answer: {
      readonly org: string;
      readonly email: string | null;
      readonly role: 'owner' | 'billing_admin' | 'operator' | 'viewer';
    };
  };
  /** Accept an invitation: make a person, and sign them in */
  readonly 'POST /v1/invitations/accept': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly token: string;
      readonly email?: string;
      readonly name: string;
      readonly password: string;
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
  /** Set a new password by a reset link, and sign in */
  readonly 'POST /v1/password-resets/accept': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly token: string;
      readonly password: string;
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
  /** List where you are signed in */
  readonly 'GET /v1/sessions': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly user_agent: string;
        readonly address: string;
        readonly created_at: string;
        readonly last_seen_at: string;
        readonly current: boolean;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Sign out everywhere */
  readonly 'DELETE /v1/sessions': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Change your password; your other sessions end */
  readonly 'POST /v1/session/password': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly current_password: string;
      readonly new_password: string;
    };
    readonly answer: undefined;
  };
}
