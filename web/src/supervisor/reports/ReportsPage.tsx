// Reports: figures by queue, agent or number over days and hours of any time zone. Each number leads to its contacts.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { definitionsQuery, reportQuery } from '../../api/reports.ts';
import { Failed } from '../../ui/Failed.tsx';
import { Message } from '../../ui/Message.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { toReportFilter, type ReportAddress } from './report-address.ts';
import { ReportBar } from './ReportBar.tsx';
import { ReportFiles } from './ReportFiles.tsx';
import { IntervalTable, SumTable } from './ReportTable.tsx';
import styles from './ReportsPage.module.css';

const route = getRouteApi('/shell/reports');

export function ReportsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const address = route.useSearch();
  const set = (next: ReportAddress) => void navigate({ to: '/reports', search: next, replace: true });
  return (
    <Page title={t('reports.title')} after={<ReportFiles address={address} />}>
      <div className={styles.report}>
        <ReportBar address={address} onChange={set} />
        <Report address={address} onClear={() => set(address.kind ? { kind: address.kind } : {})} />
      </div>
    </Page>
  );
}

function Report({ address, onClear }: { address: ReportAddress; onClear: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const report = useQuery(reportQuery(api, address.kind ?? 'queues', toReportFilter(address)));
  const definitions = useQuery(definitionsQuery(api));
  const failed = report.error ?? definitions.error;
  if (failed) {
    return <Failed title={t('reports.failed')} words={errorWords(failed)} retry={() => void report.refetch()} />;
  }
  // While another kind is read, the lines of the one before would stand under the wrong heads.
  const { data } = report;
  if (!data || !definitions.data || data.kind !== (address.kind ?? 'queues')) return <Skeletons label={t('common.loading')} rows={10} />;
  if (data.intervals.length === 0)
    return (
      <Message
        icon="overview"
        title={t('reports.empty')}
        text={t('reports.empty-text')}
        action={{ label: t('contacts.clear'), run: onClear }}
      />
    );
  const span = new Intl.DateTimeFormat(i18n.language, { timeZone: data.zone, dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
  const shown = { report: data, address, definitions: definitions.data };
  return (
    <>
      <p className={styles.about}>
        {t('reports.span', { from: span.format(data.startAt), to: span.format(data.endAt), zone: data.zone })} {t('reports.drill')}
      </p>
      <Panel title={t('reports.sums')} flush>
        <SumTable {...shown} />
      </Panel>
      <Panel title={t('reports.intervals')} flush>
        <IntervalTable {...shown} />
      </Panel>
    </>
  );
}
