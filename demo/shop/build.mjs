// Makes the shop: real pages, one file each, as any static site would have them.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawing } from './drawings.mjs';
import { page, say, yen } from './page.mjs';
import { groups, products } from './products.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

const fonts = [
  '@fontsource/spectral/files/spectral-latin-300-normal.woff2',
  '@fontsource/spectral/files/spectral-latin-400-normal.woff2',
  '@fontsource/spectral/files/spectral-latin-400-italic.woff2',
  '@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2',
];

/** @param {string} folder Where the pages go. */
export function buildShop(folder) {
  mkdirSync(join(folder, 'fonts'), { recursive: true });
  const write = (name, text) => writeFileSync(join(folder, name), text);

  write('index.html', home());
  for (const product of products) write(`${product.id}.html`, productPage(product));
  write('basket.html', basketPage());
  write('help.html', helpPage());
  for (const file of ['shop.css', 'shop.js', 'shop-icon.svg']) copyFileSync(join(here, file), join(folder, file));
  for (const font of fonts) copyFileSync(join(dirname(require.resolve(`${font.split('/').slice(0, 2).join('/')}/package.json`)), ...font.split('/').slice(2)), join(folder, 'fonts', font.split('/').at(-1)));
}

function home() {
  const shelf = groups.map(
    (group) => `<section class="shelf" id="${group.id}" aria-labelledby="${group.id}-name">
<header>${say('h2', group.name, `id="${group.id}-name"`)}${say('p', group.line)}</header>
<ul>
${products.filter((product) => product.group === group.id).map((product) => `<li>${card(product)}</li>`).join('\n')}
</ul>
</section>`,
  );
  return page({
    title: ['Minakami: kettles and tea', 'みなかみ　鉄瓶と茶'],
    current: '/',
    main: `<section class="hero">
<div>
${say('p', ['Since 1974, Minakami, Gunma', '一九七四年　群馬・水上'], 'class="eyebrow"')}
${say('h1', ['The quiet minute before tea.', 'お茶の前の、静かな一分。'])}
${say('p', ['We make and choose twelve things for it: four kettles, three pots, what stands beside them, and two teas. Each is made to be mended.', 'そのために、十二の品をつくり、選びました。鉄瓶とやかんが四つ、急須が三つ、卓の道具、そしてお茶が二つ。どれも、直しながら使えます。'], 'class="lead"')}
<p class="hero-links">${say('a', ['See the kettles', '湯を沸かす道具を見る'], 'class="button" href="#kettles"')}${say('a', ['Which one suits my stove?', 'うちの焜炉に合うのは？'], 'href="/help.html#stove"')}</p>
</div>
<a class="hero-picture" href="/arare.html" aria-label="Arare iron kettle" data-ja-label="霰鉄瓶">${drawing('arare', { use: 'hero' })}<span class="seal" aria-hidden="true">水<br>上</span></a>
</section>
${shelf.join('\n')}
<section class="talk">
${say('h2', ['Ask the people who make it.', 'つくる人に、聞いてください。'])}
${say('p', ['Press the button in the corner and you are talking with someone in the workshop. If it is easier shown than said, we call you: with your voice, or with a camera on the kettle itself.', '右下のボタンから、工房の者とお話しいただけます。言葉より見たほうが早いときは、お電話に。声だけでも、鉄瓶にカメラを向けながらでも。'])}
</section>`,
  });
}

function card(product) {
  return `<a class="card tint-${product.tint}" href="/${product.id}.html"><span class="picture">${drawing(product.id)}</span><span class="card-name">${say('b', product.name)}${say('small', product.short)}</span><span class="price">${yen(product.price)}</span></a>`;
}

function productPage(product) {
  const group = groups.find(({ id }) => id === product.group);
  const related = products.filter((other) => other !== product).sort((a, b) => Number(b.group === product.group) - Number(a.group === product.group)).slice(0, 3);
  return page({
    title: [`${product.name[0]} · Minakami`, `${product.name[1]}　みなかみ`],
    body: ` data-product="${product.id}"`,
    main: `<nav class="crumbs" aria-label="Where you are" data-ja-label="現在地">${say('a', ['All things', 'すべての品'], 'href="/"')} <span aria-hidden="true">/</span> ${say('a', group.name, `href="/#${group.id}"`)}</nav>
<article class="product">
<div class="product-picture tint-${product.tint}">${drawing(product.id, { label: product.name[0] })}<span class="kanji" aria-hidden="true" lang="ja">${product.name[1]}</span></div>
<div class="product-words">
${say('h1', product.name)}
<p class="product-price">${yen(product.price)} ${say('small', [`tax included · ${product.size[0]}`, `税込　${product.size[1]}`])}</p>
${say('p', product.text, 'class="lead"')}
<dl>${product.facts.map(([name, value]) => `<div>${say('dt', name)}${say('dd', value)}</div>`).join('')}</dl>
<form class="add"><label>${say('span', ['How many', '数'])}<input type="number" name="count" min="1" max="9" value="1" inputmode="numeric"></label>
<button class="button" type="submit">${say('span', ['Put in the basket', 'かごに入れる'])}</button></form>
<p class="added" role="status"></p>
<section class="care">${say('h2', ['Care', 'お手入れ'])}${say('p', product.care)}</section>
</div>
</article>
<section class="shelf related">
<header>${say('h2', ['Goes with it', 'ともに'])}</header>
<ul>${related.map((other) => `<li>${card(other)}</li>`).join('')}</ul>
</section>`,
  });
}

function basketPage() {
  const catalogue = Object.fromEntries(products.map(({ id, name, price, tint }) => [id, { name, price, tint }]));
  return page({
    title: ['Basket · Minakami', 'かご　みなかみ'],
    current: '/basket.html',
    main: `<section class="basket">
${say('h1', ['Basket', 'かご'])}
<p class="basket-empty" hidden>${say('span', ['Nothing in it yet.', 'まだ何も入っていません。'])} ${say('a', ['Look around', '品々を見る'], 'href="/"')}</p>
<ul class="basket-lines"></ul>
<div class="basket-sum" hidden>
<p>${say('span', ['In all', '合計'])} <b class="basket-total"></b></p>
${say('p', ['Posted free from ¥10,000. Iron goes out in two days, tea on the day it is roasted.', '一万円以上は送料無料。鉄瓶は二日以内、ほうじ茶は焙じた日にお送りします。'], 'class="quiet"')}
<button class="button" type="button">${say('span', ['To the till', 'お会計へ'])}</button>
<p class="till" role="status"></p>
</div>
</section>
<template class="pictures">${products.map(({ id }) => `<span data-picture="${id}">${drawing(id, { use: `line-${id}` })}</span>`).join('')}</template>
<script type="application/json" id="catalogue">${JSON.stringify(catalogue).replaceAll('<', '\\u003c')}</script>`,
  });
}

function helpPage() {
  const questions = [
    ['stove', ['Which kettle suits my stove?', 'うちの焜炉に合うのは？'], ['On gas, all four. On induction: Arare, Hiramaru and Hosokuchi, slowly at first, since a cold iron wall does not like to be hurried. Copper is for the flame alone. Over charcoal, Arare.', 'ガスなら四つとも。IHには霰・平丸・細口を、はじめは弱火で。冷えた鉄は急かされるのを嫌います。銅は直火だけ。炭火には霰を。']],
    ['rust', ['There is rust in my iron kettle.', '鉄瓶の内側に錆が出ました。'], ['As long as the water stays clear, all is well: it is only colour. If the water turns red, boil a handful of sencha leaves in it for twenty minutes. If it comes back, show us: a short video call tells more than ten letters.', '湯が澄んでいれば大丈夫、色がついただけです。湯が赤くなったら、煎茶をひとつかみ入れて二十分煮てください。それでも戻るときは、お見せください。十通の手紙より、短いビデオ通話です。']],
    ['post', ['How is it sent, and when?', '配送について'], ['In straw paper and a wooden box that you may keep. Within Japan two days, elsewhere five to nine. From ¥10,000 it costs nothing.', '藁紙で包み、木箱に入れて。国内は二日、海外は五日から九日。一万円以上は送料無料です。']],
    ['back', ['May I send it back?', '返品できますか'], ['Within thirty days, used or not. Tea we would rather you gave to a neighbour; we pay you all the same.', '三十日以内なら、使ったものでも。お茶はご近所に差し上げてください。代金はお返しします。']],
    ['mend', ['Do you mend?', '修理はできますか'], ['Handles, lids, spouts, tinning, and what others have made too. Ask first: often it can be done at your table.', 'つる、蓋、口、錫の引き直し。よその品もお受けします。まずはご相談を。食卓で直せることも多いのです。']],
  ];
  return page({
    title: ['Help · Minakami', 'お手伝い　みなかみ'],
    current: '/help.html',
    main: `<section class="help">
<header>
${say('h1', ['How can we help?', 'お手伝いできること'])}
${say('p', ['Five things people ask most. For anything else, the button in the corner: somebody in the workshop answers, usually within a minute.', 'よくいただくご質問を五つ。ほかのことは右下のボタンから。工房の者が、たいてい一分以内にお答えします。'], 'class="lead"')}
</header>
<div class="questions">
${questions.map(([id, question, answer]) => `<section id="${id}">${say('h2', question)}${say('p', answer)}</section>`).join('\n')}
</div>
<aside class="reach">
${say('h2', ['Talk with the workshop', '工房と話す'])}
<ul>
<li>${say('b', ['Chat', 'チャット'])} ${say('span', ['at any hour; what you write waits for us.', 'いつでも。お返事は開いている時間に。'])}</li>
<li>${say('b', ['Voice', '声で'])} ${say('span', ['we call you, right here, no number needed.', 'この画面のまま、こちらからお掛けします。番号は要りません。'])}</li>
<li>${say('b', ['Video', 'ビデオで'])} ${say('span', ['to look at it together. Your camera stays off until you turn it on.', '一緒に見ながら。カメラは、あなたが入れるまで切れています。'])}</li>
</ul>
</aside>
</section>`,
  });
}
