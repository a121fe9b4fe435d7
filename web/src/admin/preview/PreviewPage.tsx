// Settings, what would happen: choose where somebody comes in, who he is and when, and see each step that the engine would take.
import type { PreviewRequest } from '@tandem/contract/api/preview.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { companyQuery } from '../../api/first-steps.ts';
import { previewQuery } from '../../api/preview.ts';
import { addressText, tenantText } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { ChoiceField, Group, NumberField, Pair, SwitchField, TextField } from '../form/Fields.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { answered, fromOf, localMinute, readPlace, type PreviewSearch } from './place.ts';
import styles from './Preview.module.css';
import { Steps } from './Steps.tsx';

/** `at` is null until somebody chooses a moment: now, on the company's clock. */
type Values = Omit<PreviewRequest, 'from' | 'answers' | 'at'> & { at: string | null };

const MINUTE = 60_000;
const first = (): Values => ({
  at: null,
  customer: { known: true, level: null, language: null },
  line: { waiting: 0, estimateMs: null, staffed: true },
});

export function PreviewPage(): ReactNode {
  const { t } = useTranslation();
  const words = useProblem();
  const search = readPlace(useSearch({ strict: false }));
  const from = fromOf(search);
  const [values, setValues] = useState(first);
  const [answers, setAnswers] = useState<(string | null)[]>([]);
  const api = useApi();
  const [now] = useState(() => new Date());
  const company = useQuery(companyQuery(api));
  // Who may not read of the company takes his own clock for it.
  const zone = company.data?.zone ?? (company.isError ? Intl.DateTimeFormat().resolvedOptions().timeZone : null);
  const at = values.at ?? (zone === null ? '' : localMinute(now, zone));
  const [request] = useDebouncedValue(from && at !== '' ? { from, ...values, at, answers } : null, 250);
  const found = useQuery(previewQuery(api, request));
  const set = (patch: Partial<Values>) => setValues((before) => ({ ...before, ...patch }));
  return (
    <SettingsPage wide>
      <div className={styles.page}>
        <Panel title={t('preview.who')}>
          <div className={styles.form}>
            <FromField from={search} changed={() => setAnswers([])} />
            <TextField label={t('preview.at')} type={'datetime-local' as 'text'} value={at} onChange={(chosen) => set({ at: chosen })} />
            <Customer values={values} set={set} />
            <Line values={values} set={set} />
          </div>
        </Panel>
        <Panel title={t('preview.steps')}>
          <p className={styles.soft}>{t('preview.text')}</p>
          <Problem text={words(found.error)} />
          {from === null ? <p>{t('preview.choose')}</p> : null}
          {from !== null && found.isPending ? <Skeletons label={t('common.loading')} rows={5} /> : null}
          {from !== null && found.data && !found.error ? (
            <Steps preview={found.data} answer={(number, answer) => setAnswers(answered(answers, number, answer))} />
          ) : null}
        </Panel>
      </div>
    </SettingsPage>
  );
}

function FromField({ from: { number, flow, queue }, changed }: { from: PreviewSearch; changed: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [numbers, flows, queues] = [useList('numbers').data ?? [], useList('flows').data ?? [], useList('queues').data ?? []];
  const name = (text: Parameters<typeof tenantText>[0]) => tenantText(text, i18n.language);
  const choices = [
    { value: '', label: t('preview.choose') },
    ...numbers.map((each) => ({
      value: `number ${each.id}`,
      label: t('preview.number', { name: [addressText(each.display), each.label].filter(Boolean).join(' · ') }),
    })),
    ...flows
      .filter((each) => each.publishedVersion !== null)
      .map((each) => ({ value: `flow ${each.id}`, label: t('preview.flow', { name: name(each.name) }) })),
    ...queues.map((each) => ({ value: `queue ${each.id}`, label: t('preview.queue', { name: name(each.name) }) })),
  ];
  const value = number ? `number ${number}` : flow ? `flow ${flow}` : queue ? `queue ${queue}` : '';
  return (
    <ChoiceField
      label={t('preview.from')}
      value={value}
      choices={choices}
      onChange={(chosen) => {
        const [kind, id] = chosen.split(' ');
        changed();
        void navigate({ to: '/settings/preview', search: kind && id ? { [kind]: id } : {}, replace: true });
      }}
    />
  );
}

type Part = { values: Values; set: (patch: Partial<Values>) => void };

function Customer({ values: { customer }, set }: Part): ReactNode {
  const { t } = useTranslation();
  const put = (patch: Partial<Values['customer']>) => set({ customer: { ...customer, ...patch } });
  return (
    <Group title={t('preview.customer')}>
      <SwitchField label={t('preview.known')} value={customer.known} onChange={(known) => put({ known })} />
      <Pair>
        <TextField
          label={t('preview.level')}
          hint={t('preview.level-text')}
          maxLength={60}
          value={customer.level ?? ''}
          onChange={(level) => put({ level: level.trim() === '' ? null : level })}
        />
        <ChoiceField
          label={t('preview.language')}
          value={customer.language ?? 'flow'}
          choices={(['flow', 'zh-CN', 'en'] as const).map((value) => ({ value, label: t(`preview.speaks.${value}`) }))}
          onChange={(language) => put({ language: language === 'flow' ? null : language })}
        />
      </Pair>
    </Group>
  );
}

function Line({ values: { line }, set }: Part): ReactNode {
  const { t } = useTranslation();
  const put = (patch: Partial<Values['line']>) => set({ line: { ...line, ...patch } });
  return (
    <Group title={t('preview.line')} text={t('preview.line-text')}>
      <SwitchField label={t('preview.staffed')} value={line.staffed} onChange={(staffed) => put({ staffed })} />
      <Pair>
        <NumberField
          label={t('preview.waiting')}
          min={0}
          max={10_000}
          value={line.waiting}
          onChange={(waiting) => put({ waiting: Math.min(10_000, Math.max(0, waiting ?? 0)) })}
        />
        <NumberField
          label={t('preview.estimate')}
          unit={t('rules.unit-minutes')}
          per={MINUTE}
          min={0}
          max={1_440}
          value={line.estimateMs}
          onChange={(estimateMs) => put({ estimateMs: estimateMs === null ? null : Math.min(86_400_000, Math.max(0, estimateMs)) })}
        />
      </Pair>
    </Group>
  );
}
