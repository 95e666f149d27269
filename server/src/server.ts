import type { AddressInfo } from 'node:net';
import { LocalBus } from './bus/bus.ts';
import { Calls } from './calls/calls.ts';
import { Leases } from './calls/leases.ts';
import { LiveCalls } from './calls/live-calls.ts';
import { forgetRoom } from './calls/livekit/call-rooms.ts';
import { clustersOf } from './calls/livekit/clusters.ts';
import { LiveKitGrants } from './calls/livekit/livekit-grants.ts';
import { MediaBackends } from './calls/media-backends.ts';
import { WebRtcGrants } from './calls/webrtc-grants.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { DemoPeople } from './config/demo.ts';
import { demoConfig, hasDemoSite, withDemoPeople } from './config/demo.ts';
import { People } from './config/people.ts';
import { parseConfig } from './config/read-config.ts';
import type { Config, ConfigInput } from './config/schema.ts';
import { withSecrets } from './config/secrets.ts';
import type { Settings } from './config/settings.ts';
import { defaultPublicDir, withEnvironment } from './config/settings.ts';
import { Conversations } from './conversations/conversations.ts';
import { Views } from './conversations/views.ts';
import type { WorkContext } from './conversations/work.ts';
import { Work } from './conversations/work.ts';
import { Gateway, refuseUpgrade } from './gateway/gateway.ts';
import { Greeter } from './gateway/hello.ts';
import { methodsOf } from './gateway/methods.ts';
import { KeyedLimit } from './rate-limit.ts';
import { createApp } from './http/app.ts';
import { keepChunks } from './http/kept-chunks.ts';
import { RefusedPages } from './http/origins.ts';
import { createLogger } from './logging/logger.ts';
import { Metrics } from './metrics/metrics.ts';
import { Refusal, StartError } from './refusal.ts';
import { Presence } from './routing/presence.ts';
import { Roster } from './routing/roster.ts';
import { Routing } from './routing/routing.ts';
import { damaged, DataDirectory } from './store/data-directory.ts';
import { isDamaged } from './store/sqlite.ts';
import { Store } from './store/store.ts';
import { storingWith } from './store/until-stored.ts';
import { startHousekeeping } from './housekeeping.ts';

export interface ServerOptions {
  readonly dataDir: string;
  /** As `warmline.config.json`; the demo's where it is absent. */
  readonly config?: ConfigInput;
  /** A TURN server and a LiveKit cluster for the demo, whose configuration names none. */
  readonly turn?: Settings['turn'];
  readonly livekit?: Settings['livekit'];
  /** Where the configuration names variables that hold secrets. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly host?: string;
  readonly publicDir?: string;
  readonly logLevel?: string;
  readonly clock?: Clock;
  /** What the sockets' heartbeat and farewell go by, for tests of them. */
  readonly networkClock?: Clock;
  /** Bounds the database's size, for tests of a full disk. */
  readonly maxPages?: number;
}

export interface Server {
  /** Where it listens, as an origin. */
  readonly url: string;
  readonly port: number;
  /** What it is bound to, which may be more than `url` names. */
  readonly address: string;
  /** The demo's people and their passwords; null where a configuration was given. */
  readonly demo: DemoPeople | null;
  /** Says goodbye to every socket, stores what is under way and lets go of everything; once, however often it is asked to. */
  close(): Promise<void>;
}

/** How long sockets may take to say goodbye, in milliseconds. */
const FAREWELL_MS = 1_000;

/**
 * Starts a server in this process.
 *
 * @throws StartError whose message is one line for the server's owner
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const given = options.config === undefined ? null : parseConfig(options.config, 'config');
  const directory = await DataDirectory.open(options.dataDir);
  try {
    const demo = given ? null : withDemoPeople(withEnvironment(demoConfig, options), directory);
    const config = withSecrets(given ?? demo?.config ?? demoConfig, options.environment ?? {});
    return await start(options, directory, config, demo?.people ?? null);
  } catch (error) {
    directory.close();
    // The store refuses by a code, and has SQLite's own word as its cause.
    const cause = error instanceof Refusal ? error.cause : error;
    throw isDamaged(cause) ? damaged(directory.database, cause) : error;
  }
}

async function start(options: ServerOptions, directory: DataDirectory, config: Config, demo: DemoPeople | null): Promise<Server> {
  const clock = options.clock ?? systemClock;
  const networkClock = options.networkClock ?? systemClock;
  const logger = createLogger(options.logLevel ?? 'silent');
  const metrics = new Metrics();
  const lifetime = new AbortController();
  const store = await Store.open(directory.database, clock, {
    ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
    onFailure: (error) => logger.error({ err: error }, 'storage failed'),
  });

  const sites = new Map(config.sites.map((each) => [each.id, each]));
  const people = await People.of(config, directory.key('password'));
  const presence = new Presence(clock);
  const bus = new LocalBus();
  const views = new Views(people, sites, presence);
  const roster = new Roster(people, presence, config.capacity.chat);
  const routing = new Routing(roster);
  const live = new LiveCalls(clock, logger);
  const told = (change: Promise<unknown>): void => void change.catch((error: unknown) => logger.error({ err: error }, 'what LiveKit said was not stored'));
  const clusters = clustersOf(
    { clusters: config.livekit, live, clock, logger, metrics, signal: lifetime.signal },
    {
      say: (call, command) => {
        if (!lifetime.signal.aborted) told(Work.do(context, (work) => calls.applyBySystem(work, call, command)));
      },
      closed: (call) => {
        if (!lifetime.signal.aborted) told(store.run(({ db }) => forgetRoom(db, call)));
      },
    },
  );
  const livekit = new LiveKitGrants(clusters, logger);
  const calls = new Calls({
    live,
    media: new MediaBackends({ webrtc: new WebRtcGrants(config), livekit, sites, clusters: config.livekit, logger, metrics }),
    sites,
    presence,
    routing,
    bus,
    leases: new Leases(directory.key('lease')),
    onEnded: (record) => {
      const reason = record.state.phase === 'ended' ? record.state.reason : 'unknown';
      metrics.calls.inc({ reason, backend: record.backend });
      logger.info({ call: record.id, reason }, 'call ended');
    },
  });
  const conversations = new Conversations({ people, presence, routing, calls, views });
  const context: WorkContext = { store, bus, presence, people, views, tellPeople: (work) => roster.tell(work, sites.keys()) };
  const socketKey = directory.key('socket');
  const refused = new RefusedPages(logger);
  const greeter = new Greeter({
    config,
    sites,
    people,
    roster,
    routing,
    conversations,
    calls,
    views,
    socketKey,
    visitorLimit: new KeyedLimit(config.limits.visitorsPerMinute),
    refused,
    logger,
  });
  const untilStored = storingWith({ clock, logger, signal: lifetime.signal });
  const gateway = new Gateway({
    context,
    bus,
    clock,
    networkClock,
    greeter,
    handlers: methodsOf({ conversations, calls, roster, routing, logger }),
    calls,
    live,
    limits: config.limits,
    trustProxy: config.trustProxy,
    untilStored,
    logger,
    metrics,
  });
  let draining = false;
  const publicDir = options.publicDir ?? defaultPublicDir;
  const keptDir = directory.pathOf('published');
  const app = await createApp({
    context,
    store,
    people,
    roster,
    clock,
    socketKey,
    limits: config.limits,
    signedOut: (session) => gateway.signOut(session),
    livekit: { clusters: config.livekit, look: (call) => livekit.look(call), heard: (cluster) => metrics.webhooks.inc({ cluster }) },
    publicDir,
    keptDir,
    hasDemo: hasDemoSite(config),
    trustProxy: config.trustProxy,
    refused,
    logger,
    metrics,
    isReady: async () => !draining && (await store.takesWrites()),
  });

  await startHousekeeping({ context, clock, calls, live, livekit, routing, sites: config.sites, logger, metrics, untilStored, signal: lifetime.signal });
  for (const cluster of clusters.values()) cluster.start();
  const keeping = keepChunks(publicDir, keptDir, clock).catch((error: unknown) => logger.warn({ err: error }, 'chunks were not kept: pages that are open at the next update may have to be loaded again'));
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    if (!gateway.upgrade(request, socket, head)) refuseUpgrade(socket, '404 Not Found');
  });
  const drain = async (): Promise<void> => {
    draining = true;
    // A start that failed has its own line.
    if (app.server.listening) logger.info({ sockets: gateway.size, calls: live.size }, 'stopping');
    gateway.drain();
    lifetime.abort();
    // What was accepted is stored and answered before anybody is sent away; and until then whoever is here is here.
    await store.settled();
    await new Promise(setImmediate);
    live.close();
    presence.close();
    // The port stays open meanwhile, so that whoever asks learns why nothing is taken.
    const farewell = new AbortController();
    networkClock.after(FAREWELL_MS, () => gateway.terminate(), farewell.signal);
    await gateway.close();
    farewell.abort();
    await app.close();
    await keeping;
    await store.close();
    directory.close();
  };
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => (closed ??= drain());
  const host = options.host ?? '127.0.0.1';
  const wanted = options.port ?? 0;
  try {
    await app.listen({ port: wanted, host });
  } catch (cause) {
    await close();
    throw listenError(cause, host, wanted);
  }
  const { address, port } = app.server.address() as AddressInfo;
  logger.info({ host, port, sites: sites.size, agents: people.all.length }, 'listening');
  if (people.all.length === 0) logger.warn('"agents" of the configuration is empty: nobody can sign in');
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, address, demo, close };
}

function listenError(cause: unknown, host: string, port: number): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  if (code === 'EADDRINUSE') return new StartError(`PORT is ${port}, allowed: a port that nothing else uses`, { cause });
  if (code === 'EACCES') return new StartError(`PORT is ${port}, allowed: a port that this user may open, from 1024`, { cause });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new StartError(`HOST is "${host}", allowed: an address of this machine`, { cause });
  return cause;
}
