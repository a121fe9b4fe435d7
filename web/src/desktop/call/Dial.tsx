// Opens the dial dialog from anywhere: the rail, its key, and every number on the screen.
import { createContext, lazy, Suspense, use, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { addressText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './DialNumber.module.css';
import { useAltKeys } from './use-alt-keys.ts';

const DialDialog = lazy(async () => ({ default: (await import('./DialDialog.tsx')).DialDialog }));

export type DialWish = { to?: string; customer?: string };
export const DIAL_LETTER = 'N';

const DialContext = createContext<((wish: DialWish) => void) | null>(null);

/** Null for who may not dial, or has no phone of his own to do it with. */
export function useDial(): ((wish: DialWish) => void) | null {
  return use(DialContext);
}

export function DialProvider({ children }: { children: ReactNode }): ReactNode {
  const user = useUser();
  const may = user.agent !== null && mayDo(user, 'calls:dial');
  const [wish, setWish] = useState<(DialWish & { n: number }) | null>(null);
  const open = useMemo(() => (may ? (wanted: DialWish) => setWish((old) => ({ ...wanted, n: (old?.n ?? 0) + 1 })) : null), [may]);
  useAltKeys((code) => {
    if (open === null || code !== `Key${DIAL_LETTER}`) return false;
    open({});
    return true;
  });
  return (
    <DialContext value={open}>
      {children}
      {wish === null ? null : (
        <Suspense>
          <DialDialog key={wish.n} wish={wish} close={() => setWish(null)} />
        </Suspense>
      )}
    </DialContext>
  );
}

type DialNumberProps = { address: string; customer?: string; tabIndex?: number };

/** A number as people read it; for who may dial, a button that asks for the call. `address` as the API gives it. */
export function DialNumber(props: DialNumberProps): ReactNode {
  const text = addressText(props.address);
  return (
    <DialButton {...props} otherwise={text}>
      {text}
    </DialButton>
  );
}

/** Beside a number that stands in a sentence. */
export function DialIcon(props: DialNumberProps): ReactNode {
  return <DialButton {...props} otherwise={null} />;
}

type DialButtonProps = DialNumberProps & { otherwise: ReactNode; children?: ReactNode };

function DialButton({ address, customer, tabIndex, otherwise, children }: DialButtonProps): ReactNode {
  const { t } = useTranslation();
  const dial = useDial();
  const text = addressText(address);
  if (dial === null || !/\d/.test(text)) return otherwise;
  const label = t('calls.dial.number', { number: text });
  return (
    <button
      type="button"
      className={styles.number}
      tabIndex={tabIndex}
      title={label}
      aria-label={label}
      onClick={() => dial({ to: text, ...(customer === undefined ? {} : { customer }) })}
    >
      <Icon name="phone" size={14} />
      {children}
    </button>
  );
}
