// The one script a shop's page loads: <script src="https://host/chat/widget.js" data-key="KEY" async></script>. Puts the chat into the page's corner.
import { createElement, render } from 'preact';
import { underWhite } from './core/colour.ts';
import { createChat } from './shell/chat.ts';
import { createHttp } from './shell/http.ts';
import { createKeep } from './shell/keep.ts';
import { languageOf } from './texts.ts';
import { SHEET } from './ui/sheet.ts';
import { Widget } from './ui/Widget.tsx';

const HOST = 'tandem-chat';

/** `script`: the tag this file came by; it says whose chat it is (`data-key`) and, if it likes, the language (`data-lang`). */
function begin(script: HTMLScriptElement): void {
  const key = script.dataset['key'] ?? '';
  // A page that loads the script twice has one chat.
  if (key === '' || document.querySelector(HOST) !== null) return;
  const language = languageOf(script.dataset['lang'], document.documentElement.lang, navigator.language);
  const host = document.createElement(HOST);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  const own = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet, own];
  document.body.append(host);

  const chat = createChat({ http: createHttp(new URL(script.src).origin, key, language), keep: createKeep(key), language });
  chat.onChange(() => {
    const colour = underWhite(chat.view().site?.colour ?? '');
    if (colour !== null && own.cssRules.length === 0) own.replaceSync(`:host { --brand: ${colour}; }`);
  });
  render(createElement(Widget, { chat, language }), root);
  chat.start();
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body === null) addEventListener('DOMContentLoaded', () => begin(script));
  else begin(script);
}
