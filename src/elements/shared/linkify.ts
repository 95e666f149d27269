/**
 * Addresses that open in a browser, without the punctuation that follows them in a sentence. Other schemes are never links. Japanese goes on
 * without a space: it is part of an address where it begins a name or a step of the path (`/wiki/鉄瓶`), and none after a Latin letter or as a particle (`/をご覧`).
 */
const address = /\bhttps?:\/\/(?:(?!(?<=\w)[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]|(?<=[^/]\/)\p{sc=Hira})[^\s<>"'「」『』（）【】〈〉《》［］｛｝、。，．：；！？…])+(?<![.,:;!?)\]}])/giu;

/** Text as nodes, its addresses as links, in a tab of their own unless they are of the origin `home`. Nothing is parsed as markup. */
export function linkified(text: string, home?: string): (string | HTMLAnchorElement)[] {
  const nodes: (string | HTMLAnchorElement)[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const [href] = match;
    if (!URL.canParse(href)) continue;
    const link = document.createElement('a');
    link.href = link.textContent = href;
    if (link.origin !== home) link.target = '_blank';
    link.rel = 'noopener noreferrer nofollow';
    nodes.push(text.slice(end, match.index), link);
    end = match.index + href.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}
