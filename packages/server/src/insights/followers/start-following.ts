import { repeat, type Repeated } from '../../services/housekeeping/repeat.ts';
import type { Following } from './following.ts';

const lookEveryMs = 250;
/** What no batch of this node announced: another node's, that died, or what rests after a failure. */
const restlessLooks = 8;

/** A node's followers at work. */
export interface Follow extends Repeated {
  /** A batch of this node was written: the next look is worth its query. */
  nudge(): void;
}

/**
 * Looks for what followers have not read, for as long as the node runs: a quarter of a second after a batch of this
 * node, and every two seconds for what nobody announced.
 */
export function startFollowing(following: Following, onError: (error: unknown) => void): Follow {
  let quietLooks = restlessLooks;
  const look = async (): Promise<void> => {
    quietLooks += 1;
    if (quietLooks < restlessLooks) return;
    quietLooks = 0;
    await following.catchUp();
  };
  const looks = repeat(lookEveryMs, look, onError);
  return {
    nudge() {
      quietLooks = restlessLooks;
    },
    async stop() {
      await Promise.all([following.close(), looks.stop()]);
    },
  };
}
