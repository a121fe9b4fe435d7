// Where the agent writes: to the customer, or a note among colleagues, which looks like nothing the customer could ever get.
import { Button } from '@mantine/core';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useApi } from '../../api/context.tsx';
import { tellTyping } from '../../api/messages.ts';
import { Icon } from '../../ui/icons.tsx';
import { useAltKeys } from '../call/use-alt-keys.ts';
import { CHAT_KEYS } from './chat-keys.ts';
import { useChatTexts } from './chat-texts.ts';
import styles from './Composer.module.css';
import { useChatDraft, type Draft } from './draft.ts';

/** As the contract has it. */
const MOST = 4_000;
const TELL_MS = 3_000;
const KINDS = ['out', 'note'] as const;

type Props = { interaction: string; write: (kind: Draft['kind'], text: string) => void };

export function Composer({ interaction, write }: Props): ReactNode {
  const { say } = useChatTexts();
  const [draft, setDraft] = useChatDraft(interaction);
  const field = useRef<HTMLTextAreaElement>(null);
  const name = useId();
  const { kind } = draft;
  const tell = useTellTyping(interaction);
  // Who goes from one chat to the next writes on at once.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useAltKeys((code) => {
    if (code !== `Key${CHAT_KEYS.note}`) return false;
    setDraft({ ...draft, kind: kind === 'note' ? 'out' : 'note' });
    field.current?.focus();
    return true;
  });
  function send(): void {
    const text = draft.text.trim();
    if (text === '') return;
    write(kind, text);
    tell.anew();
    // A note is the exception: the next words are the customer's again.
    setDraft({ kind: 'out', text: '' });
    field.current?.focus();
  }
  return (
    <form
      className={styles.composer}
      data-kind={kind}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div role="radiogroup" aria-label={say('write.kind')} className={styles.kinds}>
        {KINDS.map((each) => (
          <label key={each} className={styles.kind} data-kind={each}>
            <input type="radio" name={name} checked={kind === each} onChange={() => setDraft({ ...draft, kind: each })} />
            <Icon name={each === 'note' ? 'pen' : 'whisper'} size={16} />
            {say(`write.${each}`)}
          </label>
        ))}
      </div>
      <div className={styles.row}>
        <textarea
          ref={field}
          className={styles.field}
          rows={2}
          maxLength={MOST}
          aria-label={say(kind === 'note' ? 'write.note-field' : 'write.out-field')}
          placeholder={say(kind === 'note' ? 'write.note-field' : 'write.out-field')}
          value={draft.text}
          onChange={(event) => {
            setDraft({ kind, text: event.currentTarget.value });
            if (kind === 'out') tell.now();
          }}
          onKeyDown={(event) => {
            // An Enter that ends a Chinese word sends nothing.
            if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <Button type="submit" disabled={draft.text.trim() === ''} className={styles.send ?? ''}>
          {say(kind === 'note' ? 'write.save-note' : 'write.send')}
        </Button>
      </div>
      <p className={styles.hint}>{say('write.hint', { letter: CHAT_KEYS.note })}</p>
    </form>
  );
}

/** Says so at most every three seconds, and at once after a message; what is not said does no harm. */
function useTellTyping(interaction: string): { now(): void; anew(): void } {
  const api = useApi();
  const told = useRef(0);
  return {
    now() {
      if (Date.now() - told.current < TELL_MS) return;
      told.current = Date.now();
      tellTyping(api, interaction).catch(() => undefined);
    },
    anew: () => void (told.current = 0),
  };
}
