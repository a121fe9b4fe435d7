// All keys of the desk in one list, grouped by where they work.
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DIAL_LETTER } from '../call/Dial.tsx';
import { KEYS, type Doing } from '../call/doing.ts';
import { CHAT_KEYS, MOST_CHATS } from '../chat/chat-keys.ts';
import { useChatTexts } from '../chat/chat-texts.ts';
import { MARK_LETTER } from '../marks/mark-key.ts';
import { MORE_LETTER } from '../wrap-up/TimeLeft.tsx';
import styles from './ShortcutList.module.css';

type Group = { name: string; keys: [keys: string[], does: string][] };

const CALL: readonly Doing[] = ['hold', 'transfer', 'consult', 'swap', 'conference', 'complete', 'cancel', 'park', 'keypad', 'hang-up'];

function groupsOf(t: TFunction, say: TFunction): Group[] {
  const alt = (letter: string): string[] => [t('calls.key', { letter })];
  return [
    {
      name: t('desk.keys.groups.anywhere'),
      keys: [
        [['?'], t('desk.keys.help')],
        [alt(DIAL_LETTER), t('desk.keys.dial')],
        [alt('O'), t('desk.keys.contact')],
        [['Esc'], t('desk.keys.escape')],
      ],
    },
    {
      name: t('desk.keys.groups.call'),
      keys: [
        [[...alt('A'), ...alt('D')], t('desk.keys.answer')],
        [alt('M'), t('desk.keys.mute')],
        ...CALL.map((doing): [string[], string] => [alt(KEYS[doing]), t(`calls.do.${doing}`)]),
        [alt(MARK_LETTER), t('marks.key')],
      ],
    },
    {
      name: say('title'),
      keys: [
        [[...alt(CHAT_KEYS.accept), ...alt(CHAT_KEYS.decline)], `${say('offer.accept')}, ${say('offer.decline')}`],
        [['Enter'], say('write.send')],
        [alt(CHAT_KEYS.note), say('write.note')],
        [[...alt('1'), '…', ...alt(String(MOST_CHATS))], say('strip.title')],
        [alt(CHAT_KEYS.end), say('end')],
      ],
    },
    {
      name: t('desk.keys.groups.wrap-up'),
      keys: [
        [['a … z'], t('desk.keys.search')],
        [['↓', '↑'], t('desk.keys.move')],
        [['Enter'], t('desk.keys.choose')],
        [['Ctrl+Enter'], t('desk.keys.finish')],
        [alt(MORE_LETTER), t('desk.keys.more')],
      ],
    },
    {
      name: t('desk.keys.groups.lists'),
      keys: [
        [['j', 'k'], t('desk.keys.move')],
        [['Enter'], t('desk.keys.enter')],
      ],
    },
  ];
}

export function ShortcutList({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation();
  const { say } = useChatTexts();
  const narrow = useMediaQuery('(max-width: 640px)');
  return (
    <Modal
      opened
      onClose={close}
      title={t('desk.keys.title')}
      fullScreen={narrow ?? false}
      size={720}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('desk.keys.close') }}
    >
      <div className={styles.groups}>
        {groupsOf(t, say).map(({ name, keys }) => (
          <section key={name}>
            <h3 className={styles.name}>{name}</h3>
            <dl className={styles.keys}>
              {keys.map(([pressed, does]) => (
                <div key={does} className={styles.row}>
                  <dt>
                    {pressed.map((each) => (
                      <kbd key={each}>{each}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
