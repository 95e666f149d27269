import assert from 'node:assert/strict';
import type { ElementHandle, Page } from 'puppeteer-core';
import { accessible, canBeRead, visibleWords } from './accessible.ts';

/** How long anything may take on a busy machine, in milliseconds. */
export const PATIENCE = 20_000;

export interface Media {
  /** Inbound audio packets, over all connections that are open. */
  readonly packets: number;
  /** Decoded frames of the other side. */
  readonly frames: number;
  /** Outbound audio packets. */
  readonly sent: number;
  /** How loud what came in was, summed up (`totalAudioEnergy`). */
  readonly energy: number;
  /** For how long an element has played the other side's sound, in seconds: one that is neither paused nor muted nor turned down. */
  readonly aloud: number;
  /** For how long the other side's picture has moved where it can be seen, in seconds. */
  readonly shown: number;
  /** Local tracks that run. */
  readonly live: readonly string[];
}

/** What a person sees and presses: everything goes by role and accessible name, through every shadow root. */
export class PersonPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE);
  }

  /** Waits until it is there to be seen, once: two of one name are a mistake of the page's. */
  async see(role: string, name: string, timeout = PATIENCE): Promise<ElementHandle> {
    const found = `(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)})`;
    await this.#until(`${found}.length === 1`, `${role} "${name}"`, timeout);
    const handle = (await this.page.evaluateHandle(`${found}[0]`)).asElement();
    assert.ok(handle, `the ${role} "${name}" went away`);
    return handle as ElementHandle;
  }

  async miss(role: string, name: string, timeout = PATIENCE): Promise<void> {
    await this.#until(`!(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)}).length`, `no ${role} "${name}"`, timeout);
  }

  async has(role: string, name: string): Promise<boolean> {
    return (await this.page.evaluate(`(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)}).length`)) === 1;
  }

  /** A trusted press, as a mouse makes it, once the button stands still. */
  async press(role: string, name: string): Promise<void> {
    await this.page.bringToFront();
    const found = `(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)})[0]`;
    await this.see(role, name);
    await this.#until(`(${standsStill.toString()})(() => ${found})`, `a ${role} "${name}" that stands still`);
    const element = await this.see(role, name);
    await element.evaluate((each) => each.scrollIntoView({ block: 'nearest' }));
    await element.click();
  }

  async type(name: string, text: string): Promise<void> {
    await this.page.bringToFront();
    const box = await this.see('textbox', name);
    await box.focus();
    await this.page.keyboard.type(text);
  }

  /** Waits until these words stand somewhere on the page. */
  async read(words: string, timeout = PATIENCE): Promise<void> {
    await this.#until(`(${canBeRead.toString()})(${JSON.stringify(words)})`, `the words "${words}"`, timeout);
  }

  /** Waits until these words stand nowhere on the page. */
  async readNoMore(words: string, timeout = PATIENCE): Promise<void> {
    await this.#until(`!(${canBeRead.toString()})(${JSON.stringify(words)})`, `the words "${words}" to go`, timeout);
  }

  /** Whether these words stand somewhere on the page now. */
  async canRead(words: string): Promise<boolean> {
    return (await this.page.evaluate(`(${canBeRead.toString()})(${JSON.stringify(words)})`)) === true;
  }

  /** Waits until what the page says of itself holds; on failure tells what could be read. */
  async #until(expression: string, what: string, timeout = PATIENCE): Promise<void> {
    try {
      await this.page.waitForFunction(expression, { polling: 50, timeout });
    } catch (cause) {
      throw new Error(`Waited ${timeout} ms in vain for ${what}. To be read: ${await this.whatIsThere()}`, { cause });
    }
  }

  /** The texts of the messages in the log, in order. */
  async messages(): Promise<string[]> {
    const log = await this.see('log', 'Conversation');
    return await log.evaluate((element) => {
      const rows = [...element.querySelectorAll<HTMLElement>('[part~="bubble"], .bubble')];
      return rows.map((row) => (row.querySelector<HTMLElement>('[dir="auto"]') ?? row).innerText.trim());
    });
  }

  /** Waits until the log's messages are exactly these. */
  async readLog(...expected: string[]): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    let seen: string[] = [];
    do {
      seen = await this.messages();
      if (seen.length === expected.length && seen.every((text, index) => text === expected[index])) return;
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    } while (Date.now() < deadline);
    assert.deepEqual(seen, expected);
  }

  async media(): Promise<Media> {
    return await this.page.evaluate(async () => await window.mediaNow());
  }

  /** The kinds of both ends of the path that the call takes, the own one first. */
  async path(): Promise<readonly string[]> {
    return await this.page.evaluate(async () => await window.pathNow());
  }

  /**
   * Waits until sound, and a picture where one is asked for, has come in anew and is played aloud, and shown: nothing that was counted before counts.
   */
  async hear({ andSee = false, timeout = PATIENCE } = {}): Promise<void> {
    await this.#receive({ andSee, isPlayed: true, timeout });
  }

  /** Waits until sound has come in anew, played or not: of a page that only receives. */
  async receive({ timeout = PATIENCE } = {}): Promise<void> {
    await this.#receive({ andSee: false, isPlayed: false, timeout });
  }

  async #receive({ andSee, isPlayed, timeout }: { readonly andSee: boolean; readonly isPlayed: boolean; readonly timeout: number }): Promise<void> {
    const before = await this.page.evaluate(async () => (window.mediaBefore = await window.mediaNow()));
    const heard = await this.page
      .waitForFunction(
        async (picture: boolean, played: boolean) => {
          const [before, now] = [window.mediaBefore, await window.mediaNow()];
          // A connection that is closed takes its counts along, and another element begins at nothing.
          for (const key of ['packets', 'frames', 'aloud', 'shown'] as const) before[key] = Math.min(before[key], now[key]);
          const isHeard = now.packets > before.packets + 5 && (!played || now.aloud > before.aloud + 0.1);
          return isHeard && (!picture || (now.frames > before.frames + 2 && now.shown > before.shown));
        },
        { polling: 100, timeout },
        andSee,
        isPlayed,
      )
      .then(
        () => true,
        () => false,
      );
    assert.ok(heard, `no ${andSee ? 'sound and picture' : 'sound'} came in within ${timeout} ms: ${JSON.stringify([before, await this.media()])}. ${await this.ways()} ${await this.whatIsThere()}`);
  }

  /** Waits until so many pictures move on the page, one's own among them. */
  async picturesMove(count: number): Promise<void> {
    const moved = await this.page.waitForFunction((least) => window.picturesMoved() >= least, { polling: 100, timeout: PATIENCE }, count).catch(() => null);
    assert.ok(moved, `not ${count} pictures move. ${await this.whatIsThere()}`);
  }

  /** Cuts the page's sockets as a network that goes away: nothing is said, on neither side. */
  async cut(): Promise<void> {
    await this.page.evaluate(() => window.cutSockets());
  }

  /** Waits until no device of this page runs. */
  async isSilent(): Promise<void> {
    await this.page.waitForFunction(async () => (await window.mediaNow()).live.length === 0, { polling: 50, timeout: PATIENCE }).catch(() => {
      assert.fail('a microphone or camera still runs');
    });
  }

  /** For a failed assertion's message: what became of the page's connections, a line each. */
  async ways(): Promise<string> {
    return ['', ...(await this.page.evaluate(async () => await window.waysNow()).catch((error: unknown) => [String(error)]))].join('\n');
  }

  /** For a failed assertion's message: what could be read. */
  async whatIsThere(): Promise<string> {
    const words = await this.page.evaluate(`(${visibleWords.toString()})()`).catch(String);
    return String(words);
  }
}

/** Runs in the page: whether two looks, a moment apart, find it in the same place. */
async function standsStill(find: () => Element | undefined): Promise<boolean> {
  const place = (): string => JSON.stringify(find()?.getBoundingClientRect());
  const before = place();
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return find() !== undefined && before === place();
}

/** The visitor of a site. */
export class CustomerPage extends PersonPage {
  async openChat(): Promise<void> {
    await this.press('button', 'Open chat');
    await this.see('textbox', 'Message');
  }

  async say(text: string): Promise<void> {
    await this.type('Message', text);
    await this.page.keyboard.press('Enter');
  }
}

/** Whoever answers. */
export class AgentPage extends PersonPage {
  async signIn(url: string, { email, password }: { readonly email: string; readonly password: string }): Promise<void> {
    await this.page.goto(`${url}/agent`);
    await this.type('E-mail', email);
    await this.type('Password', password);
    await this.press('button', 'Sign in');
    await this.see('navigation', 'Conversations');
  }

  /** No new conversations come from now on. */
  async goAway(): Promise<void> {
    await (await this.see('combobox', 'Your status')).select('away');
  }

  /** The list's rows, by what stands in them. */
  async rows(): Promise<string[]> {
    const list = await this.see('navigation', 'Conversations');
    return await list.evaluate((element) => [...element.querySelectorAll('li button')].map((row) => (row as HTMLElement).innerText));
  }

  /** Opens the conversation whose row holds these words, to answer it. */
  async choose(words: string): Promise<void> {
    await this.open(words);
    await this.see('textbox', 'Message');
  }

  /** Opens the conversation whose row holds these words, be it to read along. */
  async open(words: string): Promise<void> {
    await this.page.bringToFront();
    const list = await this.see('navigation', 'Conversations');
    const row = await list.evaluateHandle(
      async (element, wanted) => {
        for (const end = performance.now() + 20_000; performance.now() < end; await new Promise((resolve) => requestAnimationFrame(resolve))) {
          const found = [...element.querySelectorAll<HTMLElement>('li button')].find((each) => each.innerText.includes(wanted));
          if (found) return found;
        }
        return null;
      },
      words,
    );
    const found = row.asElement() as ElementHandle | null;
    assert.ok(found, `no conversation in the list says "${words}". ${await this.whatIsThere()}`);
    await found.click();
  }

  async say(text: string): Promise<void> {
    await this.type('Message', text);
    await this.page.keyboard.press('Enter');
  }

  async call(command: 'Voice call' | 'Video call'): Promise<void> {
    await this.press('button', 'More commands');
    await this.press('menuitem', command);
  }
}
