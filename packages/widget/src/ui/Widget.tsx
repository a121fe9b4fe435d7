// The button in the corner with what is unread, and the panel it opens; Escape and closing give the focus back to it.
import type { Language } from '@tandem/contract/texts.ts';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../shell/chat.ts';
import { TEXTS } from '../texts.ts';
import { Icon } from './icons.tsx';
import { Panel } from './Panel.tsx';

/** More are told as "9+". */
const MOST_TOLD = 9;

export function Widget({ chat, language }: { chat: Chat; language: Language }): VNode | null {
  const [view, setView] = useState(chat.view());
  useEffect(() => {
    const leave = chat.onChange(() => setView(chat.view()));
    setView(chat.view());
    return leave;
  }, [chat]);
  /** A panel that a reload opened again does not take the focus from the page. */
  const [asked, setAsked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const texts = TEXTS[language];
  if (view.site === null) return null;
  const close = (): void => {
    chat.setOpen(false);
    // On a phone it is drawn anew first.
    requestAnimationFrame(() => button.current?.focus());
  };
  const unread = view.open ? 0 : view.unread;
  return (
    <div class={view.open ? 'opened' : undefined} lang={language}>
      {view.open ? <Panel chat={chat} view={view} texts={texts} language={language} close={close} focus={asked} /> : null}
      <button
        ref={button}
        type="button"
        class="launch"
        aria-label={view.open ? texts.close : unread > 0 ? texts.unread(unread) : texts.open}
        aria-expanded={view.open}
        aria-haspopup="dialog"
        onClick={() => {
          if (view.open) return close();
          setAsked(true);
          chat.setOpen(true);
        }}
      >
        <Icon name={view.open ? 'down' : 'chat'} size={28} />
        {unread > 0 ? (
          <span class="badge" aria-hidden="true">
            {unread > MOST_TOLD ? `${MOST_TOLD}+` : unread}
          </span>
        ) : null}
      </button>
      <p class="hidden" role="status">
        {unread > 0 ? texts.unread(unread) : ''}
      </p>
    </div>
  );
}
