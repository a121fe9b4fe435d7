// A supervisor steps into the contact's call with his phone; and the agent who hears him is told who that is.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '../../api/calls.ts';
import type { ContactDetail } from '../../api/interactions.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { canMonitor, useMonitor } from '../../api/use-monitor.ts';
import { addressText } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { StepIn } from '../../ui/StepIn.tsx';
import { useCallOf } from '../call/use-calls.ts';
import styles from './ListenPanel.module.css';

export function MonitorPanel({ detail }: { detail: ContactDetail }): ReactNode {
  const user = useUser();
  const { t } = useTranslation();
  const call = useCallOf(detail.id, detail.state === 'open' && user.agent !== null);
  if (call === null) return null;
  const { monitor } = call;
  if (monitor !== null && call.agent === user.agent && monitor.mode !== 'take-over')
    return (
      <p role="status" className={styles.notice}>
        {t(`monitor.heard.${monitor.mode}`, { name: monitor.name })}
      </p>
    );
  const may = mayDo(user, 'calls:monitor') && (monitor?.agent === user.agent || canMonitor(call, user.agent));
  if (!may) return null;
  const name = detail.customer.known ? detail.customer.name : addressText(detail.remote);
  return <Monitor call={call} name={name} />;
}

function Monitor({ call, name }: { call: LiveCall; name: string }): ReactNode {
  const { t } = useTranslation();
  const { own, other, busy, problem, choose, leave } = useMonitor(call);
  return (
    <Panel title={t('monitor.title')}>
      <StepIn
        label={t('monitor.of', { name })}
        own={own}
        other={other === null ? null : other.name}
        why={null}
        busy={busy}
        problem={problem === null ? null : (problem.detail ?? t(problem.key))}
        choose={choose}
        leave={leave}
      />
    </Panel>
  );
}
