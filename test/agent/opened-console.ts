import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { AgentConsole } from '../../src/agent/agent-console/agent-console.ts';
import '../../src/define/agent-console.ts';
import type { Call } from '../../src/session/call/call.ts';
import { AgentDesk } from '../../src/session/desk/agent-desk.ts';
import { FakeCall } from '../fakes/fake-call.ts';
import type { FakeDeskAuthorityOptions } from '../fakes/fake-desk-authority.ts';
import { FakeDeskAuthority } from '../fakes/fake-desk-authority.ts';
import { FakeDevices } from '../fakes/fake-devices.ts';
import { FakeEnvironment } from '../fakes/fake-environment.ts';

export const NOON = Date.UTC(2026, 4, 12, 3, 0);

export interface OpenedConsoleOptions extends FakeDeskAuthorityOptions {
  readonly createCall?: (conversation: string, devices: FakeDevices) => Call;
  readonly environment?: FakeEnvironment;
  readonly language?: string;
}

/** A console in the page, over a desk in memory whose clock stands still. */
export class OpenedConsole {
  readonly environment: FakeEnvironment;
  readonly devices = new FakeDevices();
  readonly authority: FakeDeskAuthority;
  readonly desk: AgentDesk;
  readonly element: AgentConsole = document.createElement('agent-console');
  readonly #calls = new Map<string, FakeCall>();

  constructor({ createCall, environment = new FakeEnvironment({ now: NOON }), language = 'en', ...options }: OpenedConsoleOptions = {}) {
    const { devices } = this;
    this.environment = environment;
    this.authority = new FakeDeskAuthority({ now: () => environment.now(), ...options });
    this.desk = new AgentDesk({
      authority: this.authority,
      environment,
      devices,
      createCall: (conversation) => createCall?.(conversation, devices) ?? this.call(conversation),
    });
    this.element.lang = language;
    this.element.openedDesk = { desk: this.desk, devices, environment, close: () => this.desk.close() };
  }

  async open(viewport: { readonly width: number; readonly height: number }): Promise<this> {
    await setViewport(viewport);
    const place = document.createElement('div');
    place.style.blockSize = '640px';
    place.append(this.element);
    document.body.append(place);
    opened.add(place);
    await this.drawn();
    return this;
  }

  /** The scripted call of a conversation. */
  call(conversation: string): FakeCall {
    const call = this.#calls.get(conversation) ?? new FakeCall();
    this.#calls.set(conversation, call);
    return call;
  }

  /** Once everything that has changed is drawn, all the way down. */
  async drawn(): Promise<void> {
    for (let round = 0; round < 4; round++) {
      for (const each of [this.element, ...deep(this.element)]) await (each as { updateComplete?: Promise<unknown> }).updateComplete;
    }
  }

  /** Once what is drawn has its place, too. */
  async painted(): Promise<void> {
    await this.drawn();
    await new Promise(requestAnimationFrame);
  }

  /** Holds a part of it, or all, against the rules of accessibility, once nothing moves any more: what fades in is not yet what it will look like. */
  async audit(part: Element = this.element): Promise<void> {
    await this.drawn();
    const finite = deep(this.element)
      .flatMap((each) => each.getAnimations({ subtree: true }))
      .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(finite.map((each) => each.finished.catch(() => undefined)));
    await expect(part).to.be.accessible();
  }

  async advance(milliseconds: number): Promise<void> {
    await this.environment.advance(milliseconds);
    for (const each of deep(this.element)) (each as { requestUpdate?: () => void }).requestUpdate?.();
    await this.drawn();
  }

  async select(conversation: string): Promise<void> {
    this.row(conversation).click();
    await this.drawn();
  }

  get rows(): readonly HTMLElement[] {
    return this.all('.row[data-conversation]');
  }

  row(conversation: string): HTMLElement {
    return this.one(`.row[data-conversation="${conversation}"]`);
  }

  /** The element that a selector finds in any of the console's shadow roots. */
  one(selector: string): HTMLElement {
    const [found] = this.all(selector);
    if (!found) throw new Error(`nothing is ${selector}`);
    return found;
  }

  all(selector: string): HTMLElement[] {
    return deep(this.element).filter((each) => each.matches(selector) && each.checkVisibility());
  }

  /** Visible buttons, menu commands and fields by their accessible name, whole. */
  named(name: string): HTMLElement[] {
    return this.all('button, [role=menuitem], input, textarea, select, nav, [role=log], dialog').filter((each) => nameOf(each) === name);
  }

  button(name: string): HTMLElement {
    const [found, second] = this.named(name);
    if (!found) throw new Error(`nothing is named ${name}`);
    if (second) throw new Error(`two are named ${name}`);
    return found;
  }

  async press(name: string): Promise<void> {
    this.button(name).click();
    await this.drawn();
  }

  /** Everything that can be read. */
  get text(): string {
    return deep(this.element)
      .filter((each) => each.checkVisibility())
      .flatMap((each) => [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE))
      .map((node) => node.textContent?.trim() ?? '')
      .filter(Boolean)
      .join(' ')
      .replaceAll(/\s+/g, ' ');
  }
}

const opened = new Set<Element>();

/** Opens a console for one test; it is gone after it. */
export const openConsole = (options?: OpenedConsoleOptions, viewport = { width: 1_280, height: 800 }): Promise<OpenedConsole> =>
  new OpenedConsole(options).open(viewport);

afterEach(() => {
  for (const place of opened) place.remove();
  opened.clear();
});

/** What a screen reader reads of an element. */
export function spoken(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const silent of copy.querySelectorAll('[aria-hidden=true]')) silent.remove();
  return copy.textContent.replaceAll(/\s+/g, ' ').trim();
}

function deep(root: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  const walk = (node: ParentNode): void => {
    for (const child of node.children) {
      if (child instanceof HTMLElement) found.push(child);
      walk(child);
      if (child.shadowRoot) walk(child.shadowRoot);
    }
  };
  if (root.shadowRoot) walk(root.shadowRoot);
  return found;
}

/** As much of the accessible name computation as these elements need. */
function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const labels = 'labels' in element && element.labels instanceof NodeList ? [...element.labels] : [];
  const [source = element] = labels.length > 0 ? labels.filter((each) => each instanceof HTMLElement) : [element];
  const words = [...source.querySelectorAll('span')].filter((each) => !each.closest('select'));
  const text = labels.length > 0 && words[0] ? words[0].textContent : source.textContent;
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Shift and a letter, as a keyboard gives them. */
export async function shifted(letter: string): Promise<void> {
  await sendKeys({ down: 'Shift' });
  await sendKeys({ press: letter });
  await sendKeys({ up: 'Shift' });
}

/** What has the focus, however deep. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
