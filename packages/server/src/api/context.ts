import type { PriceBook } from '@cofferdam/core';
import type { NoteSigner } from '../services/checkpoints/signed-note.ts';
import type { SealedChannel } from '../services/channels/channel.ts';
import type { ChannelRules } from '../services/channels/create-channel.ts';
import type { Outcome } from '../services/channels/record-outcome.ts';
import type { AgentPolicies } from '../services/connections/agent-policies.ts';
import type { ConnectionBook } from '../services/connections/connection-book.ts';
import type { ConnectionRules } from '../services/connections/create-connection.ts';
import type { Carrier } from '../services/lane/carrier.ts';
import type { Live } from '../services/live/live.ts';
import type { OrgTransactions } from '../services/org-transaction.ts';
import type { PaymentServices } from '../services/payments/context.ts';
import type { Pool } from '../store/connection.ts';
import type { Identification } from './authentication.ts';

/** What handlers work with; made once, where everything is wired. */
export interface ApiContext extends Identification {
  readonly lanes: Carrier;
  readonly pool: Pool;
  readonly changes: OrgTransactions;
  readonly connections: ConnectionBook;
  readonly connectionRules: ConnectionRules;
  readonly agentPolicies: AgentPolicies;
  readonly channelRules: ChannelRules;
  /** Sends a test message to a channel, now; a failure is an outcome. */
  readonly testChannel: (orgId: string, channel: SealedChannel) => Promise<Outcome>;
  /** Null where the server takes no payments. */
  readonly payments: PaymentServices | null;
  /** The prices that everybody has who set none of their own. */
  readonly book: PriceBook;
  /** Where people reach the server, for the links that it makes; null where each request says so itself. */
  readonly publicUrl: string | null;
  /** Signs checkpoints of the ledger. */
  readonly noteSigner: NoteSigner;
  /** Tells those who watch an org that something of it changed. */
  readonly live: Pick<Live, 'listen'>;
  readonly newId: () => string;
  /** The time on this node, for what is only shown or cached; the ledger's time is the lane's. */
  readonly nowMs: () => number;
}
