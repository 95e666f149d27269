import { expect } from 'chai';
import { there } from './page.ts';
import * as original from 'lit/html.js';
import * as lean from '../../src/elements/shared/lean-html.ts';

type Engine = Pick<typeof original, 'html' | 'nothing'> & { readonly render: (value: unknown, root: HTMLElement) => void };

/** What a person and a script see: without the comments and empty texts that an engine needs for itself. */
function seen(root: Node): string {
  const copy = root.cloneNode(true) as HTMLElement;
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) (comment as ChildNode).remove();
  copy.normalize();
  return copy.innerHTML;
}

/** Draws the same values one after another with both, and compares after each. */
function alike(name: string, draw: (engine: Engine, value: unknown) => unknown, values: readonly unknown[]): void {
  it(name, () => {
    const both = [original as unknown as Engine, lean as unknown as Engine].map((engine) => ({ engine, root: document.createElement('div') }));
    for (const value of values) {
      const [expected, actual] = both.map(({ engine, root }) => {
        engine.render(draw(engine, value), root);
        return seen(root);
      });
      expect(actual).to.equal(expected);
    }
  });
}

describe('the lean stand-in for Lit’s templates draws what Lit draws', () => {
  alike('text', ({ html }, value) => html`<p>a ${value} b</p>`, ['one', 'two', '', 7, 0, null, undefined, '<b>&amp;</b>', 'one']);
  alike('several in a row', ({ html }, value) => html`${value}${value} ${value}`, ['x', '', 'y']);
  alike('attributes', ({ html, nothing }, value) => html`<p id=${value ?? nothing} class="a ${value} b ${value}" title="${value}"></p>`, ['one', 'two', undefined, 'three']);
  alike('boolean attributes', ({ html }, value) => html`<input ?disabled=${value} />`, [true, false, 'yes', '', null]);
  alike('branches', ({ html, nothing }, value) => html`<ul>${value === 1 ? html`<li>one</li>` : value === 2 ? html`<li>two ${value}</li>` : value === 3 ? nothing : 'text'}</ul>`, [1, 2, 2, 3, 4, 1, 3, 4, 2]);
  alike('lists', ({ html }, value) => html`<ul>${(value as number[]).map((each) => html`<li>${each}${each % 2 ? html`<i>odd</i>` : ''}</li>`)}!</ul>`, [[1, 2, 3], [3, 2], [], [4, 5, 6, 7], [1]]);
  alike('lists with nothing in them', ({ html, nothing }, value) => html`<p>${(value as number[]).map((each) => (each ? html`<b>${each}</b>` : nothing))}</p>`, [[1, 0, 2], [0], [0, 3], []]);
  alike('a list and then none', ({ html }, value) => html`<p>${value}</p>`, [['a', 'b'], 'c', ['d'], null]);
  alike('drawings', ({ html }, value) => html`<svg viewBox="0 0 24 24"><path d=${value} /></svg><b>${value}</b>`, ['M0 0', 'M1 1h2']);
  alike('nothing at all', ({ html, nothing }, value) => (value ? html`<p>${value}</p>` : nothing), ['a', '', 'b']);
  alike('static templates beside each other', ({ html }, value) => html`${value ? html`<p>a</p>` : html`<p>b</p>`}<hr />`, [true, false, true]);

  it('keeps the elements that stay, with what stands in them', () => {
    const root = document.createElement('div');
    const draw = (words: string, more: boolean): void => lean.render(lean.html`<div class=${words}><input /><div class="own"></div>${more ? lean.html`<b>${words}</b>` : lean.nothing}</div>`, root);
    draw('one', false);
    const input = there(root.querySelector<HTMLInputElement>('input'));
    input.value = 'typed';
    root.querySelector('.own')?.append('drawn by hand');
    draw('two', true);
    draw('three', false);
    expect(root.querySelector('input')).to.equal(input);
    expect(input.value).to.equal('typed');
    expect(root.querySelector('.own')?.textContent).to.equal('drawn by hand');
  });

  it('sets properties, when they change', () => {
    const root = document.createElement('div');
    const draw = (value: string): void => lean.render(lean.html`<input .value=${value} />`, root);
    draw('one');
    const input = there(root.querySelector<HTMLInputElement>('input'));
    expect(input.value).to.equal('one');
    input.value = 'typed';
    draw('one');
    expect(input.value).to.equal('typed');
    draw('');
    expect(input.value).to.equal('');
  });

  it('hears events once, with the listener that was drawn last', () => {
    const root = document.createElement('div');
    const heard: string[] = [];
    const draw = (name: string): void => lean.render(lean.html`<button @click=${() => heard.push(name)}></button>`, root);
    draw('one');
    root.querySelector('button')?.click();
    draw('two');
    root.querySelector('button')?.click();
    expect(heard).to.deep.equal(['one', 'two']);
  });

  it('makes markup of no value', () => {
    const root = document.createElement('div');
    lean.render(lean.html`<p title=${'"><img src=x>'}>${'<img src=x>'}</p>`, root);
    expect(root.querySelector('img')).to.equal(null);
    expect(root.querySelector('p')?.title).to.equal('"><img src=x>');
  });
});
