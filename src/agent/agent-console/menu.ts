import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../shared/icons.ts';
import type { IconName } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { menuStyles } from './menu.styles.ts';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  /** Said beside the label: the reason why it is disabled, or how busy a colleague is. */
  readonly help?: string;
  readonly key?: string;
  readonly disabled?: boolean;
}

/** A command of a menu was chosen. */
export class MenuChosenEvent extends Event {
  static readonly type = 'menu-chosen';
  readonly item: string;

  constructor(item: string) {
    super(MenuChosenEvent.type);
    this.item = item;
  }
}

/** A button with a menu below it. A disabled command can be reached and says why it is disabled. */
export class AgentMenu extends LitElement {
  static override properties = {
    label: { type: String },
    face: { attribute: false },
    items: { attribute: false },
    empty: { type: String },
    _open: { state: true },
  };
  declare label: string;
  /** The button's icon. */
  declare face: IconName;
  declare items: readonly MenuItem[];
  /** What the menu says where it has nothing to offer. */
  declare empty: string;
  declare _open: boolean;

  static override styles = [look, controls, menuStyles];

  constructor() {
    super();
    this.label = '';
    this.face = 'more';
    this.items = [];
    this.empty = '';
    this._open = false;
  }

  get open(): boolean {
    return this._open;
  }

  /** Opens on the first command that can be used. */
  show(): void {
    if (this._open) return;
    this._open = true;
    void this.updateComplete.then(() => {
      const usable = this.#buttons.find((each) => each.ariaDisabled !== 'true') ?? this.#buttons[0];
      (usable ?? this.renderRoot.querySelector<HTMLElement>('.menu'))?.focus();
    });
  }

  close(): void {
    if (!this._open) return;
    this._open = false;
    this.renderRoot.querySelector<HTMLElement>('.face')?.focus();
  }

  override render(): TemplateResult {
    const bare = this.face === 'more';
    return html`
      <button
        type="button"
        class=${bare ? 'face only-icon' : 'face'}
        aria-label=${this.label}
        title=${this.label}
        aria-haspopup="menu"
        aria-expanded=${this._open ? 'true' : 'false'}
        @click=${this.#toggle}
      >
        ${icon(this.face)}${bare ? nothing : html`<span aria-hidden="true">${this.label}</span>`}
      </button>
      ${this._open
        ? html`<div class="menu" role="menu" tabindex="-1" aria-label=${this.label} @keydown=${this.#keydown} @focusout=${this.#left}>
            ${this.items.length === 0 ? html`<div class="nothing" role="menuitem" aria-disabled="true">${this.empty}</div>` : nothing}
            ${this.items.map((item, index) => this.#item(item, index))}
          </div>`
        : nothing}
    `;
  }

  #item(item: MenuItem, index: number): TemplateResult {
    const help = `help-${String(index)}`;
    const choose = (): void => this.#choose(item);
    return html`<div class="item" role="none">
      <button
        type="button"
        role="menuitem"
        tabindex="-1"
        aria-describedby=${item.help ? help : nothing}
        aria-disabled=${item.disabled ? 'true' : 'false'}
        @click=${choose}
      >
        ${item.icon ? icon(item.icon) : nothing}<span>${item.label}</span>
      </button>
      ${item.key && !item.disabled ? html`<kbd aria-hidden="true">${item.key}</kbd>` : nothing}
      ${item.help ? html`<span class="help" id=${help}>${item.help}</span>` : nothing}
    </div>`;
  }

  get #buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.item > button')];
  }

  #choose(item: MenuItem): void {
    if (item.disabled) return;
    this.close();
    this.dispatchEvent(new MenuChosenEvent(item.id));
  }

  readonly #toggle = (): void => {
    if (this._open) this.close();
    else this.show();
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    // Browser shortcuts.
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = this.#buttons;
    const at = buttons.findIndex((each) => each === this.shadowRoot?.activeElement);
    const target = {
      ArrowDown: buttons[(at + 1) % buttons.length],
      ArrowUp: buttons.at(at <= 0 ? -1 : at - 1),
      Home: buttons[0],
      End: buttons.at(-1),
    }[event.key];
    if (target) target.focus();
    else if (event.key === 'Escape') this.close();
    else if (event.key === 'Tab') {
      this.close();
      return;
    } else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLocaleLowerCase();
      const order = [...this.items.slice(at + 1), ...this.items.slice(0, at + 1)];
      const found = order.find((each) => each.label.toLocaleLowerCase().startsWith(letter));
      if (found) buttons[this.items.indexOf(found)]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The focus went elsewhere and stays there: the menu closes. */
  readonly #left = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    const inside = to instanceof Node && this.renderRoot.contains(to);
    if (!inside) this._open = false;
  };
}
