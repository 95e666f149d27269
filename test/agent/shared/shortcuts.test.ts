import { expect } from 'chai';
import { shortcutOf, shortcuts } from '../../../src/agent/shared/shortcuts.ts';

/** What the console hears when a key is pressed in an element. */
function pressed(target: Element, key: string, more: KeyboardEventInit = {}): string | null {
  let heard: string | null = null;
  document.addEventListener('keydown', (event) => (heard = shortcutOf(event)?.name ?? null), { once: true });
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }));
  return heard;
}

function inPage(markup: string): Element {
  const host = document.createElement('div');
  host.attachShadow({ mode: 'open' }).innerHTML = markup;
  document.body.append(host);
  const [element] = host.shadowRoot?.children ?? [];
  if (!element) throw new Error('nothing was made');
  return element;
}

describe('Single-key commands', () => {
  it('are heard where nobody types', () => {
    expect(pressed(document.body, 'j')).to.equal('next');
    expect(pressed(document.body, 'V', { shiftKey: true })).to.equal('video');
    expect(pressed(document.body, '?', { shiftKey: true })).to.equal('keys');
  });

  for (const markup of ['<textarea></textarea>', '<input>', '<input type="email">', '<select></select>', '<p contenteditable></p>', '<div role="menu"></div>']) {
    it(`never fire in ${markup}, across a shadow root`, () => {
      for (const { key, shift, name } of shortcuts) {
        if (name !== 'leave') expect(pressed(inPage(markup), key, { shiftKey: shift }), name).to.equal(null);
      }
    });
  }

  it('leave a text box by Escape, and only there', () => {
    expect(pressed(inPage('<textarea></textarea>'), 'Escape')).to.equal('leave');
    expect(pressed(document.body, 'Escape')).to.equal(null);
  });

  it('never fire while an input method composes', () => {
    expect(pressed(document.body, 'j', { isComposing: true })).to.equal(null);
    expect(pressed(document.body, 'j', { keyCode: 229 })).to.equal(null);
    expect(pressed(inPage('<textarea></textarea>'), 'Escape', { isComposing: true })).to.equal(null);
  });

  it('leave the browser’s and the system’s own keys alone', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) expect(pressed(document.body, 'j', { [modifier]: true })).to.equal(null);
  });

  it('do not repeat what is done once', () => {
    expect(pressed(document.body, 'm', { repeat: true })).to.equal(null);
    expect(pressed(document.body, 'j', { repeat: true })).to.equal('next');
  });

  it('are heard on a switch or a button, which take no letters', () => {
    expect(pressed(inPage('<input type="checkbox">'), 'j')).to.equal('next');
    expect(pressed(inPage('<button></button>'), 'j')).to.equal('next');
  });

  it('have a key each of their own', () => {
    expect(new Set(shortcuts.map(({ key, shift }) => `${key} ${String(shift)}`)).size).to.equal(shortcuts.length);
  });
});
