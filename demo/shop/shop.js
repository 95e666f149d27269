// The shop's own small script: language, basket, and the demo's bar. Nothing of it is part of the chat.
'use strict';

const language = new URLSearchParams(location.search).get('lang') === 'ja' ? 'ja' : 'en';
const isJapanese = language === 'ja';
const say = (english, japanese) => (isJapanese ? japanese : english);
const yen = (amount) => `¥${amount.toLocaleString('en-US')}`;

if (isJapanese) {
  document.documentElement.lang = 'ja';
  for (const element of document.querySelectorAll('[data-ja]')) element.textContent = element.dataset.ja;
  for (const element of document.querySelectorAll('[data-ja-label]')) element.setAttribute('aria-label', element.dataset.jaLabel);
  for (const link of document.querySelectorAll('a[href^="/"]:not([target])')) {
    const address = new URL(link.href);
    address.searchParams.set('lang', 'ja');
    link.href = address.pathname + address.search + address.hash;
  }
}

const otherLanguage = document.querySelector('.language');
const address = new URL(location.href);
if (isJapanese) {
  address.searchParams.delete('lang');
  otherLanguage.textContent = 'English';
  otherLanguage.lang = 'en';
  otherLanguage.hreflang = 'en';
} else {
  address.searchParams.set('lang', 'ja');
}
otherLanguage.href = address.pathname + address.search;

// The agent's page in a window of its own, beside this one where the screen is wide enough.
document.querySelector('.demo-open').addEventListener('click', (event) => {
  const { availWidth, availHeight } = screen;
  if (availWidth < 1000) return;
  const width = Math.round(availWidth * 0.56);
  if (window.open('/agent', 'warmline-agent', `width=${width},height=${availHeight},left=${availWidth - width},top=0`)) event.preventDefault();
});

// The basket: { product: count }, kept in this browser.
const key = 'minakami-basket';
const basket = read();

function read() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function put(product, count) {
  if (count > 0) basket[product] = Math.min(count, 99);
  else delete basket[product];
  try {
    localStorage.setItem(key, JSON.stringify(basket));
  } catch {
    // A browser that keeps nothing: the basket lasts as long as the page.
  }
  showCount();
}

function showCount() {
  const count = Object.values(basket).reduce((sum, number) => sum + number, 0);
  const shown = document.querySelector('.basket-count');
  shown.hidden = count === 0;
  shown.textContent = String(count);
}
showCount();

document.querySelector('.add')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const { product } = document.body.dataset;
  const count = Math.max(1, Number(new FormData(event.target).get('count')) || 1);
  put(product, (basket[product] ?? 0) + count);
  document.querySelector('.added').textContent = say(`In the basket: ${basket[product]}.`, `かごに入れました（${basket[product]}点）。`);
});

const catalogueText = document.querySelector('#catalogue');
if (catalogueText !== null) {
  const catalogue = JSON.parse(catalogueText.textContent);
  const pictures = document.querySelector('.pictures').content;
  const list = document.querySelector('.basket-lines');
  const show = () => {
    const lines = Object.entries(basket).filter(([product]) => product in catalogue);
    list.replaceChildren(...lines.map(line));
    document.querySelector('.basket-empty').hidden = lines.length > 0;
    document.querySelector('.basket-sum').hidden = lines.length === 0;
    document.querySelector('.basket-total').textContent = yen(lines.reduce((sum, [product, count]) => sum + catalogue[product].price * count, 0));
  };
  const line = ([product, count]) => {
    const { name, price, tint } = catalogue[product];
    const item = document.createElement('li');
    const picture = document.createElement('a');
    picture.className = `picture tint-${tint}`;
    picture.href = `/${product}.html${isJapanese ? '?lang=ja' : ''}`;
    picture.setAttribute('aria-label', say(...name));
    picture.append(pictures.querySelector(`[data-picture="${product}"]`).firstElementChild.cloneNode(true));
    const words = document.createElement('b');
    words.textContent = say(...name);
    const number = document.createElement('input');
    number.type = 'number';
    number.min = '0';
    number.max = '99';
    number.value = String(count);
    number.setAttribute('aria-label', say(`How many: ${name[0]}`, `${name[1]}の数`));
    number.addEventListener('change', () => {
      put(product, Math.max(0, Math.floor(Number(number.value) || 0)));
      show();
    });
    const sum = document.createElement('span');
    sum.className = 'price';
    sum.textContent = yen(price * count);
    item.append(picture, words, number, sum);
    return item;
  };
  show();
  document.querySelector('.basket-sum button').addEventListener('click', () => {
    document.querySelector('.till').textContent = say('This is where a real shop would take your money. This one has none of its own.', '本物のお店なら、ここでお会計です。このお店はデモなので、何も売っていません。');
  });
}
