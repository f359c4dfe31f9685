import type { Journal } from './journal/journal.ts';
import { type Imports, importsOf } from './resources/imports.ts';
import { type Live, liveOf } from './resources/live.ts';
import { type Resources, resourcesOf } from './resources/index.ts';
import { createAvailability } from './spending/available.ts';
import type { Context, Problem } from './spending/context.ts';
import { recover, type Recovered } from './spending/recover.ts';
import { type Run, type RunRequest, runTask } from './spending/run.ts';
import { createSpender, type Labels, type Spender } from './spending/spender.ts';
import { type Connection, createConnection } from './transport/connection.ts';
import type { ConnectionOptions } from './transport/options.ts';

export interface CofferdamOptions extends ConnectionOptions {
  /** Keeps what must be said until it is said, so that it survives a crash; `@cofferdam/sdk/node` has one in a file. */
  readonly journal?: Journal | undefined;
  /** Told of what no error says, since the work went on or had failed already; it is written to the console otherwise. */
  readonly onProblem?: ((problem: Problem) => void) | undefined;
}

function warn({ what, error }: Problem): void {
  // oxlint-disable-next-line no-console -- the one place, and only where the caller gave no other
  console.warn(`cofferdam: ${what}`, error);
}

class Client implements Spender {
  readonly connection: Connection;
  readonly imports: Imports;
  /** What happens in the org, as it happens. */
  readonly live: Live;
  /** Any operation by its name: `call('GET /v1/budgets/{id}', { path: { id } })`. */
  readonly call: Connection['call'];
  /** The body of an answer as it comes, for files of any size. */
  readonly stream: Connection['stream'];
  readonly withReservation: Spender['withReservation'];
  readonly hold: Spender['hold'];
  readonly meterTool: Spender['meterTool'];
  readonly report: Spender['report'];
  readonly isDurable: boolean;
  readonly lastAvailable: Spender['lastAvailable'];
  readonly #context: Context;

  constructor(options: CofferdamOptions = {}) {
    const connection = createConnection(options);
    const { journal = null, onProblem = warn } = options;
    this.#context = { connection, journal, live: new Set(), availability: createAvailability(), onProblem };
    this.connection = connection;
    this.call = connection.call;
    this.stream = connection.stream;
    this.imports = importsOf(connection);
    this.live = liveOf(connection);
    const spender = this.as({});
    this.withReservation = spender.withReservation;
    this.hold = spender.hold;
    this.meterTool = spender.meterTool;
    this.report = spender.report;
    this.isDurable = spender.isDurable;
    this.lastAvailable = spender.lastAvailable;
    Object.assign(this, resourcesOf(connection));
  }

  /** Who spends under these labels: an agent, say, whose calls are no run. */
  as(labels: Labels): Spender {
    return createSpender(this.#context, labels);
  }

  /**
   * Starts a run, does the work, and finishes the run: succeeded, failed where the work raises, cancelled where its
   * `signal` was aborted. Raises CofferdamError where it may not start, and what the work raises.
   */
  run<Result>(request: RunRequest, work: (run: Run) => Promise<Result>): Promise<Result> {
    return runTask(this.#context, request, work);
  }

  /** Makes the calls that a crash left in the journal: to be called when a process starts. Raises what the journal does. */
  recover(): Promise<Recovered> {
    return recover(this.#context);
  }
}

/** A client of one server, with one key. */
export type Cofferdam = Client & Resources;

/** `new Cofferdam({ baseUrl, apiKey })`; both may come from the environment. Raises TypeError for an address that is none. */
export const Cofferdam = Client as new (options?: CofferdamOptions) => Cofferdam;
