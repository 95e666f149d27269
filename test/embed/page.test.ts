import { expect } from 'chai';
import { currentPage, onPageChange } from '../../src/embed/page.ts';

describe('the page that a customer looks at', () => {
  const own = location.href;
  const life = new AbortController();
  after(() => {
    life.abort();
    history.replaceState(null, '', own);
  });

  it('is told without query and fragment', () => {
    history.replaceState(null, '', '/help/returns?order=4711&mail=a@example.com#step-2');
    document.title = 'Returns';
    expect(currentPage()).to.deep.equal({ url: `${location.origin}/help/returns`, title: 'Returns' });
    document.title = 'x'.repeat(400);
    expect(currentPage().title).to.have.length(300);
  });

  it('is told again when a single-page app shows another one, and not when only its query changes', async () => {
    const seen: string[] = [];
    let told: () => void = () => undefined;
    const next = (): Promise<void> => new Promise((resolve) => (told = resolve));
    onPageChange(() => {
      seen.push(currentPage().url);
      told();
    }, life.signal);
    let change = next();
    history.pushState(null, '', '/kettles/nambu');
    await change;
    history.replaceState(null, '', '/kettles/nambu?size=2');
    change = next();
    history.pushState(null, '', '/basket');
    await change;
    expect(seen).to.deep.equal([`${location.origin}/kettles/nambu`, `${location.origin}/basket`]);
  });
});
