import * as v from 'valibot';
import { calling } from '../../../src/protocol/conversation.ts';
import { id } from '../../../src/protocol/entry.ts';
import { isPasswordHash } from '../auth/passwords.ts';

const text = (most: number) => v.pipe(v.string('text'), v.minLength(1, 'text that is not empty'), v.maxLength(most, `at most ${most} characters`));
const name = text(100);

function isOrigin(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, origin } = new URL(given);
  return (protocol === 'https:' || protocol === 'http:') && origin === given;
}
const origin = v.pipe(v.string('text'), v.check(isOrigin, 'an origin such as "https://shop.example", without a path'));
const ice = (schemes: RegExp, example: string) => v.pipe(v.string('text'), v.regex(schemes, `an address such as "${example}"`));
const units = v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(1, 'a whole number from 1'), v.maxValue(1_000, 'at most 1000'));

const schemed = (schemes: readonly string[]) => (given: string): boolean => URL.canParse(given) && schemes.includes(new URL(given).protocol);

/** One LiveKit server, or several behind one address that share a Redis. */
const cluster = v.strictObject({
  /** Where pages connect to. */
  url: v.pipe(v.string('text'), v.check(schemed(['ws:', 'wss:']), 'an address such as "wss://livekit.example"')),
  /** Where this server asks, where that is another way than the pages'. */
  apiUrl: v.optional(v.pipe(v.string('text'), v.check(schemed(['http:', 'https:']), 'an address such as "https://livekit.example"'))),
  key: text(256),
  secret: v.optional(text(512)),
  /** The environment's variable that holds the secret. */
  secretEnv: v.optional(v.pipe(v.string('text'), v.regex(/^[A-Z_][A-Z0-9_]*$/, "a variable's name such as \"LIVEKIT_SECRET_EU\""))),
  region: v.optional(id),
});

const site = v.strictObject({
  id,
  name,
  /** The pages that may show the widget, each matched exactly. */
  origins: v.pipe(v.array(origin, 'a list of origins'), v.maxLength(100, 'at most 100 origins')),
  /** Also the pages that this server itself serves. */
  ownOrigin: v.optional(v.boolean('true or false'), false),
  calling: v.optional(calling, 'none'),
  /** What carries calls. `auto` is LiveKit where there is any, and peer to peer where nobody gets through to it. */
  media: v.optional(v.picklist(['auto', 'livekit', 'webrtc']), 'auto'),
  /** Where audio and video must stay: calls use the clusters of this region and nothing else, whatever is up or down. */
  mediaRegion: v.optional(id),
  /** The one cluster for this site's calls; any of its region's where it is absent. */
  cluster: v.optional(id),
  /** Calls are encrypted from end to end, so that LiveKit hears nothing either; never carried by anything else. */
  e2ee: v.optional(v.boolean('true or false'), false),
  /** Most people in one call's room. */
  roomSize: v.optional(v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(2, 'a whole number from 2'), v.maxValue(1_000, 'at most 1000')), 10),
  /** Calls run over TURN alone, so that neither side learns the other's address. */
  relayOnly: v.optional(v.boolean('true or false'), false),
});

const person = v.strictObject({
  id: v.optional(id),
  name,
  email: v.pipe(v.string('text'), v.email('an e-mail address'), v.toLowerCase()),
  role: v.optional(v.picklist(['agent', 'supervisor']), 'agent'),
  /** What `warmline-server hash-password` printed. */
  passwordHash: v.optional(v.pipe(v.string('text'), v.check(isPasswordHash, 'what "warmline-server hash-password" prints'))),
  password: v.optional(v.pipe(v.string('text'), v.minLength(10, 'at least 10 characters'), v.maxLength(256, 'at most 256 characters'))),
  /** In units; the common value where it is absent. */
  capacity: v.optional(units),
  /** The sites whose conversations this person is given; all where it is absent. */
  sites: v.optional(v.array(id)),
});

const perSecond = v.pipe(v.number('a number'), v.minValue(0.1, 'at least 0.1'));

export const configSchema = v.strictObject({
  sites: v.pipe(v.array(site, 'a list of sites'), v.minLength(1, 'at least one site')),
  agents: v.array(person, 'a list of agents'),
  capacity: v.optional(v.strictObject({ units: v.optional(units, 3), chat: v.optional(units, 1) }), {}),
  turn: v.optional(
    v.strictObject({
      urls: v.pipe(v.array(ice(/^turns?:/, 'turn:turn.example:3478'), 'a list of addresses'), v.minLength(1, 'at least one address')),
      /** As coturn's `static-auth-secret`. */
      secret: text(512),
      /** How long a credential is good for, in seconds. */
      ttl: v.optional(v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(60, 'from 60'), v.maxValue(86_400, 'to 86400')), 7_200),
    }),
  ),
  /** LiveKit's clusters by name. The first that is up is used. */
  livekit: v.optional(v.record(id, cluster, 'clusters by their names'), {}),
  stun: v.optional(v.array(ice(/^stuns?:/, 'stun:turn.example:3478'), 'a list of addresses'), []),
  /** Pages elsewhere that embed `<agent-console>`. */
  agentOrigins: v.optional(v.array(origin, 'a list of origins'), []),
  /** Whether a reverse proxy's X-Forwarded-* headers are believed. */
  trustProxy: v.optional(v.boolean('true or false'), false),
  limits: v.optional(
    v.strictObject({
      /** Messages of one person a second, after a first burst. */
      messagesPerSecond: v.optional(perSecond, 2),
      messagesBurst: v.optional(units, 20),
      /** Frames of one socket a second, after a first burst. */
      framesPerSecond: v.optional(perSecond, 50),
      framesBurst: v.optional(units, 300),
      /** New visitors from one address a minute. */
      visitorsPerMinute: v.optional(units, 600),
      /** Tries to sign in from one address a minute. */
      signInsPerMinute: v.optional(units, 20),
    }),
    {},
  ),
});

export type Config = v.InferOutput<typeof configSchema>;
export type ConfigInput = v.InferInput<typeof configSchema>;
export type Site = Config['sites'][number];
export type Cluster = Config['livekit'][string];
export type Limits = Config['limits'];
