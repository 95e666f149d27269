import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import { launch } from 'puppeteer-core';
import { chromiumFlags, fakeDeviceFlags, findBrowser, firefoxPreferences } from '../../scripts/browsers.mjs';

/** How long a person would wait for what they expect, in milliseconds. */
const PATIENCE = 20_000;

export async function openBrowser(kind: 'chromium' | 'firefox' = 'chromium', flags: readonly string[] = fakeDeviceFlags): Promise<Browser> {
  const executablePath = findBrowser(kind);
  const defaultViewport = { width: 1280, height: 800 };
  return kind === 'chromium'
    ? await launch({ executablePath, defaultViewport, args: [...chromiumFlags, ...flags] })
    : await launch({ browser: 'firefox', executablePath, defaultViewport, extraPrefsFirefox: firefoxPreferences });
}

/** Finds what a person with a screen reader finds: by role and whole name, through shadow roots, if it is visible. Runs in the page. */
function accessible(role: string, name: string | null): Element[] {
  const roles: Record<string, string> = {
    button: 'button, [role=button], summary',
    textbox: 'textarea, input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=hidden]), [role=textbox], [contenteditable=true]',
    dialog: 'dialog, [role=dialog], [role=alertdialog]',
    log: '[role=log]',
    navigation: 'nav, [role=navigation]',
    menuitem: '[role^=menuitem]',
    video: 'video',
    link: 'a[href]',
    any: '*',
  };
  const found: Element[] = [];
  const search = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches(roles[role] ?? `[role=${role}]`)) found.push(element);
      if (element.shadowRoot) search(element.shadowRoot);
    }
  };
  const textOf = (node: Node): string => {
    if (node instanceof Element && (node.getAttribute('aria-hidden') === 'true' || node.matches('svg, style, script'))) return '';
    return node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : [...node.childNodes].map(textOf).join('');
  };
  const nameOf = (element: Element): string => {
    const root = element.getRootNode() as Document | ShadowRoot;
    const by = element.getAttribute('aria-labelledby')?.split(/\s+/).map((id) => root.getElementById(id)?.textContent ?? '');
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])].map((label) => textOf(label)) : [];
    const given = by?.join(' ') ?? element.getAttribute('aria-label') ?? (labels.length > 0 ? labels.join(' ') : textOf(element));
    return given.replace(/\s+/g, ' ').trim();
  };
  search(document);
  return found.filter((element) => element.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && (name === null || nameOf(element) === name));
}

/** A person at a page: what they can find and press. */
export class VisitorPage {
  readonly page: Page;
  readonly context: BrowserContext;

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.context = context;
  }

  /** A visitor of their own: nothing is shared with another's, but the browser. */
  static async open(browser: Browser): Promise<VisitorPage> {
    const context = await browser.createBrowserContext();
    return await VisitorPage.tab(context);
  }

  /** One more tab of the same visitor. */
  static async tab(context: BrowserContext): Promise<VisitorPage> {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    // The tests' compiler marks functions with a helper of its own, which functions that run in the page then look for there.
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
    await page.evaluateOnNewDocument(rememberPeers);
    return new VisitorPage(page, context);
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url, { waitUntil: 'load' });
  }

  /** Whether exactly one such thing can be seen now; two of a name are a mistake of the page's. */
  async sees(role: string, name: string | null): Promise<boolean> {
    return (await this.count(role, name)) === 1;
  }

  async count(role: string, name: string | null): Promise<number> {
    return await this.page.evaluate(`(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)}).length`) as number;
  }

  async waitFor(role: string, name: string | null): Promise<void> {
    await this.#until(`(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)}).length === 1`, `${role} "${name ?? ''}"`);
  }

  async waitForNo(role: string, name: string | null): Promise<void> {
    await this.#until(`(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)}).length === 0`, `no ${role} "${name ?? ''}"`);
  }

  /** A trusted press, as a mouse makes it. */
  async press(role: string, name: string): Promise<void> {
    await this.waitFor(role, name);
    await this.#until(
      `(([element]) => { const box = element?.getBoundingClientRect(); const root = element?.getRootNode(); return box && box.width > 0 && !element.disabled && element.getAnimations().every((each) => each.playState !== 'running'); })((${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)}))`,
      `a ${role} "${name}" that can be pressed`,
    );
    const handle = await this.handle(role, name);
    await handle.evaluate((element) => {
      element.scrollIntoView({ block: 'nearest' });
    });
    await handle.click();
  }

  async handle(role: string, name: string): Promise<ElementHandle> {
    await this.waitFor(role, name);
    const handle = await this.page.evaluateHandle(`(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)})[0]`);
    return handle.asElement() as ElementHandle;
  }

  async write(name: string, text: string): Promise<void> {
    const box = await this.handle('textbox', name);
    await box.focus();
    await this.page.keyboard.type(text);
  }

  async say(text: string): Promise<void> {
    await this.write('Message', text);
    await this.page.keyboard.press('Enter');
  }

  /** What the one visible log says, as text. */
  async log(): Promise<string> {
    return await this.page.evaluate(`(${accessible.toString()})('log', 'Conversation').map((log) => log.innerText).join('')`) as string;
  }

  async waitForLog(text: string): Promise<void> {
    await this.#until(`(${accessible.toString()})('log', 'Conversation').some((log) => log.innerText.includes(${JSON.stringify(text)}))`, `"${text}" in the log`);
  }

  async timesInLog(text: string): Promise<number> {
    return (await this.log()).split(text).length - 1;
  }

  /** Any words, anywhere in sight. */
  async waitForText(text: string | RegExp): Promise<void> {
    const pattern = typeof text === 'string' ? text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : text.source;
    await this.#until(`(${visibleText.toString()})(new RegExp(${JSON.stringify(pattern)}))`, `the words ${String(text)}`);
  }

  async until(expression: string, what = expression): Promise<void> {
    await this.#until(expression, what);
  }

  /** How much of others' sound and picture has arrived at this page so far. */
  async arrived(): Promise<{ audio: number; video: number }> {
    return await this.page.evaluate(arrivedMedia);
  }

  /** Waits until more sound (and picture) arrives than had so far: media flows now. */
  async waitForMedia(video: boolean): Promise<void> {
    const before = await this.arrived();
    const more = `(now) => now.audio > ${before.audio + 5} && (!${video} || now.video > ${before.video + 2})`;
    await this.#until(`(${arrivedMedia.toString()})().then(${more})`, `sound${video ? ' and picture' : ''}; so far ${JSON.stringify(before)}`);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  async #until(expression: string, what: string): Promise<void> {
    try {
      await this.page.waitForFunction(expression, { polling: 50 });
    } catch (cause) {
      const words = await this.page.evaluate(`(${visibleWords.toString()})()`).catch(() => '');
      throw new Error(`Waited in vain for ${what}. In sight: ${String(words)}`, { cause });
    }
  }
}

function visibleWords(): string {
  const words: string[] = [];
  const search = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) search(element.shadowRoot);
      if (element.matches('style, script') || !element.checkVisibility()) continue;
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent?.trim() ?? '');
      const label = element.getAttribute('aria-label');
      words.push(...own.filter(Boolean), ...(label ? [`[${label}]`] : []));
    }
  };
  search(document);
  return words.join(' · ').slice(-1_500);
}

function visibleText(pattern: RegExp): boolean {
  let found = false;
  const search = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) search(element.shadowRoot);
      if (!element.matches('style, script') && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE) && pattern.test(element.textContent ?? '') && element.checkVisibility()) found = true;
    }
  };
  search(document);
  return found;
}

/** Keeps the page's connections in sight, for their statistics. Runs in the page, before its scripts. */
function rememberPeers(): void {
  const peers: RTCPeerConnection[] = [];
  Object.assign(globalThis, { peers });
  const Native = globalThis.RTCPeerConnection;
  if (!Native) return;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
}

async function arrivedMedia(): Promise<{ audio: number; video: number }> {
  const total = { audio: 0, video: 0 };
  for (const peer of (globalThis as unknown as { peers?: RTCPeerConnection[] }).peers ?? []) {
    if (peer.connectionState === 'closed') continue;
    for (const report of (await peer.getStats()).values() as Iterable<{ type: string; kind?: string; packetsReceived?: number; framesDecoded?: number }>) {
      if (report.type !== 'inbound-rtp') continue;
      if (report.kind === 'audio') total.audio += report.packetsReceived ?? 0;
      if (report.kind === 'video') total.video += report.framesDecoded ?? 0;
    }
  }
  return total;
}
