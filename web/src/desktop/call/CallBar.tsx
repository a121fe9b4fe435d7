// The calls one is in, under every page: with whom, for how long, hold, the contact, the end. It has a row of its own and covers nothing.
import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { interactionQuery } from '../../api/interactions.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { addressText } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './CallBar.module.css';
import type { ShownCall } from './as-asked.ts';
import { CallButton } from './CallButton.tsx';
import { MuteButton } from '../phone/MuteButton.tsx';
import { PoorSound } from '../../ui/PoorSound.tsx';
import { callLook, doingOfKey, ICONS, KEYS, offeredFor, type Doing } from './doing.ts';
import { since } from './since.ts';
import { useAltKeys } from './use-alt-keys.ts';
import { refusalWords, useAsk } from './use-ask.ts';
import { useAct, useOwnCalls } from './use-calls.ts';

export function CallBar(): ReactNode {
  const { t } = useTranslation();
  const calls = useOwnCalls();
  if (calls.length === 0) return null;
  return (
    <aside className={styles.bar} aria-label={t('calls.bar')}>
      {calls.map((call, i) => (
        <OwnCall key={call.id} call={call} keys={i === 0} />
      ))}
    </aside>
  );
}

type InBar = Extract<Doing, 'hold' | 'resume' | 'stay' | 'hang-up'>;
const inBar = (doing: Doing): doing is InBar => doing === 'hold' || doing === 'resume' || doing === 'stay' || doing === 'hang-up';

function OwnCall({ call, keys }: { call: ShownCall; keys: boolean }): ReactNode {
  const { t } = useTranslation();
  const now = useServerNow();
  const navigate = useNavigate();
  const here = useLocation({ select: ({ pathname }) => pathname }) === `/interactions/${call.interaction}`;
  // While his own phone rings for it the contact is nobody's, and nobody may read it.
  const { data: contact } = useQuery({ ...interactionQuery(useApi(), call.interaction), enabled: call.stage === 'agent' });
  const act = useAct(call.id);
  const { ask, refused, forget } = useAsk(call);
  const offered = offeredFor(call).filter(({ doing }) => inBar(doing));
  const hold = offered.find(({ doing }) => doing !== 'hang-up');
  const open = (): void => void navigate({ to: '/interactions/$id', params: { id: call.interaction } });
  const run = (doing: Doing): void => {
    if (!inBar(doing)) return;
    forget();
    if (doing === 'stay') act.mutate({ action: doing });
    else ask(doing);
  };
  useAltKeys((code) => {
    // On the contact's own page its panel hears the keys.
    if (!keys || here) return false;
    if (code === 'KeyO') return (open(), true);
    const found = doingOfKey(offered, code);
    if (found?.why === null) run(found.doing);
    return found !== null;
  });

  const look = callLook(call);
  const name = contact?.customer.known ? contact.customer.name : addressText(contact?.remote || call.parties[0]?.name || '');
  const error = refused ?? act.error;
  const problem = error ? refusalWords(error) : null;
  return (
    <div className={styles.call} aria-busy={call.asked !== undefined}>
      <div className={styles.who}>
        <span className={styles.name}>{name || t('contacts.unknown')}</span>
        <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
        <PoorSound of={call.parties} />
        {contact ? (
          <span className={styles.timer}>
            <Elapsed from={since(contact)} to={null} now={now} />
          </span>
        ) : null}
      </div>
      {problem && !here ? (
        <p role="alert" className={styles.problem}>
          {problem.detail ?? t(problem.key)}
        </p>
      ) : null}
      <div className={styles.buttons}>
        {keys ? <MuteButton /> : null}
        {hold ? (
          <CallButton
            slim
            icon={ICONS[hold.doing]}
            label={t(`calls.do.${hold.doing}`)}
            letter={KEYS[hold.doing]}
            why={hold.why === null ? null : t(`calls.why.${hold.why}`)}
            busy={act.isPending}
            onClick={() => run(hold.doing)}
          />
        ) : null}
        {here ? null : <CallButton slim icon="contacts" label={t('calls.open')} letter="O" onClick={open} />}
        <CallButton
          slim
          danger
          icon="hangUp"
          label={t('calls.do.hang-up')}
          letter={KEYS['hang-up']}
          why={call.asked === 'hang-up' ? t('calls.why.ending') : null}
          onClick={() => run('hang-up')}
        />
      </div>
    </div>
  );
}
