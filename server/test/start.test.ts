import assert from 'node:assert/strict';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hashPassword, verifyPassword } from '../src/auth/passwords.ts';
import { configFor, readSettings } from '../src/config/settings.ts';
import { parseConfig } from '../src/config/read-config.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { talk } from './support/call.ts';
import { config, dataDir, serve } from './support/place.ts';
import { failedStart, serverProcess } from './support/process.ts';

type Change = (given: ReturnType<typeof plain>) => void;
const plain = (): { sites: Record<string, unknown>[]; agents: Record<string, unknown>[]; [key: string]: unknown } =>
  JSON.parse(JSON.stringify(config())) as ReturnType<typeof plain>;

const cluster = { url: 'wss://eu.example', key: 'k', secret: 'sesame', region: 'europe' };
/** A site that is bound to North America, beside a cluster in Europe and perhaps one in a second region. */
const bound =
  (site: Record<string, unknown>, second?: string): Change =>
  (c) => {
    c.sites[0] = { ...c.sites[0], mediaRegion: 'north-america', ...site };
    c.livekit = { eu: cluster, ...(second === undefined ? null : { na: { ...cluster, region: second } }) };
  };

const wrongs: readonly (readonly [string, Change, RegExp])[] = [
  ['a misspelt value', (c) => (c.sites[0] = { ...c.sites[0], calling: 'vocie' }), /^file: sites\.0\.calling is "vocie", allowed: "none", "voice", "voice-and-video"$/],
  ['a misspelt key', (c) => (c.sites[0] = { ...c.sites[0], colour: 'red' }), /^file: sites\.0\.colour is not a key of the configuration, allowed: "id", "name", "origins", /],
  ['a misspelt key that is needed', (c) => (c.sites[0] = { id: 'shop', name: 'Shop', origin: ['https://shop.example'] }), /^file: sites\.0\.origin is not a key of the configuration, allowed: "id", "name", "origins", /],
  ['a misspelt key after something else that is wrong', (c) => { c.capacity = { units: 0 }; c.agents[0] = { ...c.agents[0], pasword: 'sesame sesame' }; }, /^file: agents\.0\.pasword is not a key of the configuration, allowed: "id", /],
  ['an origin for every subdomain', (c) => (c.sites[0] = { ...c.sites[0], origins: ['https://*.shop.example'] }), /^file: sites\.0\.origins\.0 is "https:\/\/\*\.shop\.example", allowed: each origin by itself, .+ matched exactly, and "\*" stands for nothing$/],
  ['an origin for all the world', (c) => (c.agentOrigins = ['*']), /^file: agentOrigins\.0 is "\*", allowed: each origin by itself, /],
  ['an origin with a path', (c) => (c.sites[0] = { ...c.sites[0], origins: ['https://shop.example/'] }), /^file: sites\.0\.origins\.0 is "https:\/\/shop\.example\/", allowed: an origin such as/],
  ['an origin with a query', (c) => (c.sites[0] = { ...c.sites[0], origins: ['https://shop.example?x'] }), /allowed: an origin such as "https:\/\/shop\.example", with no path, query or slash after it$/],
  ['an origin with somebody’s name', (c) => (c.agentOrigins = ['https://me@shop.example']), /^file: agentOrigins\.0 is .+, allowed: an origin such as/],
  ['an origin without a scheme', (c) => (c.agentOrigins = ['shop.example']), /^file: agentOrigins\.0 is "shop\.example", allowed: an origin such as/],
  ['an origin of another kind', (c) => (c.agentOrigins = ['ftp://shop.example']), /^file: agentOrigins\.0 is .+, allowed: an origin such as/],
  ['an origin with spaces', (c) => (c.agentOrigins = [' https://shop.example']), /^file: agentOrigins\.0 is .+, allowed: an origin such as/],
  ['a port that is none', (c) => (c.agentOrigins = ['https://shop.example:x']), /^file: agentOrigins\.0 is .+, allowed: an origin such as/],
  ['a site without a name', (c) => delete c.sites[0]?.name, /^file: sites\.0\.name is missing, allowed: text of at most 100 characters$/],
  ['no site at all', (c) => (c.sites = []), /^file: sites is an empty list, allowed: at least one site$/],
  ['a wrong id', (c) => (c.sites[0] = { ...c.sites[0], id: 'my shop' }), /^file: sites\.0\.id is "my shop", allowed: letters, digits, "-" and "_", at most 64$/],
  ['the same site twice', (c) => c.sites.push(c.sites[0] ?? {}), /^file: sites: the id "demo" is given twice, allowed: once$/],
  ['a short password', (c) => (c.agents[0] = { name: 'A', email: 'a@b.example', password: 'hunter2' }), /^file: agents\.0\.password is not usable, allowed: at least 10 characters$/],
  ['no password', (c) => (c.agents[0] = { name: 'A', email: 'a@b.example' }), /^file: agents\.0 has neither password nor passwordHash, allowed: one of them$/],
  ['an unknown site of an agent', (c) => (c.agents[0] = { ...c.agents[0], sites: ['shop'] }), /^file: agents\.0\.sites names "shop", allowed: "demo"$/],
  ['a capacity of nothing', (c) => (c.capacity = { units: 0 }), /^file: capacity\.units is 0, allowed: a whole number from 1 to 1000$/],
  ['a chat that nobody can take', (c) => (c.capacity = { units: 1, chat: 2 }), /^file: capacity\.chat is 2, allowed: at most capacity\.units, 1$/],
  ['relay only without a relay', (c) => (c.sites[0] = { ...c.sites[0], relayOnly: true }), /^file: sites\.0\.relayOnly is true, allowed: only with TURN_URL and TURN_SECRET, or "turn"$/],
  ['LiveKit without a cluster', (c) => (c.sites[0] = { ...c.sites[0], media: 'livekit' }), /^file: sites\.0\.media is "livekit", allowed: only with LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET, or "livekit"$/],
  ['a region without any cluster', (c) => (c.sites[0] = { ...c.sites[0], mediaRegion: 'north-america' }), /^file: sites\.0\.mediaRegion is "north-america", allowed: only with a cluster of "livekit" that names its region$/],
  ['a region that no cluster serves', bound({}), /^file: sites\.0\.mediaRegion is "north-america", allowed: a region that a cluster serves: "europe"$/],
  ['a bound site from peer to peer', bound({ media: 'webrtc' }), /^file: sites\.0\.media is "webrtc", allowed: "livekit", "auto" where mediaRegion is set/],
  ['a bound site with another region’s cluster', bound({ cluster: 'eu' }, 'north-america'), /^file: sites\.0\.cluster is "eu", allowed: one of mediaRegion "north-america": "na"$/],
  ['a cluster that is not there', bound({ cluster: 'mars' }, 'north-america'), /^file: sites\.0\.cluster is "mars", allowed: "eu", "na"$/],
  ['encryption from end to end without LiveKit', (c) => (c.sites[0] = { ...c.sites[0], e2ee: true }), /^file: sites\.0\.e2ee is true, allowed: only with LIVEKIT_URL/],
  ['encryption from end to end from peer to peer', (c) => (c.sites[0] = { ...c.sites[0], e2ee: true, media: 'webrtc' }), /^file: sites\.0\.e2ee is true, allowed: with "livekit", "auto": /],
  ['a room for one', (c) => (c.sites[0] = { ...c.sites[0], roomSize: 1 }), /^file: sites\.0\.roomSize is 1, allowed: a whole number from 2 to 1000$/],
  ['a conversation kept for no day', (c) => (c.sites[0] = { ...c.sites[0], keepDays: 0 }), /^file: sites\.0\.keepDays is 0, allowed: a whole number from 1 to 3650$/],
  ['days that are no whole number', (c) => (c.sites[0] = { ...c.sites[0], keepDays: 1.5 }), /^file: sites\.0\.keepDays is 1\.5, allowed: a whole number from 1 to 3650$/],
  ['days as a text', (c) => (c.sites[0] = { ...c.sites[0], keepDays: '30' }), /^file: sites\.0\.keepDays is "30", allowed: a whole number from 1 to 3650$/],
  ['a cluster without a secret', (c) => (c.livekit = { eu: { url: 'wss://eu.example', key: 'k' } }), /^file: livekit\.eu has neither secret nor secretEnv, allowed: one of them$/],
  ['a cluster with two secrets', (c) => (c.livekit = { eu: { ...cluster, secretEnv: 'LK' } }), /^file: livekit\.eu has both secret and secretEnv, allowed: one of them$/],
  ['a cluster’s secret that is none', (c) => (c.livekit = { eu: { ...cluster, secret: ['sesame'] } }), /^file: livekit\.eu\.secret is not usable, allowed: text of at most 512 characters$/],
  ['a cluster’s address of another kind', (c) => (c.livekit = { eu: { ...cluster, url: 'https://eu.example' } }), /^file: livekit\.eu\.url is "https:\/\/eu\.example", allowed: an address such as "wss:\/\/livekit\.example"$/],
  ['a short secret for customers', (c) => (c.sites[0] = { ...c.sites[0], customerSecret: 'sesame' }), /^file: sites\.0\.customerSecret is not usable, allowed: a secret of 32 to 512 characters, or a list of at most 5$/],
  ['a list with a short secret for customers', (c) => (c.sites[0] = { ...c.sites[0], customerSecret: ['x'.repeat(32), 'sesame'] }), /^file: sites\.0\.customerSecret is not usable, allowed: a secret of 32 to 512 characters, or a list of at most 5$/],
  ['a list of no secret for customers', (c) => (c.sites[0] = { ...c.sites[0], customerSecret: [] }), /^file: sites\.0\.customerSecret is not usable, allowed: a secret/],
  ['six secrets for customers', (c) => (c.sites[0] = { ...c.sites[0], customerSecret: Array.from('123456', (n) => n.repeat(32)) }), /^file: sites\.0\.customerSecret is not usable, allowed: a secret/],
  ['a number for customers’ secret', (c) => (c.sites[0] = { ...c.sites[0], customerSecret: 7 }), /^file: sites\.0\.customerSecret is not usable, allowed: a secret/],
  ['a variable that has no such name', (c) => (c.sites[0] = { ...c.sites[0], customerSecretEnv: 'shop' }), /^file: sites\.0\.customerSecretEnv is not usable, allowed: a variable’s name such as/],
  ['two secrets for customers', (c) => (c.sites[0] = { ...c.sites[0], customerSecret: 'x'.repeat(32), customerSecretEnv: 'SHOP' }), /^file: sites\.0 has both customerSecret and customerSecretEnv, allowed: one of them$/],
  ['a text for a switch', (c) => (c.trustProxy = 'yes'), /^file: trustProxy is "yes", allowed: true or false$/],
  ['a short TURN secret', (c) => (c.turn = { urls: ['turn:t.example'], secret: '' }), /^file: turn\.secret is not usable, allowed: text that is not empty$/],
  ['one agent for a list of them', (c) => (c.agents = { name: 'M', email: 'm@b.example', password: 'sesame sesame' } as never), /^file: agents is an object, allowed: a list of agents$/],
  ['a list for an agent', (c) => (c.agents = [['sesame sesame']] as never), /^file: agents\.0\.name is missing, allowed: text of at most 100 characters$/],
  ['no list of sites', (c) => delete (c as Record<string, unknown>)['sites'], /^file: sites is missing, allowed: a list of sites$/],
  ['a text for a site', (c) => (c.sites = ['shop'] as never), /^file: sites\.0 is "shop", allowed: an object of "id", "name", "origins", /],
  ['a number for a name', (c) => (c.sites[0] = { ...c.sites[0], name: 7 }), /^file: sites\.0\.name is 7, allowed: text of at most 100 characters$/],
  ['a site without an id', (c) => delete c.sites[0]?.id, /^file: sites\.0\.id is missing, allowed: letters, digits, "-" and "_", at most 64$/],
  ['an agent without an address', (c) => delete c.agents[0]?.email, /^file: agents\.0\.email is missing, allowed: an e-mail address$/],
  ['a password that is no text', (c) => (c.agents[0] = { name: 'A', email: 'a@b.example', password: { is: 'sesame' } }), /^file: agents\.0\.password is not usable, allowed: at least 10 characters$/],
  ['an unknown limit', (c) => (c.limits = { messages: 3 }), /^file: limits\.messages is not a key of the configuration, allowed: "messagesPerSecond", "messagesBurst", /],
  ['a TURN server without a secret', (c) => (c.turn = { urls: ['turn:t.example'] }), /^file: turn\.secret is missing, allowed: text of at most 512 characters$/],
  ['a text for the clusters', (c) => (c.livekit = 'wss://eu.example'), /^file: livekit is "wss:\/\/eu\.example", allowed: clusters by their names$/],
];

for (const [what, change, line] of wrongs) {
  test(`${what} in the configuration stops the start with one line`, () => {
    const given = plain();
    change(given);
    assert.throws(() => parseConfig(given, 'file'), (error: Error) => {
      assert.match(error.message, line);
      assert.ok(!error.message.includes('sesame') && !error.message.includes('\n'));
      return error.name === 'StartError';
    });
  });
}

test('origins are taken as browsers write them, however they were typed', () => {
  const given = plain();
  given.sites[0] = { ...given.sites[0], origins: ['https://Shop.example', 'HTTPS://shop.example:443', 'http://shop.example:80', 'https://shop.example:8443', 'https://お店.example'] };
  given.agentOrigins = ['http://Desk.Example:3000'];
  const { sites, agentOrigins } = parseConfig(given, 'file');
  assert.deepEqual(sites[0]?.origins, ['https://shop.example', 'https://shop.example', 'http://shop.example', 'https://shop.example:8443', 'https://xn--t8jz70l.example']);
  assert.deepEqual(agentOrigins, ['http://desk.example:3000']);
});

test('a configuration that Windows’ Notepad saved, with a byte order mark, is read', (t) => {
  const file = join(dataDir(t), 'config.json');
  writeFileSync(file, `\uFEFF${JSON.stringify(config())}`);
  assert.equal(configFor(readSettings({ WARMLINE_CONFIG: file }), true).config.sites[0]?.id, 'demo');
});

const breaks: readonly (readonly [string, string])[] = [
  ['{ "sites": [', 'cut short at line 1, column 13'],
  ['', 'cut short at line 1, column 1'],
  ['{\n  "sites": [],\n}', 'wrong at line 3, column 1'],
  ['{\n  "sites": []\n  "agents": []\n}', 'wrong at line 3, column 3'],
  ['{\n  // sesame\n}', 'wrong at line 2, column 3'],
  ["{ 'sesame': 1 }", 'wrong at line 1, column 3'],
  ['{ "a": "sesame\n" }', 'wrong at line 1, column 8'],
  ['{ "a": [-1.5e3, true, null, "\\u00e9\\"", {}, []] } 7', 'wrong at line 1, column 51'],
  ['\uFEFF{ "a": sesame }', 'wrong at line 1, column 8'],
];

for (const [text, where] of breaks) {
  test(`of the file ${JSON.stringify(text)} the line and column are told where it stops being JSON, and none of its words`, (t) => {
    const file = join(dataDir(t), 'config.json');
    writeFileSync(file, text);
    assert.throws(() => configFor(readSettings({ WARMLINE_CONFIG: file }), true), { name: 'StartError', message: `WARMLINE_CONFIG is ${JSON.stringify(file)}, allowed: a file of JSON (${where})` });
  });
}

const environments: readonly (readonly [Record<string, string>, RegExp])[] = [
  [{ PORT: '99999' }, /^PORT is "99999", allowed: a whole number from 0 to 65535$/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud", allowed: "fatal", "error"/],
  [{ TURN_URL: 'turn:t.example' }, /^TURN_SECRET is missing, allowed: /],
  [{ TURN_SECRET: 'sesame' }, /^TURN_URL is missing, allowed: /],
  [{ LIVEKIT_URL: 'wss://l.example', LIVEKIT_API_KEY: 'k' }, /^LIVEKIT_API_SECRET is missing, allowed: LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET together, or none of them$/],
  [{ LIVEKIT_API_SECRET: 'sesame' }, /^LIVEKIT_URL is missing, allowed: /],
  [{ LIVEKIT_URL: 'l.example', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 'sesame' }, /^LIVEKIT_URL is "l\.example", allowed: an address such as "wss:\/\/livekit\.example"$/],
  [{ PUBLIC_DIR: 'nowhere/public' }, /^PUBLIC_DIR is "nowhere\/public", allowed: a folder that is there$/],
  [{ PUBLIC_DIR: fileURLToPath(import.meta.url) }, /^PUBLIC_DIR is ".*start\.test\.ts", allowed: a folder that is there$/],
  [{ TURN_URL: 'http://t.example', TURN_SECRET: 'sesame' }, /^TURN_URL is "http:\/\/t\.example", allowed: addresses such as/],
];

for (const [environment, line] of environments) {
  test(`${Object.keys(environment).join(' and ')} that does not fit stops the start with one line`, () => {
    assert.throws(() => readSettings(environment), (error: Error) => {
      assert.match(error.message, line);
      assert.ok(!error.message.includes('sesame'));
      return error.name === 'StartError';
    });
  });
}

test('what the environment adds counts before the file is found to contradict itself', (t) => {
  const folder = dataDir(t);
  const file = join(folder, 'config.json');
  const given = config({ media: 'livekit', relayOnly: true });
  writeFileSync(file, JSON.stringify(given));
  const livekit = { LIVEKIT_URL: 'wss://l.example', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 'sesame' };
  assert.throws(() => configFor(readSettings({ WARMLINE_CONFIG: file }), true), { name: 'StartError', message: /media is "livekit", allowed: only with LIVEKIT_URL/ });
  const { config: merged } = configFor(readSettings({ WARMLINE_CONFIG: file, ...livekit }), true);
  assert.deepEqual(merged.livekit, { default: { url: 'wss://l.example', key: 'k', secret: 'sesame' } });
  writeFileSync(file, JSON.stringify(config({ mediaRegion: 'north-america' })));
  const bound = /mediaRegion is "north-america", allowed: only with a cluster of "livekit" that names its region$/;
  assert.throws(() => configFor(readSettings({ WARMLINE_CONFIG: file, ...livekit }), true), { name: 'StartError', message: bound });
});

test('a cluster’s secret may stand in the environment, and must stand there then', async (t) => {
  const given = config({}, { livekit: { eu: { url: 'wss://eu.example', key: 'k', secretEnv: 'LIVEKIT_SECRET_EU' } } });
  await assert.rejects(serve(t, { config: given }), {
    name: 'StartError',
    message: 'livekit.eu.secretEnv is "LIVEKIT_SECRET_EU", allowed: a variable of the environment that holds the secret',
  });
  await serve(t, { config: given, environment: { LIVEKIT_SECRET_EU: 'sesame' } });
});

test('a port in use, a folder that cannot be written and a broken file each end the process with one line', async (t) => {
  const folder = dataDir(t);
  const taken = createNetServer().listen(0, '127.0.0.1');
  t.after(() => taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  writeFileSync(join(folder, 'file'), '');
  writeFileSync(join(folder, 'broken.json'), '{ "sites": [');
  mkdirSync(join(folder, 'data'));
  for (const [environment, line] of [
    [{ PORT: String(port), DATA_DIR: 'data' }, /^PORT is \d+, allowed: a port that nothing else uses\n$/],
    [{ DATA_DIR: 'file/data' }, /^DATA_DIR is "file\/data", allowed: a folder that this user may write \(ENOTDIR\)\n$/],
    [{ WARMLINE_CONFIG: 'broken.json' }, /^WARMLINE_CONFIG is "broken\.json", allowed: a file of JSON \(.*\)\n$/],
    [{ WARMLINE_CONFIG: 'missing.json' }, /^WARMLINE_CONFIG is "missing\.json", allowed: a file that is there\n$/],
  ] as const) {
    const { code, said } = await failedStart({ LOG_LEVEL: 'info', ...environment }, folder);
    assert.equal(code, 1);
    assert.match(said, line);
  }
});

test('a database that is damaged ends the process with one line that names the file and the way out', async (t) => {
  const folder = dataDir(t);
  const line = /^DATA_DIR holds "(.*)", which is damaged \(.+\), allowed: a database of this server: put a backup in its place, or move it away to begin anew\n$/;
  for (const name of ['warmline.db', 'lock']) {
    const data = join(folder, `data-${name}`);
    mkdirSync(data);
    writeFileSync(join(data, name), 'This is a shopping list, and no database at all.\n'.repeat(200));
    const { code, said } = await failedStart({ DATA_DIR: data }, folder);
    assert.equal(code, 1);
    assert.equal(line.exec(said)?.[1], join(data, name));
  }
});

test('a database of a newer version ends the process with one line, and is left as it is', async (t) => {
  const folder = dataDir(t);
  await (await serve(t, { config: config(), dataDir: folder })).close();
  const file = join(folder, 'warmline.db');
  const database = await openSqlite(file);
  database.exec("insert into kysely_migration (name, timestamp) values ('9999-of-tomorrow', '2099-01-01T00:00:00Z')");
  database.close();
  const { code, said } = await failedStart({ DATA_DIR: folder }, folder);
  assert.equal(code, 1);
  assert.equal(said, `DATA_DIR holds ${JSON.stringify(file)}, which a newer version of this server has changed, allowed: that version or a later one, or a backup from before\n`);
});

test('passwords of the demo that are damaged end the process with one line that says none of them', async (t) => {
  const folder = dataDir(t);
  const line = /^DATA_DIR holds "(.*)", which is damaged, allowed: what the first start wrote: move it away to have new passwords made\n$/;
  for (const text of ['', '{"agent": "hush-hush', '{"agent": "hush-hush"}', 'null']) {
    const file = join(folder, 'demo-passwords.json');
    writeFileSync(file, text);
    const { code, said } = await failedStart({ DATA_DIR: folder }, folder);
    assert.equal(code, 1);
    assert.equal(line.exec(said)?.[1], file, said);
  }
});

test('a key that was cut short ends the process with one line: what it signs, anybody could', async (t) => {
  const folder = dataDir(t);
  for (const [name, text] of [['lease', ''], ['socket', 'c2hvcnQ\n'], ['password', '\n']] as const) {
    const data = join(folder, name);
    mkdirSync(data);
    const file = join(data, `${name}.key`);
    writeFileSync(file, text);
    const { code, said } = await failedStart({ DATA_DIR: data }, folder);
    assert.equal(code, 1);
    assert.equal(said, `DATA_DIR holds ${JSON.stringify(file)}, which is damaged, allowed: what the first start wrote: put a backup in its place, or move it away to have a new one made\n`);
    assert.equal(readFileSync(file, 'utf8'), text);
  }
});

/** Root may read everything, so that a server of root's has to run as somebody else to find what it may not. */
const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const cannotRun = spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('../src/main.ts', import.meta.url)), '--version'], somebody).status !== 0;

test('files in the folder that are somebody else’s end the process with one line that names the file', { skip: cannotRun && 'nobody but root can read this checkout' }, async (t) => {
  const folder = dataDir(t);
  for (const [name, rights] of [['lease.key', 'read'], ['warmline.db-wal', 'read and write'], ['demo-passwords.json', 'read']] as const) {
    const data = join(folder, name);
    mkdirSync(data);
    const file = join(data, name);
    writeFileSync(file, '');
    chmodSync(file, 0);
    for (const each of [folder, data]) if (somebody.uid) chownSync(each, somebody.uid, somebody.gid);
    const { code, said } = await failedStart({ DATA_DIR: data }, folder, somebody);
    assert.equal(code, 1);
    assert.equal(said, `DATA_DIR holds ${JSON.stringify(file)}, allowed: a file that this user may ${rights} (EACCES)\n`);
  }
});

test('a database with a hole in the middle is found damaged, not half used', async (t) => {
  const folder = dataDir(t);
  const first = await serve(t, { config: config(), dataDir: folder });
  await talk(first.url);
  await first.close();
  const file = join(folder, 'warmline.db');
  const whole = readFileSync(file);
  writeFileSync(file, Buffer.concat([whole.subarray(0, 4_096), Buffer.alloc(whole.length - 4_096, 7)]));
  await assert.rejects(serve(t, { config: config(), dataDir: folder }), { name: 'StartError', message: /^DATA_DIR holds ".*warmline\.db", which is damaged/ });
});

test('a start without any configuration is the demo, whose passwords work and are the same next time', async (t) => {
  const folder = dataDir(t);
  const first = await serverProcess(t, { DATA_DIR: folder }, folder);
  const printed = first.lines.slice(-4);
  assert.match(printed[0] ?? '', /^Supervisor: \S+ \S+$/);
  assert.match(printed[1] ?? '', /^Shop: http:\/\/localhost:\d+\/$/);
  assert.match(printed[2] ?? '', /^Agent: http:\/\/localhost:\d+\/agent$/);
  assert.match(printed[3] ?? '', /^Sign in: \S+ \S+$/);
  await first.kill('SIGTERM');
  const second = await serverProcess(t, { DATA_DIR: folder }, folder);
  assert.deepEqual([second.lines[0], second.lines.at(-1)], [first.lines[0], first.lines.at(-1)]);
  await second.kill('SIGTERM');
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`the log has one line of the start and one of the stop, however often ${signal} comes`, async (t) => {
    const folder = dataDir(t);
    const { child, logged, kill } = await serverProcess(t, { DATA_DIR: folder, LOG_LEVEL: 'info' }, folder);
    const closed = once(child, 'close');
    const gone = kill(signal);
    child.kill(signal);
    assert.equal(await gone, 0);
    await closed;
    assert.deepEqual(logged().map(({ level, msg }) => [level, msg]), [[30, 'listening'], [30, 'stopping']]);
  });
}

test('a password is kept as scrypt with a salt of its own', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  assert.notEqual(one, two);
  assert.equal(await verifyPassword('correct horse', one), true);
  assert.equal(await verifyPassword('correct horsf', one), false);
});

for (const host of ['0.0.0.0', '::']) {
  test(`on every interface (${host}) the start names an address that a browser opens, and gives a microphone`, async (t) => {
    const { lines, child } = await serverProcess(t, { HOST: host }, dataDir(t));
    assert.match(lines.find((each) => each.startsWith('Agent: ')) ?? '', /^Agent: http:\/\/localhost:\d+\/agent$/);
    child.kill('SIGKILL');
  });
}

test('the server listens on loopback unless it is told otherwise', async (t) => {
  const server = await serve(t, { config: config() });
  assert.equal(server.address, '127.0.0.1');
});
