import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { AgentPresence, AgentStatus } from '../../protocol/conversation.ts';
import type { Desk, DeskSnapshot } from '../../session/desk/desk.ts';
import { isRinging, isRunning } from '../shared/call-reasons.ts';
import { icon } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { Tick } from '../shared/tick.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { statusBarStyles } from './status-bar.styles.ts';

/** Something that a part asks the console for; `hold-focus`: what had the focus is gone. */
export class ConsoleCommandEvent extends Event {
  static readonly type = 'console-command';
  readonly command: 'settings' | 'keys' | 'sign-out' | 'hold-focus';

  constructor(command: ConsoleCommandEvent['command']) {
    super(ConsoleCommandEvent.type, { bubbles: true, composed: true });
    this.command = command;
  }
}

/** The agent's own state: who, available or away, in a call, connected, and why calls are not possible. */
export class AgentStatusBar extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    now: { attribute: false },
    canSignOut: { attribute: false },
    _wanted: { state: true },
    _failed: { state: true },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare now: () => number;
  declare canSignOut: boolean;
  /** Asked for and not confirmed yet. */
  declare _wanted: AgentStatus | null;
  declare _failed: AgentStatus | null;

  static override styles = [look, controls, statusBarStyles];

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.now = Date.now;
    this.canSignOut = false;
    this._wanted = null;
    this._failed = null;
    new Watch(this, () => this.desk);
    new Tick(this, () => this.desk?.snapshot.connection.is === 'offline');
  }

  override render(): TemplateResult {
    const { say } = this.words;
    const snapshot = this.desk?.snapshot;
    const me = snapshot?.me;
    return html`
      <header>
        <h1 class="sr">${say('app.name')}</h1>
        <div class="who">
          <span class="mark" aria-hidden="true">${icon('chat')}</span>
          <bdi>${me?.name ?? ''}</bdi>
        </div>
        ${snapshot && me ? this.#status(snapshot, me, this._wanted ?? me.status) : nothing}
        <button class="plain only-icon" type="button" aria-label=${say('keys.open')} title=${say('keys.open')} @click=${this.#ask('keys')}>
          ${icon('keys')}
        </button>
        <button
          class="plain only-icon"
          type="button"
          aria-label=${say('settings.open')}
          title=${say('settings.open')}
          @click=${this.#ask('settings')}
        >
          ${icon('settings')}
        </button>
        ${this.canSignOut
          ? html`<button
              class="plain only-icon leave"
              type="button"
              aria-label=${say('signIn.out')}
              title=${say('signIn.out')}
              @click=${this.#ask('sign-out')}
            >
              ${icon('signOut')}
            </button>`
          : nothing}
      </header>
      <div role="status">${snapshot ? this.#notices(snapshot) : nothing}</div>
    `;
  }

  /** Toggles between available and away. */
  async toggle(): Promise<void> {
    await this.change(this.desk?.snapshot.me?.status === 'away' ? 'available' : 'away');
  }

  async change(status: AgentStatus): Promise<void> {
    if (!this.desk || this._wanted) return;
    this._wanted = status;
    this._failed = null;
    try {
      await this.desk.setStatus(status);
    } catch {
      this._failed = status;
    } finally {
      this._wanted = null;
    }
  }

  #status(snapshot: DeskSnapshot, me: AgentPresence, status: AgentStatus): TemplateResult {
    const { say } = this.words;
    const inCall = isRunning(snapshot) || me.inCall;
    const isOffline = snapshot.connection.is !== 'online';
    const { used, capacity } = me;
    const isFull = !isOffline && !inCall && status === 'available' && used >= capacity;
    const full = say('status.full', { used, capacity });
    const help = isOffline ? 'status.offlineHelp' : inCall ? 'status.inCallHelp' : status === 'available' ? 'status.availableHelp' : 'status.awayHelp';
    const choices = html`${(['available', 'away'] as const).map(
      (each) => html`<option value=${each} .selected=${each === status}>${say(`status.${each}`)}</option>`,
    )}`;
    return html`
      ${inCall
        ? html`<div class="in-call-chip" title=${say('status.inCallHelp')}>${icon('phone')}<span>${say(isRinging(snapshot) ? 'status.calling' : 'status.inCall')}</span></div>`
        : nothing}
      ${isFull
        ? html`<p class="full figures" title=${full}>
            <span class="whole">${full}</span><span class="short" aria-hidden="true">${say('conversation.assignLoad', { used, capacity })}</span>
          </p>`
        : nothing}
      <div class=${`status ${isOffline ? '' : inCall || isFull ? 'busy' : status}`} aria-busy=${this._wanted ? 'true' : 'false'}>
        <select aria-label=${say('status.label')} title=${isFull ? full : say(help)} ?disabled=${isOffline} @change=${this.#chosen}>
          ${isOffline ? html`<option>${say('status.offline')}</option>` : choices}
        </select>
      </div>
    `;
  }

  #notices(snapshot: DeskSnapshot): TemplateResult | typeof nothing {
    const { say } = this.words;
    const { connection, own } = snapshot;
    const failed = this._failed;
    const again = (): void => void (failed && this.change(failed));
    return html`
      ${this.#connection(connection)}
      ${failed
        ? html`<p class="notice">
            ${icon('warning')}<span>${say('status.failed')}</span>
            <button class="link" type="button" @click=${again}>${say('common.tryAgain')}</button>
          </p>`
        : nothing}
      ${own.calls ? html`<p class="notice calm">${icon('phone')}<span>${say(`block.${own.calls}`)}</span></p>` : nothing}
    `;
  }

  #connection(connection: DeskSnapshot['connection']): TemplateResult | typeof nothing {
    const { say } = this.words;
    const hadHello = Boolean(this.desk?.snapshot.me);
    switch (connection.is) {
      case 'online':
      case 'idle':
        return nothing;
      case 'connecting':
        return hadHello ? html`<p class="notice calm">${icon('offline')}<span>${say('connection.connecting')}</span></p>` : nothing;
      case 'offline': {
        const seconds = Math.max(1, Math.ceil((connection.retryAt - this.now()) / 1_000));
        return html`<p class="notice">
          ${icon('offline')}
          <span>${say('connection.offline')} <span aria-hidden="true" class="quiet figures">${say('connection.retryIn', { seconds })}</span></span>
        </p>`;
      }
      case 'refused':
        return html`<p class="notice">
          ${icon('warning')}<span>${this.#refusal(connection.code)}</span>
          <button class="link" type="button" @click=${this.#connect}>${say('common.tryAgain')}</button>
        </p>`;
    }
  }

  #refusal(code: string): string {
    const { say } = this.words;
    if (code === 'TOKEN_EXPIRED' || code === 'TOKEN_INVALID') return say('connection.expired');
    return code === 'FOREIGN_ORIGIN' ? say('connection.foreign', { origin: location.origin }) : say('connection.refused', { code });
  }

  readonly #connect = (): void => this.desk?.connect();

  readonly #chosen = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    void this.change(event.target.value === 'away' ? 'away' : 'available');
  };

  #ask(command: ConsoleCommandEvent['command']): () => void {
    return () => this.dispatchEvent(new ConsoleCommandEvent(command));
  }
}
