// Keys for menus at the other end: pressed by mouse, by touch or typed, and sent one by one in their order.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './CallPanel.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

export function Keypad({ press, close }: { press: (digits: string) => Promise<unknown>; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const [pressed, setPressed] = useState('');
  const pad = useRef<HTMLDivElement>(null);
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => pad.current?.querySelector('button')?.focus(), []);
  const send = (digit: string): void => {
    setPressed((old) => (old + digit).slice(-24));
    // What was typed fast must not overtake itself. A failure is told by the panel.
    tail.current = tail.current.then(() => press(digit)).catch(() => undefined);
  };
  return (
    <div
      ref={pad}
      role="group"
      aria-label={t('calls.do.keypad')}
      className={styles.keypad}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        else if (!event.altKey && !event.ctrlKey && !event.metaKey && DIGITS.some((digit) => digit === event.key)) {
          event.preventDefault();
          send(event.key);
        }
      }}
    >
      <output className={styles.pressed} aria-label={t('calls.pressed')}>
        {pressed}
      </output>
      <div className={styles.keys}>
        {DIGITS.map((digit) => (
          <button key={digit} type="button" className={styles.digit} onClick={() => send(digit)}>
            {digit}
          </button>
        ))}
      </div>
      <p className={styles.soft}>{t('calls.keypad-text')}</p>
    </div>
  );
}
