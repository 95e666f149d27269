import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';
import type { Rules } from './rules.ts';

type ProtocolFile = 'call-clock.ts' | 'call-record.ts' | 'call-rules.ts' | 'call-start.ts' | 'call-view.ts';
/** What each page decides by itself, in src/session/call. */
type PageFile = 'call-model.ts' | 'call-signals.ts';

/** One wrong rule: in `file` the one place that reads `is` reads `becomes`. */
export interface Mutant {
  readonly file: ProtocolFile | PageFile;
  readonly is: string;
  readonly becomes: string;
}

const of = (file: Mutant['file'], ...pairs: readonly (readonly [is: string, becomes: string])[]): readonly Mutant[] =>
  pairs.map(([is, becomes]) => ({ file, is, becomes }));

export const mutants: readonly Mutant[] = [
  ...of(
    'call-clock.ts',
    ['ring: 45_000', 'ring: 46_000'],
    ['claim: 60_000', 'claim: 61_000'],
    ['answer: 120_000', 'answer: 121_000'],
    ['direct: 8_000', 'direct: 45_000'],
    ['fallback: 8_000', 'fallback: 12_000'],
    ['relay: 12_000', 'relay: 8_000'],
    ['lease: 20_000', 'lease: 21_000'],
    ['lost: 60_000', 'lost: 80_000'],
    ['now >= leaseEnd', 'now > leaseEnd'],
    ["if (state.phase === 'ended') return null;", ''],
    ["state.phase !== 'reconnecting' || each.leaving", 'true'],
    ["state.phase !== 'reconnecting' || each.leaving", "state.phase !== 'reconnecting'"],
    ['Infinity, ...leases', 'Infinity'],
    ["'deadline' in state ? state.deadline : Infinity", 'Infinity'],
  ),
  ...of(
    'call-record.ts',
    ['each.lease + (each.tab === null ? 1 : 0)', 'each.lease'],
    ['sum + each.lease + (each.tab === null ? 1 : 0)', '1'],
    ['said.rev > held.rev ? said : held', 'said'],
    ['said.rev > held.rev', 'said.rev >= held.rev'],
    ['said.startedAt >= held.startedAt ? said : held', 'said'],
    ['said.startedAt >= held.startedAt ? said : held', 'held'],
    ['if (held.id === said.id)', 'if (true)'],
  ),
  ...of(
    'call-start.ts',
    ['rev: 1', 'rev: 0'],
    ['rangAgain: false', 'rangAgain: true'],
    ['start.fallback ?? false', 'true'],
    ['backend: start.backend', "backend: 'webrtc'"],
    ['now + CallTimer.ring', 'now + CallTimer.answer'],
    ["microphone: 'granted'", "microphone: 'unasked'"],
    ['tab: null', "tab: 'one'"],
  ),
  ...of(
    'call-rules.ts',
    ["record.state.phase !== 'ended';", 'true;'],
    ["state.phase === 'active' || state.phase === 'reconnecting';", "state.phase === 'active';"],
    ["participant.outcome === 'audio' || participant.outcome === 'video'", "participant.outcome !== 'none'"],
    ["phase !== 'ringing' && (phase !== 'claimed' || side === 'agent')", "phase !== 'ringing' && phase !== 'claimed'"],
    ["phase !== 'ringing' && (phase !== 'claimed' || side === 'agent')", "phase !== 'ringing'"],
    ["phase !== 'ringing' && (phase !== 'claimed' || side === 'agent')", "phase !== 'claimed' || side === 'agent'"],
    ['rev: record.rev + 1', 'rev: record.rev'],
    ['rev: record.rev + 1', 'rev: record.rev + 2'],
    ['each.role === side ? { ...each, ...change } : each', '({ ...each, ...change })'],
    ['return repeats ? accepted(record) : changed', 'return changed'],
    ['now - record.state.since) : 0', 'now - record.startedAt) : 0'],
    ['now - record.state.since) : 0', 'now - record.state.since) : now - record.startedAt'],
    ['up && lost.length === 0 && (', 'up && ('],
    ['up && lost.length === 0 && (', 'lost.length === 0 && ('],
    ["(state.phase === 'connecting' || state.phase === 'reconnecting')", "(state.phase === 'connecting')"],
    ["(state.phase === 'connecting' || state.phase === 'reconnecting')", "(state.phase === 'reconnecting')"],
    ['since: isJoined(state) ? state.since : now', 'since: now'],
    ['(!up || lost.length > 0)', '(!up)'],
    ['(!up || lost.length > 0)', '(lost.length > 0)'],
    ['if (up) return Math.min(', 'if (up) return Math.max('],
    ['if (up) return Math.min(...lost.map((each) => each.goneSince ?? now)) + CallTimer.lost;', ''],
    ["state.phase === 'reconnecting' ? state.deadline : now + CallTimer.lost", 'now + CallTimer.lost'],
    ["if (phase === 'claimed' && customer.tab === tab) return reclaim(record, customer, { tab, outcome: 'none' }, now);", ''],
    ["if (phase === 'claimed' && customer.tab === tab)", "if (phase === 'claimed')"],
    ["if (phase === 'claimed' && customer.tab === tab)", "if (phase !== 'ringing' && customer.tab === tab)"],
    ["return reclaim(record, customer, { tab, outcome: 'none' }, now)", 'return accepted(record)'],
    ["if (phase !== 'ringing') return refused(record, 'elsewhere');", "if (phase === 'active') return refused(record, 'elsewhere');"],
    ["if (!record.choices.includes(choice)) return refused(record, 'not-allowed');", ''],
    ["const claim = { tab, choice, lease: customer.lease + 1", 'const claim = { tab, choice, lease: customer.lease'],
    ["microphone: 'unasked', camera: 'unasked' }", '}'],
    ['Math.min(now + CallTimer.claim, record.startedAt + CallTimer.answer)', 'now + CallTimer.claim'],
    ["before.microphone === 'granted' ? 'granted' : 'asking'", "'asking'"],
    ["camera: camera ? 'asking' : before.camera", "camera: 'asking'"],
    ["{ camera, refusal }: Of<'asking'>): CallVerdict {\n  if (before.tab === null) return refused(record, 'not-now');", "{ camera, refusal }: Of<'asking'>): CallVerdict {"],
    ['camera ? { camera: refusal } : refusedWholly(before, refusal)', '{ camera: refusal }'],
    ['camera ? { camera: refusal } : refusedWholly(before, refusal)', 'refusedWholly(before, refusal)'],
    ["if (before.role !== 'customer' || record.state.phase !== 'claimed') return refused(record, 'not-now');\n  const told", "if (record.state.phase !== 'claimed') return refused(record, 'not-now');\n  const told"],
    ["if (before.role !== 'customer' || record.state.phase !== 'claimed') return refused(record, 'not-now');\n  const told", "if (before.role !== 'customer') return refused(record, 'not-now');\n  const told"],
    ['return told.record === record ? told : accepted({ ...told.record, state: { phase: \'claimed\', deadline: record.startedAt + CallTimer.answer } });', 'return told;'],
    ['return told.record === record ? told : accepted({ ...told.record, state: { phase: \'claimed\', deadline: record.startedAt + CallTimer.answer } });', 'return accepted({ ...told.record, state: { phase: \'claimed\', deadline: record.startedAt + CallTimer.answer } });'],
    ["isRefusal(participantOf(record, 'customer')?.microphone) ? 'permission-refused' : 'permission-timeout'", "'permission-timeout'"],
    ["isRefusal(participantOf(record, 'customer')?.microphone) ? 'permission-refused' : 'permission-timeout'", "'permission-refused'"],
    ["now: number): CallVerdict {\n  if (before.tab === null) return refused(record, 'not-now');\n  if (before.role", 'now: number): CallVerdict {\n  if (before.role'],
    ["before.role !== 'customer' || record.state.phase !== 'claimed') return noted", "record.state.phase !== 'claimed') return noted"],
    ["before.role !== 'customer' || record.state.phase !== 'claimed') return noted", "before.role !== 'customer') return noted"],
    ["if (microphone !== 'granted') return refused(record, 'not-allowed');", ''],
    ["state: connecting('direct', now)", "state: connecting('relay', now)"],
    ['deadline: now + CallTimer[path]', 'deadline: now + CallTimer.relay'],
    ["if (record.state.phase !== 'claimed') return refused(record, 'not-now');", ''],
    ["camera: camera === 'asking' ? refusal : camera", 'camera'],
    ['Math.min(now + CallTimer.ring, record.startedAt + CallTimer.answer)', 'now + CallTimer.ring'],
    ['!again || record.rangAgain', 'record.rangAgain'],
    ['!again || record.rangAgain', '!again'],
    ['{ tab: null, choice: null, goneSince: null, leaving: false }', '{ choice: null, goneSince: null, leaving: false }'],
    ['{ tab: null, choice: null, goneSince: null, leaving: false }', '{ tab: null, choice: null, leaving: false }'],
    ['{ tab: null, choice: null, goneSince: null, leaving: false }', '{ tab: null, choice: null, goneSince: null }'],
    ["const participants = free.map((each) => ({ ...each, outcome: 'none' as const }));", 'const participants = free;'],
    ['rangAgain: true, state', 'state'],
    ["|| (phase === 'claimed' && customer.tab === tab)", "|| phase === 'claimed'"],
    ["phase === 'ringing' || (phase === 'claimed' && customer.tab === tab)", "phase === 'ringing'"],
    ["may ? ended(record, 'declined', 'customer', now) : refused(record, 'elsewhere')", "ended(record, 'declined', 'customer', now)"],
    ['!mayBeUp(state, before.role) || isStale(state, path)', 'isStale(state, path)'],
    ['!mayBeUp(state, before.role) || isStale(state, path)', '!mayBeUp(state, before.role)'],
    ['if (before.outcome === outcome) return accepted(record);', ''],
    ["state.phase === 'connecting' && !isStale(state, path)", "state.phase === 'connecting'"],
    ["if (!isJoined(state)) return refused(record, 'not-now');", ''],
    ["if (before.outcome === 'failed') return accepted(record);", ''],
    ["{ outcome: 'failed' }", "{ outcome: 'none' }"],
    ["if (isFinal(failure)) return ended(record, 'lost', before.role, now, failure);", ''],
    ["ended(record, 'lost', before.role, now, failure)", "ended(record, 'lost', 'system', now, failure)"],
    ["ended(record, 'lost', before.role, now, failure)", "ended(record, 'lost', before.role, now)"],
    ["failure === 'full' || failure === 'elsewhere' || failure === 'removed'", "failure === 'elsewhere' || failure === 'removed'"],
    ["failure === 'full' || failure === 'elsewhere' || failure === 'removed'", "failure === 'full' || failure === 'removed'"],
    ["failure === 'full' || failure === 'elsewhere' || failure === 'removed'", "failure === 'full' || failure === 'elsewhere'"],
    ["failure === 'full' || failure === 'elsewhere' || failure === 'removed'", 'failure !== undefined'],
    ["failure === 'full' ? null : pathAfter", 'pathAfter'],
    ["failure === 'full' ? null : pathAfter", 'failure !== undefined ? null : pathAfter'],
    ["path === 'direct' && fallback", "path === 'direct'"],
    ["path === 'direct' && fallback", 'fallback'],
    ["path === 'direct' && fallback", 'false'],
    ["path !== 'relay' && relay", "path !== 'relay'"],
    ["path !== 'relay' && relay", 'relay'],
    ["path !== 'relay' && relay", "path === 'direct' && relay"],
    ["path !== 'relay' && relay", "path === 'fallback' && relay"],
    ["path !== 'relay' && relay", 'false'],
    ["next === 'fallback' ? 'webrtc' : record.backend", 'record.backend'],
    ["next === 'fallback' ? 'webrtc' : record.backend", "'webrtc'"],
    ["return changed(record, { participants, state: connecting('direct', now) });", "return changed(record, { participants, backend: 'webrtc', state: connecting('direct', now) });"],
    ["return changed(record, { participants, state: { phase: 'reconnecting'", "return changed(record, { participants, backend: 'webrtc', state: { phase: 'reconnecting'"],
    ["record.participants.map((each) => ({ ...each, outcome: 'none' as const }))", 'record.participants'],
    ["side === 'agent' && (phase === 'ringing' || phase === 'claimed')", "(phase === 'ringing' || phase === 'claimed')"],
    ["side === 'agent' && (phase === 'ringing' || phase === 'claimed')", "side === 'agent' && (phase === 'ringing')"],
    ["phase === 'ringing' ? 'declined' : 'hung-up'", "'hung-up'"],
    ['if (before.tab === null) return accepted(record);', ''],
    ['before.goneSince ?? now', 'now'],
    ['leaving: leaving || before.leaving', 'leaving'],
    ['leaving: leaving || before.leaving', 'leaving: before.leaving'],
    ["if (before.tab === null) return refused(record, 'not-now');\n  const outcome", 'const outcome'],
    ["mayBeUp(record.state, before.role) ? command.outcome : 'none'", 'command.outcome'],
    ["mayBeUp(record.state, before.role) ? command.outcome : 'none'", 'before.outcome'],
    ['tab: command.tab, lease', 'lease'],
    ['lease: before.lease + 1, outcome', 'lease: before.lease, outcome'],
    ['outcome, goneSince: null, leaving: false', 'outcome, leaving: false'],
    ['outcome, goneSince: null, leaving: false', 'outcome, goneSince: null'],
    ["state.phase === 'connecting' && outcome === 'none' ?", 'false as boolean && state.phase === "connecting" ?'],
    ["state.phase === 'connecting' && outcome === 'none' ?", "state.phase === 'connecting' ?"],
    ["if (left) return ended(record, 'left', left.role, now);", ''],
    ["if (lost[0] && !isJoined(state)) return ended(record, 'lost', lost[0].role, now);", ''],
    ["if (lost[0] && !isJoined(state))", 'if (lost[0])'],
    ["if (lost.length > 0 && state.phase === 'active') return settled(record, record.participants, now);", ''],
    ["if (!('deadline' in state) || now < state.deadline) return accepted(record);", "if (!('deadline' in state)) return accepted(record);"],
    ["'no-answer', 'system'", "'declined', 'system'"],
    ["'media-failed', 'system'", "'lost', 'system'"],
    ['...(failure && { failure })', ''],
    ["'media-failed', 'system', now, failure", "'media-failed', 'system', now, 'refused'"],
    ['connectingFailed(record, state, now, failure)', 'connectingFailed(record, state, now)'],
    ["'lost', lost[0]?.role ?? 'system'", "'lost', 'system'"],
    ["if (record.state.phase === 'ended') return refused(record, 'ended');", ''],
    ["'conversation-ended', command.by", "'hung-up', command.by"],
    ['return gone(record, side, true, now)', 'return gone(record, side, false, now)'],
    ['return gone(record, side, false, now)', 'return gone(record, side, true, now)'],
  ),
  ...of(
    'call-view.ts',
    ["if (facts.sending?.type === 'start' ? isFree : !record && facts.devices.is !== 'closed') return { phase: 'preparing' };", ''],
    ["facts.sending?.type === 'start' ? isFree :", "facts.sending?.type === 'start' ? !record :"],
    ["facts.sending?.type === 'start' ? isFree :", "facts.sending?.type === 'start' ? true :"],
    ["!record && facts.devices.is !== 'closed'", '!record'],
    ["sending?.type === 'end' || sending?.type === 'decline' ||", "sending?.type === 'end' ||"],
    ["sending?.type === 'end' || sending?.type === 'decline' ||", "sending?.type === 'decline' ||"],
    ["(sending?.type === 'refuse' && !sending.again)", 'false'],
    ["(sending?.type === 'refuse' && !sending.again)", "sending?.type === 'refuse'"],
    ["(state?.phase !== 'ringing' && state?.phase !== 'claimed')", 'true'],
    ["(state?.phase !== 'ringing' && state?.phase !== 'claimed')", "state?.phase !== 'ringing'"],
    ["'claimed') || leaves(facts.sending))", "'claimed'))"],
    ["if (!facts.own) return { phase: 'elsewhere' };\n  if (state.phase === 'claimed')", "if (state.phase === 'claimed')"],
    ["if (!facts.own) return { phase: 'elsewhere' };\n  if (facts.rejoin", 'if (facts.rejoin'],
    ["if (facts.rejoin !== 'none') return backIn(record, facts);\n  if (state", "if (facts.rejoin === 'offered') return backIn(record, facts);\n  if (state"],
    ["if (facts.rejoin !== 'none') return backIn(record, facts);\n  const", "if (facts.rejoin === 'offered') return backIn(record, facts);\n  const"],
    ["'since' in state ? state.since : null", 'null'],
    ["busy: rejoin === 'rejoining'", 'busy: false'],
    ["phase === 'ringing' ? { phase, media", "phase !== 'ringing' ? { phase: 'ringing', media"],
    ["?.choice ?? 'audio'", "? 'audio' : 'audio'"],
    ["state.phase === 'active' && facts.connected", "state.phase === 'active'"],
    ["state.phase === 'active' && facts.connected", 'facts.connected'],
    ["if (sending?.type === 'accept') return { phase: 'claiming', choice: sending.choice };", ''],
    ['choice: sending.choice', 'choice: null'],
    ["return { phase: 'prompt', media, choices,", "return { phase: 'prompt', media, choices: ['audio', 'video', 'audio'],"],
    ['deadline: state.deadline, dismissed }', 'deadline: state.deadline, dismissed: false }'],
    ["if (state.phase === 'ended') return state;", "if (state.phase === 'ended') return { phase: 'none' };"],
  ),
];

/** What a page decides by itself, of which only several pages with their connections can show anything. */
export const mutantsOfPages: readonly Mutant[] = [
  ...of(
    'call-model.ts',
    ["if (call.state.phase === 'ended' && ![before?.id, intent?.callId, lease?.callId].includes(call.id)) return model;", ''],
    ['dismissed: model.dismissed && record.id === before?.id', 'dismissed: false'],
    ['isUnderWay(record) && lease?.callId === record.id', 'lease?.callId === record.id'],
    ['self?.tab === tab;', 'self?.tab;'],
    ['self?.tab === tab;', 'self;'],
    ['!(stale || self.lease === lease.count)', '!stale'],
    ['!(stale || self.lease === lease.count)', 'self.lease !== lease.count'],
    ['stale: stale || self.goneSince !== null', 'stale'],
    ['if (intent || !lease) return intent;', 'if (!lease) return intent;'],
    ['if (stale) return {', 'if (stale && !room) return {'],
    ['`${side}-${lease.count}`', '`${side}-${lease.count}-${room.is}`'],
    ['outcome: room.carries }', "outcome: 'none' }"],
    ['outcome: room.carries }', "outcome: 'audio' }"],
    ["{ type: 'asking', camera: ofCamera, refusal }", "{ type: 'ready', microphone: 'granted', camera: refusal }"],
    ["(is === 'reconnecting' && 'since' in state)", 'false'],
  ),
  ...of(
    'call-signals.ts',
    ['if (generation <= present) return;', ''],
    ['const isRestarted = present >= 0;', 'const isRestarted = false;'],
    ['sent = heard = 0;', 'sent = 0;'],
    ['sent = heard = 0;', 'heard = 0;'],
    ['generation === present && n === heard', 'n === heard'],
    ['generation === present && n === heard', 'generation <= present && n === heard'],
    ['generation === present && n === heard', 'generation >= present && n === heard'],
    ['generation === present && n === heard', 'generation === present && n >= heard'],
  ),
];

/** Of a page that hears nothing for long. */
export const mutantsOfPatience: readonly Mutant[] = of(
  'call-model.ts',
  ['PATIENCE = 65_000', 'PATIENCE = 55_000'],
  ["lease: null,\n  intent: { type: 'end'", "intent: { type: 'end'"],
  ["intent: { type: 'end', callId: record.id }", 'intent: null'],
  ["intent: { type: 'end', callId: record.id }", "intent: { type: 'decline', callId: record.id }"],
  ["record: { ...record, state: { phase: 'ended'", "record: true ? record : { ...record, state: { phase: 'ended'"],
  ["reason: 'lost', by: 'system', at", "reason: 'left', by: 'system', at"],
  ["'since' in record.state ? at - record.state.since : 0", '0'],
  ["'since' in record.state ? at - record.state.since : 0", 'at - record.startedAt'],
);

/** Of a tab and its copy. */
export const mutantsOfCopies: readonly Mutant[] = [
  ...of(
    'call-rules.ts',
    ["return reclaim(record, customer, { tab, outcome: 'none' }, now)", 'return accepted(record)'],
    ['lease: before.lease + 1, outcome', 'lease: before.lease, outcome'],
  ),
  ...of('call-model.ts', ['self.lease === lease.count', 'true'], ['stale || self.lease === lease.count', 'true']),
];

const protocol = new URL('../../src/protocol/', import.meta.url);
const session = new URL('../../src/session/call/', import.meta.url);
const entry = [
  ...['call-clock', 'call-record', 'call-rules', 'call-view'].map((name) => `./${name}`),
  ...['call-model', 'call-signals'].map((name) => `../session/call/${name}`),
]
  .map((path) => `export * from '${path}.ts';`)
  .join('\n');

/** The rules with one of them broken. Throws where the place is not there, or is there twice: then the mutant has to follow the code. */
export async function mutated(mutant: Mutant): Promise<Rules> {
  const source = await readFile(new URL(mutant.file, mutant.file === 'call-model.ts' || mutant.file === 'call-signals.ts' ? session : protocol), 'utf8');
  const places = source.split(mutant.is).length - 1;
  if (places !== 1) throw new Error(`${places} places in ${mutant.file} read: ${mutant.is}`);
  const result = await build({
    stdin: { contents: entry, resolveDir: new URL('.', protocol).pathname, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutant',
        setup(bundler) {
          bundler.onLoad({ filter: /call-\w+\.ts$/ }, async ({ path }) => {
            const contents = await readFile(path, 'utf8');
            const wanted = basename(path) === mutant.file;
            return { contents: wanted ? contents.replace(mutant.is, () => mutant.becomes) : contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  const code = result.outputFiles[0]?.text ?? '';
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Rules;
}
