// Fills the demo shop in the language asked for, and adds the chat of the site whose key the address names, as a shop's own page would.
const TEXTS = {
  en: {
    shop: 'Green Leaf',
    title: 'Tea from one garden',
    lead: 'Picked in spring, dried the same day, sent on the next. Ask us which one suits you: the chat is in the corner.',
    green: 'Green tea',
    'green-text': 'Light and fresh, from the first picking.',
    black: 'Black tea',
    'black-text': 'Malty, with a little honey. Good with milk.',
    white: 'White tea',
    'white-text': 'Soft, almost sweet. Kept for three years.',
    note: 'A page to try the web chat on. It sells nothing.',
    'no-key': 'This page needs the key of a chat site: open it from Settings, Web chat.',
  },
  zh: {
    shop: '绿叶茶园',
    title: '一座茶园的茶',
    lead: '春天采摘，当天制干，次日发货。不知道选哪一款？请用右下角的在线客服问我们。',
    green: '绿茶',
    'green-text': '头采嫩芽，清淡鲜爽。',
    black: '红茶',
    'black-text': '麦芽香，略带蜜味，适合加奶。',
    white: '白茶',
    'white-text': '柔和微甜，已存放三年。',
    note: '这是用来试用网页客服的演示页面，不出售任何商品。',
    'no-key': '此页面需要网页客服的密钥：请从“设置 - 网页客服”打开。',
  },
};

const asked = new URLSearchParams(location.search);
const key = asked.get('key') ?? '';
const lang = (asked.get('lang') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';
const texts = TEXTS[lang];

document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
document.title = texts.shop;
for (const place of document.querySelectorAll('[data-text]')) place.textContent = texts[place.dataset.text];
document.querySelector('.note').textContent = key === '' ? texts['no-key'] : texts.note;
for (const link of document.querySelectorAll('a[data-lang]')) {
  link.href = `?${new URLSearchParams({ ...(key === '' ? {} : { key }), lang: link.dataset.lang })}`;
  if (link.dataset.lang === lang) link.setAttribute('aria-current', 'true');
}

if (key !== '') {
  const script = document.createElement('script');
  script.src = '/chat/widget.js';
  script.async = true;
  script.dataset.key = key;
  document.head.append(script);
}
