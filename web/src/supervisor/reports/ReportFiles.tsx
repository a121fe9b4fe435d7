// Takes the report home: as a workbook, or as CSV for other programs.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { readReportFile } from '../../api/reports.ts';
import { Icon } from '../../ui/icons.tsx';
import { toReportFilter, type ReportAddress } from './report-address.ts';
import styles from './ReportsPage.module.css';

const TYPES = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' } as const;

export function ReportFiles({ address }: { address: ReportAddress }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const { kind = 'queues' } = address;
  const file = useMutation({
    mutationFn: async (format: 'csv' | 'xlsx') => {
      const bytes = await readReportFile(api, kind, format, toReportFilter(address));
      save(new Blob([bytes], { type: TYPES[format] }), `tandem-${kind}.${format}`);
    },
  });
  const words = file.error ? errorWords(file.error) : null;
  return (
    <div className={styles.files}>
      {words ? (
        <span role="alert" className={styles.fault}>
          {words.detail ?? t(words.key)}
        </span>
      ) : null}
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button
          key={format}
          size="xs"
          variant="default"
          leftSection={<Icon name="download" size={16} />}
          loading={file.isPending && file.variables === format}
          onClick={() => file.mutate(format)}
        >
          {t(`reports.file.${format}`)}
        </Button>
      ))}
    </div>
  );
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
