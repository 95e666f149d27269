import * as v from 'valibot';
import { calling } from '../../../src/protocol/conversation.ts';
import { id as wireId } from '../../../src/protocol/entry.ts';
import { isPasswordHash } from '../auth/passwords.ts';

// Every message says what is allowed: it follows on "allowed:" in the one line that a mistake stops the start with.
const quoted = (values: readonly string[]): string => values.map((each) => `"${each}"`).join(', ');

/** An object of these keys and no other. Of a key that is missing it says what that key holds, of an unknown one which keys there are. */
const keyed = <Entries extends v.ObjectEntries>(entries: Entries) => {
  const keys = quoted(Object.keys(entries));
  return v.strictObject(entries, ({ expected }) => {
    if (expected === 'never') return keys;
    const [, missing] = Object.entries(entries).find(([key]) => expected === `"${key}"`) ?? [];
    return (missing && v.safeParse(missing, undefined).issues?.[0].message) ?? `an object of ${keys}`;
  });
};

const text = (most: number) =>
  v.pipe(v.string(`text of at most ${most} characters`), v.minLength(1, 'text that is not empty'), v.maxLength(most, `at most ${most} characters`));
/** Text of one kind, which has no other name for what is no text at all. */
const textLike = (isAllowed: (given: string) => boolean, words: string) => v.pipe(v.string(words), v.check(isAllowed, words));
const oneOf = <const Options extends readonly string[]>(options: Options) => v.picklist(options, quoted(options));
const whole = (least: number, most: number) => {
  const words = `a whole number from ${least} to ${most}`;
  return v.pipe(v.number(words), v.integer(words), v.minValue(least, words), v.maxValue(most, words));
};
const flag = v.boolean('true or false');
const list = <Item extends v.GenericSchema>(item: Item, words: string) => v.array(item, `a list of ${words}`);

const id = textLike((given) => v.is(wireId, given), 'letters, digits, "-" and "_", at most 64');
const name = text(100);

/** A scheme, a host and a port; a user's name, a path and what follows it are none of it. */
const isOrigin = (given: string): boolean => /^https?:\/\/[^\s/?#@\\]+$/i.test(given) && URL.canParse(given);
/** As browsers write it: in small letters, without the port that its scheme has anyway. */
const ORIGIN = 'an origin such as "https://shop.example", with no path, query or slash after it';
const origin = v.pipe(
  v.string(ORIGIN),
  v.check((given) => !given.includes('*'), 'each origin by itself, such as "https://www.shop.example": they are matched exactly, and "*" stands for nothing'),
  v.check(isOrigin, ORIGIN),
  v.transform((given) => new URL(given).origin),
);
const ice = (schemes: RegExp, example: string) => textLike((given) => schemes.test(given), `an address such as "${example}"`);
const address = (schemes: readonly string[], example: string) =>
  textLike((given) => URL.canParse(given) && schemes.includes(new URL(given).protocol), `an address such as "${example}"`);
const units = whole(1, 1_000);
const isVariable = (given: string): boolean => /^[A-Z_][A-Z0-9_]*$/.test(given);
const variable = textLike(isVariable, 'a variable’s name such as "LIVEKIT_SECRET_EU"');

/** RFC 7518, section 3.2: a key for HS256 has at least 256 bits. */
export const SIGNING_SECRET = 'a secret of 32 to 512 characters';
export const isSigningSecret = (given: string): boolean => given.length >= 32 && given.length <= 512;

/** Text of one kind, or several of it while one takes the place of another; a list either way. */
const oneOrSeveral = (isAllowed: (given: string) => boolean, item: string) => {
  const words = `${item}, or a list of at most 5`;
  return v.pipe(
    v.union([v.string(), v.array(v.string())], words),
    v.transform((given) => (typeof given === 'string' ? [given] : given)),
    v.check((given) => given.length > 0 && given.length <= 5 && given.every(isAllowed), words),
  );
};

/** One LiveKit server, or several behind one address that share a Redis. */
const cluster = keyed({
  /** Where pages connect to. */
  url: address(['ws:', 'wss:'], 'wss://livekit.example'),
  /** Where this server asks, where that is another way than the pages'. */
  apiUrl: v.optional(address(['http:', 'https:'], 'https://livekit.example')),
  key: text(256),
  secret: v.optional(text(512)),
  /** The environment's variable that holds the secret. */
  secretEnv: v.optional(variable),
  region: v.optional(id),
});

const site = keyed({
  id,
  name,
  /** The pages that may show the widget, each matched exactly. */
  origins: v.pipe(list(origin, 'origins'), v.maxLength(100, 'at most 100 origins')),
  /** Also the pages that this server itself serves. */
  ownOrigin: v.optional(flag, false),
  calling: v.optional(oneOf(calling.options), 'none'),
  /** What carries calls. `auto` is LiveKit where there is any, and peer to peer where nobody gets through to it. */
  media: v.optional(oneOf(['auto', 'livekit', 'webrtc']), 'auto'),
  /** Where audio and video must stay: calls use the clusters of this region and nothing else, whatever is up or down. */
  mediaRegion: v.optional(id),
  /** The one cluster for this site's calls; any of its region's where it is absent. */
  cluster: v.optional(id),
  /** Calls are encrypted from end to end, so that LiveKit hears nothing either; never carried by anything else. */
  e2ee: v.optional(flag, false),
  /** Most people in one call's room. */
  roomSize: v.optional(whole(2, 1_000), 10),
  /** What the site's own server signs with whom its customers are, so that they are known here by name. */
  customerSecret: v.optional(oneOrSeveral(isSigningSecret, SIGNING_SECRET)),
  /** The environment's variable that holds it. */
  customerSecretEnv: v.optional(oneOrSeveral(isVariable, 'a variable’s name such as "SHOP_CUSTOMER_SECRET"')),
  /** Calls run over TURN alone, so that neither side learns the other's address. */
  relayOnly: v.optional(flag, false),
  /** For how many days a conversation is kept once it has ended; for good where it is absent. */
  keepDays: v.optional(whole(1, 3_650)),
  /** Customers read their earlier conversations above a new one. */
  earlierConversations: v.optional(flag, true),
});

const person = keyed({
  id: v.optional(id),
  name,
  email: v.pipe(v.string('an e-mail address'), v.email('an e-mail address'), v.toLowerCase()),
  role: v.optional(oneOf(['agent', 'supervisor']), 'agent'),
  /** What `warmline-server hash-password` printed. */
  passwordHash: v.optional(textLike(isPasswordHash, 'what "warmline-server hash-password" prints')),
  password: v.optional(v.pipe(v.string('at least 10 characters'), v.minLength(10, 'at least 10 characters'), v.maxLength(256, 'at most 256 characters'))),
  /** In units; the common value where it is absent. */
  capacity: v.optional(units),
  /** The sites whose conversations this person is given; all where it is absent. */
  sites: v.optional(list(id, 'ids of sites')),
});

const perSecond = v.pipe(v.number('a number from 0.1'), v.minValue(0.1, 'a number from 0.1'));

export const configSchema = keyed({
  sites: v.pipe(list(site, 'sites'), v.minLength(1, 'at least one site')),
  agents: list(person, 'agents'),
  capacity: v.optional(keyed({ units: v.optional(units, 3), chat: v.optional(units, 1) }), {}),
  turn: v.optional(
    keyed({
      urls: v.pipe(list(ice(/^turns?:/, 'turn:turn.example:3478'), 'addresses'), v.minLength(1, 'at least one address')),
      /** As coturn's `static-auth-secret`. */
      secret: text(512),
      /** How long a credential is good for, in seconds. */
      ttl: v.optional(whole(60, 86_400), 7_200),
    }),
  ),
  /** LiveKit's clusters by name. The first that is up is used. */
  livekit: v.optional(v.record(id, cluster, 'clusters by their names'), {}),
  stun: v.optional(list(ice(/^stuns?:/, 'stun:turn.example:3478'), 'addresses'), []),
  /** Pages elsewhere that embed `<agent-console>`. */
  agentOrigins: v.optional(list(origin, 'origins'), []),
  /** Whether a reverse proxy's X-Forwarded-* headers are believed. */
  trustProxy: v.optional(flag, false),
  limits: v.optional(
    keyed({
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
