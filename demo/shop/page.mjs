/** A page around its content. Every text stands in English, and in Japanese beside it (`data-ja`): shop.js puts it in place for `?lang=ja`. */
export const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** `say('h1', ['Tea', 'お茶'])` */
export function say(tag, [english, japanese], attributes = '') {
  return `<${tag}${attributes === '' ? '' : ` ${attributes}`} data-ja="${escape(japanese)}">${escape(english)}</${tag}>`;
}

export const yen = (amount) => `¥${amount.toLocaleString('en-US')}`;

const mark =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M9 13C6 2 26 2 23 13" fill="none" stroke="currentColor" stroke-width="2.200" stroke-linecap="round"/><path d="M5 18c0-5 4-7 11-7s11 2 11 7c0 6-4 10-11 10S5 24 5 18z" fill="currentColor"/><path d="M12 11c0-2 8-2 8 0z" fill="currentColor"/><path d="M9 18c4 1.500 10 1.500 14 0" stroke="var(--paper)" stroke-width="1.400" fill="none" stroke-linecap="round"/></svg>';
const basket =
  '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round"><path d="M4 10h16l-1.600 9H5.600zM8 10l3-6M16 10l-3-6M10 13.500v2.500M14 13.500v2.500"/></svg>';

export function page({ title, current = '', main, body = '' }) {
  const link = (href, name) => say('a', name, `href="${href}"${current === href ? ' aria-current="page"' : ''}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
${say('title', title)}
<link rel="icon" href="/shop-icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/shop.css">
</head>
<body${body}>
<aside class="demo-bar">
<p><strong>Warmline</strong> ${say('span', ['This shop is a demo, and you are its customer.', 'これはデモのお店です。あなたはお客さま。'])}</p>
<a class="demo-open" href="/agent" target="warmline-agent">${say('span', ["Open the agent's page beside it", 'オペレーター画面を横に開く'])}<svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round"><path d="M9 3h4v4M13 3L8 8M6 4H3v9h9v-3"/></svg></a>
</aside>
<header class="top">
<a class="brand" href="/">${mark}<span><b>Minakami</b>${say('small', ['Kettles and tea', '鉄瓶と茶'])}</span></a>
<nav aria-label="Shop" data-ja-label="お店">
${link('/', ['All things', 'すべての品'])}
${link('/help.html', ['Help', 'お手伝い'])}
<a class="to-basket" href="/basket.html"${current === '/basket.html' ? ' aria-current="page"' : ''}>${basket}${say('span', ['Basket', 'かご'])} <output class="basket-count" hidden></output></a>
<a class="language" href="?lang=ja" hreflang="ja" lang="ja">日本語</a>
</nav>
</header>
<main>
${main}
</main>
<footer class="foot">
<p class="foot-name">${mark} Minakami</p>
${say('p', ['Four people, one workshop, twelve things. Monday to Saturday, nine to six.', '四人、ひとつの工房、十二の品。月曜から土曜、九時から六時まで。'])}
<p>${say('a', ['Help', 'お手伝い'], 'href="/help.html"')} ${say('a', ['Basket', 'かご'], 'href="/basket.html"')} ${say('span', ['Nothing here is for sale: a demo of Warmline.', '実際の販売は行っていません。Warmlineのデモです。'])}</p>
</footer>
<script src="/shop.js"></script>

<!-- What a site owner pastes: -->
<script type="module" src="/warmline.js"></script>
<chat-widget site="demo"></chat-widget>
</body>
</html>
`;
}
