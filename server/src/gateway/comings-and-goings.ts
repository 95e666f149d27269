import type { Params } from '../../../src/protocol/requests.ts';
import type { Calls } from '../calls/calls.ts';
import type { LiveCalls } from '../calls/live-calls.ts';
import type { Party } from '../conversations/party.ts';
import type { WorkContext } from '../conversations/work.ts';
import { Work } from '../conversations/work.ts';
import type { Logger } from '../logging/logger.ts';
import type { UntilStored } from '../store/until-stored.ts';
import type { Greeter } from './hello.ts';

export interface ComingsAndGoingsOptions {
  readonly context: WorkContext;
  readonly greeter: Greeter;
  readonly calls: Calls;
  readonly live: LiveCalls;
  readonly untilStored: UntilStored;
  readonly logger: Logger;
}

/** What follows for others when somebody's socket is greeted, and when it goes. Nobody waits for an answer of this. */
export class ComingsAndGoings {
  readonly #options: ComingsAndGoingsOptions;

  constructor(options: ComingsAndGoingsOptions) {
    this.#options = options;
  }

  /** The greeting is said already: nothing of this refuses it. */
  async arrive(party: Party, params: Params<'hello'>): Promise<void> {
    const { context, greeter, untilStored, logger } = this.#options;
    if (party.role === 'agent' || params.role === 'agent') {
      await untilStored('an arrival was not stored', () => Work.do(context, (work) => greeter.agentArrives(work)));
      return;
    }
    // Once: their next page says it anew, and a later try would say what is not so any more.
    await Work.do(context, (work) => greeter.customerArrives(work, party, params)).catch((error: unknown) => logger.warn({ err: error }, 'a visit was not stored'));
  }

  async leave(socket: string, party: Party, type: 'leaving' | 'gone'): Promise<void> {
    const { context, untilStored } = this.#options;
    await this.release(socket, type);
    if (party.role === 'customer') return;
    await untilStored('a departure was not told', () =>
      Work.do(context, (work) => {
        work.touchPeople();
        return Promise.resolve();
      }),
    );
  }

  /** What the end of a socket means for the calls that it held. */
  async release(socket: string, type: 'leaving' | 'gone' | 'end'): Promise<void> {
    const { context, calls, live, untilStored } = this.#options;
    // A command that came from this socket before its end may still be on its way to the disk, and makes it a holder only then; one that failed does not.
    await context.store.run(() => Promise.resolve()).catch(() => undefined);
    for (const { call, side, lease } of live.release(socket)) {
      await untilStored('the end of a lease was not stored', () => Work.do(context, (work) => calls.released(work, call, { type, side }, lease)));
    }
  }
}
