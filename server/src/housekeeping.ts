import { adoptSessions } from './auth/agent-sessions.ts';
import { sweepTokens } from './auth/visitor-tokens.ts';
import type { Calls } from './calls/calls.ts';
import type { LiveCalls } from './calls/live-calls.ts';
import type { LiveKitGrants } from './calls/livekit/livekit-grants.ts';
import type { Clock } from './clock.ts';
import type { Site } from './config/schema.ts';
import { sweepCustomers } from './conversations/customers.ts';
import { openOf } from './conversations/readers.ts';
import { Retention } from './conversations/retention.ts';
import type { WorkContext } from './conversations/work.ts';
import { Work } from './conversations/work.ts';
import type { Logger } from './logging/logger.ts';
import type { Metrics } from './metrics/metrics.ts';
import { LEFT_AFTER } from './routing/presence.ts';
import type { Routing } from './routing/routing.ts';
import type { UntilStored } from './store/until-stored.ts';

export interface HousekeepingOptions {
  readonly context: WorkContext;
  readonly clock: Clock;
  readonly calls: Calls;
  readonly live: LiveCalls;
  readonly livekit: LiveKitGrants;
  readonly routing: Routing;
  readonly sites: Iterable<Site>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly untilStored: UntilStored;
  readonly signal: AbortSignal;
}

const HOUR = 3_600_000;
/** How long a command's first answer is kept for its repeats, in milliseconds. */
const ANSWERS_KEPT = 24 * HOUR;

/** What happens by itself: deadlines, absences, sweeping; and what a start has to take up again. */
export async function startHousekeeping({ context, clock, calls, live, livekit, routing, sites, logger, metrics, untilStored, signal }: HousekeepingOptions): Promise<void> {
  const alone = (what: string, change: (work: Work) => Promise<void>): void => {
    if (!signal.aborted) void untilStored(what, () => Work.do(context, change));
  };

  live.onDue((call) => alone('a deadline was not stored', (work) => calls.applyBySystem(work, call, { type: 'tick' })));
  context.presence.onAbsent((someone) =>
    alone('an absence was not stored', async (work) => {
      // Whoever came back before it could be stored was not absent.
      if (context.presence.isHere(someone.id)) return;
      if (someone.role === 'agent') {
        await routing.giveBackUnanswered(work, someone.id);
        return;
      }
      const open = await openOf(work.db, someone.id);
      if (open) work.touch(open.id);
    }),
  );
  const leave = (visitorsIn: (work: Work) => Promise<readonly string[]>): void =>
    alone('a departure was not stored', async (work) => routing.leave(work, (await visitorsIn(work)).filter((each) => context.presence.hasLeft(each))));
  context.presence.onLeft(({ id }) => leave(() => Promise.resolve([id])));
  // Whoever was here before the start, and did not come back.
  const known = async ({ db }: Work): Promise<readonly string[]> => {
    const rows = await db.selectFrom('conversations').select('visitor').where('state', 'in', ['waiting', 'assigned']).where('customer_left', '=', 0).execute();
    return rows.map(({ visitor }) => visitor);
  };
  clock.after(LEFT_AFTER, () => leave(known), signal);

  await Work.do(context, async (work) => {
    await calls.restore(work);
    await livekit.restore(work);
    await adoptSessions(work.db, context.people);
    const agents = await work.db.selectFrom('conversations').select('agent').distinct().where('state', '=', 'assigned').execute();
    for (const { agent } of agents) if (agent !== null) context.presence.expect({ id: agent, role: 'agent', site: null });
  });

  const retention = new Retention({ store: context.store, clock, sites, logger, signal });
  const sweep = (): void => {
    // The next one does what this one could not.
    Work.do(context, async (work) => {
      await sweepTokens(work.db, work.now);
      await sweepCustomers(work.db);
      await work.db.deleteFrom('call_commands').where('at', '<', work.now - ANSWERS_KEPT).execute();
    }).catch((error: unknown) => logger.error({ err: error }, 'sweeping failed'));
    retention.sweep();
    clock.after(HOUR, sweep, signal);
  };
  sweep();

  const count = (table: 'conversations' | 'calls', column: 'state' | 'live', value: string | number) => (): Promise<number> =>
    context.store.run(async ({ db }) => {
      const { dynamic } = db;
      const row = await db
        .selectFrom(table)
        .select((each) => each.fn.countAll<number>().as('count'))
        .where(dynamic.ref<'conversations.state'>(`${table}.${column}`), '=', value as string)
        .executeTakeFirstOrThrow();
      return row.count;
    });
  metrics.gauge('warmline_conversations_waiting', 'Conversations that nobody has taken', count('conversations', 'state', 'waiting'));
  metrics.gauge('warmline_conversations_assigned', 'Conversations that somebody answers', count('conversations', 'state', 'assigned'));
  metrics.gauge('warmline_calls_live', 'Calls under way', () => live.size);
}
