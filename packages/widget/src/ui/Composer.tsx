// The field and its button. Enter sends, Shift and Enter begin a line; an Enter that ends a Chinese word does neither.
import type { CHAT_TEXT_MOST } from '@tandem/contract/chat.ts';
import type { RefObject, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Chat } from '../shell/chat.ts';
import type { Texts } from '../texts.ts';
import { Icon } from './icons.tsx';

const TEXT_MOST: typeof CHAT_TEXT_MOST = 4_000;
/** Some browsers say so in place of `isComposing`. */
const COMPOSING_KEY = 229;

type ComposerProps = { chat: Chat; texts: Texts; field: RefObject<HTMLTextAreaElement | null> };

export function Composer({ chat, texts, field }: ComposerProps): VNode {
  const [text, setText] = useState('');
  const empty = text.trim() === '';
  function send(): void {
    if (!empty) {
      chat.write(text.trim());
      setText('');
    }
    field.current?.focus();
  }
  return (
    <form
      class="write"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        aria-label={texts.field}
        placeholder={texts.hint}
        maxLength={TEXT_MOST}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          chat.typed(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === COMPOSING_KEY) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" aria-label={texts.send} title={texts.send} aria-disabled={empty}>
        <Icon name="send" size={22} />
      </button>
    </form>
  );
}
