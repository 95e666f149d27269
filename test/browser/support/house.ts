import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { chromiumFlags, fakeDeviceFlags, findBrowser, firefoxPreferences } from '../../../scripts/browsers.mjs';
import type { DemoPeople } from '../../../server/src/config/demo.ts';
import type { Server, ServerOptions } from '../../../server/src/server.ts';
import { createServer } from '../../../server/src/server.ts';
import { ClockAhead } from './clock.ts';
import { AgentPage, CustomerPage } from './person-page.ts';
import { probe } from './probe.ts';

/** Another build than the one in its place may be tried. */
const publicDir = process.env['PUBLIC_DIR'] === undefined ? {} : { publicDir: process.env['PUBLIC_DIR'] };

export const attentive = ['--disable-renderer-backgrounding', '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows'];
export const viewport = { width: 1280, height: 800 };

export async function openBrowser(name: 'chromium' | 'firefox' = 'chromium', flags: readonly string[] = fakeDeviceFlags): Promise<Browser> {
  const executablePath = findBrowser(name);
  if (name === 'firefox') return await puppeteer.launch({ browser: 'firefox', executablePath, extraPrefsFirefox: firefoxPreferences });
  return await puppeteer.launch({ executablePath, args: [...chromiumFlags, ...flags, ...attentive], defaultViewport: viewport });
}

/** What a test does to every page before it goes anywhere. */
type Prepare = (page: Page) => Promise<unknown>;

export interface HouseOptions extends Partial<ServerOptions> {
  readonly prepare?: Prepare;
  /** Who signs in, where the configuration brings people of its own. */
  readonly people?: DemoPeople;
}

/** One person's own browser profile: pages of it are tabs, and share what a browser keeps. */
export class Profile {
  readonly context: BrowserContext;
  readonly #prepare: Prepare;

  constructor(context: BrowserContext, prepare: Prepare = () => Promise.resolve()) {
    this.context = context;
    this.#prepare = prepare;
  }

  /** A page without the probe, which keeps what it counts. */
  async unwatched(): Promise<Page> {
    const page = await this.context.newPage();
    // What tsx's compiler calls in a function that travels to the page.
    await page.evaluateOnNewDocument('globalThis.__name = (target) => target;');
    return page;
  }

  async #page(): Promise<Page> {
    const page = await this.unwatched();
    await page.evaluateOnNewDocument(probe);
    await this.#prepare(page);
    return page;
  }

  async customer(address: string): Promise<CustomerPage> {
    const customer = new CustomerPage(await this.#page());
    await customer.page.goto(address);
    return customer;
  }

  async agent(): Promise<AgentPage> {
    return new AgentPage(await this.#page());
  }
}

/** A whole Warmline of its own: the real server with an empty database on a free port, and the browsers of those who use it. */
export class House implements AsyncDisposable {
  readonly server: Server;
  readonly clock: ClockAhead;
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #prepare: Prepare | undefined;
  readonly #people: DemoPeople | null;
  readonly #profiles: BrowserContext[] = [];

  private constructor(browser: Browser, server: Server, clock: ClockAhead, folder: string, { prepare, people }: HouseOptions) {
    this.#browser = browser;
    this.#prepare = prepare;
    this.#people = people ?? server.demo;
    this.server = server;
    this.clock = clock;
    this.#folder = folder;
  }

  static async open(browser: Browser, options: HouseOptions = {}): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'warmline-house-'));
    const clock = new ClockAhead();
    const server = await createServer({ dataDir: folder, port: 0, clock, ...publicDir, ...options });
    return new House(browser, server, clock, folder, options);
  }

  get url(): string {
    return this.server.url.replace('127.0.0.1', 'localhost');
  }

  async profile(): Promise<Profile> {
    const context = await this.#browser.createBrowserContext();
    this.#profiles.push(context);
    return new Profile(context, this.#prepare);
  }

  /** A customer on the shop's first page. */
  async customer(path = '/'): Promise<CustomerPage> {
    return await (await this.profile()).customer(`${this.url}${path}`);
  }

  async agent(who: 'agent' | 'supervisor' = 'agent'): Promise<AgentPage> {
    const people = this.#people;
    if (!people) throw new Error('This house has people of its own.');
    const agent = await (await this.profile()).agent();
    await agent.signIn(this.url, people[who]);
    return agent;
  }

  /** A customer who has written, and the agent who has opened the conversation. */
  async talking(words = 'Hello, is anybody there?'): Promise<{ customer: CustomerPage; agent: AgentPage }> {
    const [agent, customer] = await Promise.all([this.agent(), this.customer()]);
    await customer.openChat();
    await customer.say(words);
    await agent.choose(words);
    return { customer, agent };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#profiles.map((context) => context.close().catch(() => undefined)));
    await this.server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
