// Hands the browser phone to the screens. Its code is loaded after the first page, and only for agents.
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useApi } from '../../api/context.tsx';
import { useUser } from '../../api/session.ts';
import { useRenewal } from '../../live/LiveProvider.tsx';
import type { Phone } from './phone.ts';
import { OFF, type PhoneState } from './phone-state.ts';

const PhoneContext = createContext<Phone | null>(null);

export function PhoneProvider({ children }: { children: ReactNode }): ReactNode {
  const api = useApi();
  const { id, agent } = useUser();
  const dead = useRenewal();
  const [phone, setPhone] = useState<Phone | null>(null);
  useEffect(() => {
    if (agent === null) return undefined;
    let gone = false;
    let made: Phone | null = null;
    void import('./phone.ts').then(({ createPhone }) => {
      if (gone) return;
      made = createPhone({ api, user: id, dead });
      setPhone(made);
    });
    return () => {
      gone = true;
      made?.close();
      setPhone(null);
    };
  }, [api, id, agent, dead]);
  return <PhoneContext value={phone}>{children}</PhoneContext>;
}

/** Null for who is no agent, and while its code is on its way. */
export function usePhone(): Phone | null {
  return use(PhoneContext);
}

const never = (): (() => void) => () => undefined;
const off = (): PhoneState => OFF;

export function usePhoneState(): PhoneState {
  const phone = usePhone();
  return useSyncExternalStore(phone?.subscribe ?? never, phone?.state ?? off);
}
