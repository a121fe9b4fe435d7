// A file of users from its choice to the first passwords: chosen, shown row by row, taken over.
import { Button } from '@mantine/core';
import { MOST_IMPORT_BYTES, MOST_IMPORT_ROWS } from '@tandem/contract/api/imports.ts';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../api/context.tsx';
import { applyImport, previewImport, templateAddress, undoImport } from '../../../api/first-steps.ts';
import { FilePick } from '../../../ui/FilePick.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { Problem } from '../../../ui/Problem.tsx';
import { useReadAgain } from '../../form/use-list.ts';
import { useProblem } from '../../settings/use-problem.ts';
import styles from './Import.module.css';
import { Invitations } from './Invitations.tsx';
import { PreviewTable } from './PreviewTable.tsx';

export function ImportFile(): ReactNode {
  const { t, i18n } = useTranslation();
  const run = useImport();
  const [over, setOver] = useState(false);
  if (run.applied) return <Applied run={run} />;
  if (run.preview) return <Shown run={run} />;
  return (
    <div className={styles.stack}>
      <div
        className={styles.drop}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [file] = event.dataTransfer.files;
          if (file) run.begin(file);
        }}
      >
        <Icon name="folder" size={24} />
        <p>{t('import.drop', { rows: MOST_IMPORT_ROWS, megabytes: MOST_IMPORT_BYTES / 1_048_576 })}</p>
        <FilePick label={t('import.choose')} accept=".csv,.txt,.xlsx" loading={run.busy} chosen={(file) => run.begin(file)}>
          {t('import.choose')}
        </FilePick>
      </div>
      <Problem text={run.problem} />
      <p className={styles.soft}>
        {t('import.template')}{' '}
        {(['xlsx', 'csv'] as const).map((format) => (
          <a key={format} className={styles.link} href={templateAddress(format, i18n.language)} download={`users.${format}`}>
            <Icon name="download" size={14} />
            {format.toUpperCase()}
          </a>
        ))}
      </p>
      <p className={styles.soft}>{t('import.columns')}</p>
    </div>
  );
}

export type ImportRun = ReturnType<typeof useImport>;

export function useImport() {
  const api = useApi();
  const words = useProblem();
  const readAgain = useReadAgain();
  const preview = useMutation({
    mutationFn: async (file: File) => previewImport(api, { filename: file.name.slice(0, 200), content: await base64(file) }),
    onSuccess: readAgain,
  });
  const apply = useMutation({
    mutationFn: ({ id, rows }: { id: string; rows: 'all' | 'good' }) => applyImport(api, id, rows),
    onSuccess: readAgain,
  });
  const undo = useMutation({ mutationFn: (id: string) => undoImport(api, id), onSuccess: readAgain });
  return {
    preview: preview.data ?? null,
    applied: apply.data ?? null,
    undone: undo.data ?? null,
    busy: preview.isPending || apply.isPending || undo.isPending,
    problem: words(undo.error ?? apply.error ?? preview.error),
    begin: (file: File) => preview.mutate(file),
    /** At once, where nothing of it is refused; else it is shown. */
    take: async (file: File): Promise<void> => {
      const read = await preview.mutateAsync(file);
      if (read.counts.refused === 0) await apply.mutateAsync({ id: read.id, rows: 'all' });
    },
    apply: (id: string, rows: 'all' | 'good') => apply.mutate({ id, rows }),
    undo: (id: string) => undo.mutate(id),
    again: (): void => {
      preview.reset();
      apply.reset();
      undo.reset();
    },
  };
}

/** In pieces: a spread of two million arguments is more than a function takes. */
async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

export function Shown({ run }: { run: ImportRun }): ReactNode {
  const { t } = useTranslation();
  const { id, counts, rows, ignored, filename } = run.preview!;
  const good = counts.new + counts.change;
  return (
    <div className={styles.stack}>
      <p className={styles.lead}>
        <strong>{filename}</strong> {t('import.nothing-yet')}
      </p>
      {ignored.length === 0 ? null : <p className={styles.soft}>{t('import.ignored', { columns: ignored.join(', ') })}</p>}
      <PreviewTable rows={rows} counts={counts} />
      <Problem text={run.problem} />
      <div className={styles.buttons}>
        {good === 0 ? null : counts.refused === 0 ? (
          <Button loading={run.busy} onClick={() => run.apply(id, 'all')}>
            {t('import.take', { count: good })}
          </Button>
        ) : (
          <Button loading={run.busy} onClick={() => run.apply(id, 'good')}>
            {t('import.take-good', { count: good })}
          </Button>
        )}
        <Button variant="default" disabled={run.busy} onClick={run.again}>
          {t('import.another')}
        </Button>
      </div>
    </div>
  );
}

export function Applied({ run, quiet = false }: { run: ImportRun; quiet?: boolean }): ReactNode {
  const { t } = useTranslation();
  const { import: done, invitations } = run.applied!;
  const { undone } = run;
  return (
    <div className={styles.stack}>
      <p role="status" className={styles.done}>
        <Icon name="check" size={18} />
        <span>
          {undone
            ? t('import.undone', { removed: undone.removed, deactivated: undone.deactivated, back: undone.putBack })
            : t('import.done', { made: done.counts.new, changed: done.counts.change })}
        </span>
      </p>
      {undone || invitations.length === 0 ? null : <Invitations people={invitations} />}
      <Problem text={run.problem} />
      <div className={styles.buttons}>
        <Button variant="default" disabled={run.busy} onClick={run.again}>
          {t(quiet ? 'import.more' : 'import.another')}
        </Button>
        {undone ? null : (
          <Button variant="default" loading={run.busy} onClick={() => run.undo(done.id)}>
            {t('import.undo')}
          </Button>
        )}
      </div>
    </div>
  );
}
