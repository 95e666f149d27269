import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceAnswer } from '../../fakes/fake-devices.ts';
import { settled } from '../../fakes/fake-environment.ts';
import { seeded } from '../../fakes/seeded.ts';
import type { Page } from './stage.ts';
import { Stage, phaseOf } from './stage.ts';

/** More with `SCHEDULES=20000 node --import tsx --test …`; one alone with `SEED=7`. */
const SCHEDULES = Number(process.env.SCHEDULES ?? 60);
const STEPS = 60;

const answers: DeviceAnswer[] = ['granted', 'granted', 'granted', 'prompt', 'denied', 'busy'];
const inCall = ['acquiring', 'joining', 'in-call', 'rejoin', 'preparing', 'ringing', 'waiting-for-device'];

class Schedule {
  readonly stage: Stage;
  readonly log: string[] = [];
  pages: Page[];
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.stage = new Stage({ seed, relay: this.#random() < 0.5, grants: this.#random() < 0.5 ? 'with-ack' : 'on-request' });
    this.pages = [this.stage.agent, this.stage.customer, this.stage.page('customer')];
  }

  async run(): Promise<void> {
    for (let step = 0; step < STEPS; step++) {
      await this.#step();
      this.check();
    }
    await this.#calm();
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }

  async #step(): Promise<void> {
    const page = this.#pick(this.pages);
    const acts = this.#acts(page);
    const name = this.#pick(Object.keys(acts));
    this.log.push(`${page.tab} ${name}`);
    await acts[name]?.();
    if (this.#random() < 0.7) await settled();
  }

  #acts(page: Page): Record<string, () => unknown> {
    const { call, line, devices, backend } = page;
    const { clock } = this.stage;
    const choice = this.#pick(['audio', 'video'] as const);
    return {
      start: () => call.start(choice),
      'start again': () => this.stage.agent.call.start(choice),
      accept: () => call.accept(choice),
      'accept too': () => call.accept(choice),
      decline: () => this.#random() < 0.3 && call.decline(),
      end: () => this.#random() < 0.3 && call.end(),
      acknowledge: () => call.acknowledge(),
      'go on with audio': () => call.goOnWithAudio(),
      'try again': () => call.tryAgain(),
      'give up': () => call.giveUp(),
      rejoin: () => call.rejoin(),
      microphone: () => call.setMicrophone(this.#random() < 0.5),
      camera: () => void call.setCamera(this.#random() < 0.5),
      'change the permissions': () => {
        devices.microphone = this.#pick(answers);
        devices.camera = this.#pick(answers);
      },
      'answer a prompt': () => {
        const prompt = devices.prompts[0];
        if (this.#random() < 0.7) prompt?.allow();
        else prompt?.refuse('denied');
      },
      drop: () => line.drop(),
      restore: () => line.restore(),
      'restore too': () => line.restore(),
      hold: () => line.hold(),
      release: () => line.release(),
      'release too': () => line.release(),
      'let one packet up': () => line.step('up'),
      'let one packet down': () => line.step('down'),
      'lose the media': () => backend.room?.snapshot.state === 'connected' && backend.room.set('reconnecting'),
      'find the media': () => backend.room?.snapshot.state === 'reconnecting' && backend.room.set('connected'),
      'close a path': () => (backend.blocked = this.#pick(['none', 'none', 'direct', 'all'] as const)),
      reload: async () => {
        line.release();
        const next = await this.stage.reload(page, (fresh) => {
          fresh.microphone = devices.microphone;
          fresh.camera = devices.camera;
        });
        this.pages = this.pages.map((each) => (each === page ? next : each));
      },
      'wait a second': () => clock.advance(1_000),
      'wait long': () => clock.advance(this.#random() * 30_000),
    };
  }

  check(): void {
    const { server } = this.stage;
    for (const page of this.pages) {
      const phase = phaseOf(page);
      const { live, asked } = page.devices;
      assert.ok(live.length === 0 || inCall.includes(phase), `${page.tab} shows ${phase} while ${live.length} tracks are on`);
      assert.ok(page.line.side === 'agent' || asked.length === 0 || page.phases.some((each) => inCall.includes(each)), `${page.tab} asked before a claim`);
      assert.ok(live.filter(({ kind }) => kind === 'microphone').length <= 1, `${page.tab} has two microphones open`);
      assert.ok(live.filter(({ kind }) => kind === 'camera').length <= 1, `${page.tab} has two cameras open`);
    }
    const holders = this.pages.filter((page) => page.line.side === 'customer' && page.line.online && page.line.waiting === 0 && inCall.includes(phaseOf(page)));
    assert.ok(holders.length <= 1, `${holders.length} tabs are in the call`);
    const revs = server.history.filter(({ id }) => id === server.record?.id).map(({ rev }) => rev);
    assert.deepEqual(revs, [...revs].sort((a, b) => a - b));
  }

  /** Once all is well again, everybody shows the same, and a call that is wanted can be had. */
  async #calm(): Promise<void> {
    const { server, clock } = this.stage;
    for (const page of this.pages) {
      page.line.release();
      page.line.restore();
      page.devices.microphone = page.devices.camera = 'granted';
      page.backend.blocked = 'none';
      for (const prompt of [...page.devices.prompts]) prompt.allow();
    }
    await clock.advance(5_000);
    for (const page of this.pages) {
      await page.call.rejoin();
      await page.call.goOnWithAudio();
    }
    await clock.advance(130_000);
    this.check();
    const { state } = server.record ?? { state: { phase: 'none' } };
    assert.ok(['none', 'ended', 'active', 'reconnecting'].includes(state.phase), `the record is left ${state.phase}`);
    const shown = this.pages.map(phaseOf);
    if (state.phase === 'active') {
      assert.equal(shown[0], 'in-call');
      assert.deepEqual([...shown.slice(1)].sort(), ['elsewhere', 'in-call']);
    } else {
      assert.ok(shown.every((phase) => phase === 'ended' || phase === 'none'), `${shown.join(', ')} while the record is ${state.phase}`);
    }
    if (state.phase === 'active') await this.pages[0]?.call.end();
    await clock.advance(3_000);
    await this.pages[0]?.call.start('audio');
    await settled();
    await this.pages[1]?.call.accept('audio');
    await clock.advance(3_000);
    assert.equal(server.record?.state.phase, 'active', 'the next call works');
    assert.deepEqual(this.pages.map(phaseOf), ['in-call', 'in-call', 'elsewhere']);
  }
}

const only = process.env.SEED;
const seeds = only === undefined ? Array.from({ length: SCHEDULES }, (_, index) => index + 1) : [Number(only)];

test(`${seeds.length} random schedules of two tabs and an agent keep every promise`, async () => {
  for (const seed of seeds) {
    const schedule = new Schedule(seed);
    await schedule.run().catch((error: unknown) => {
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(`seed ${seed}: ${what}\nafter: ${schedule.log.join('; ')}`, { cause: error });
    });
  }
});
