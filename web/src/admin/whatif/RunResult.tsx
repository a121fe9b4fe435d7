// One run whole: what was changed, whether the day is decided again as it was, the figures of the day, by queue and by half hour, and what they rest on.
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatIfResult, WhatIfRun } from '../../api/what-if.ts';
import { tenantText } from '../../ui/format.ts';
import { ChoiceField } from '../form/Fields.tsx';
import { changeWords, type Words } from '../history/words.ts';
import { clockOf } from './day-text.ts';
import { FigureTable } from './FigureTable.tsx';
import { Parts } from './Parts.tsx';
import { ReplayNote } from './ReplayNote.tsx';
import styles from './WhatIf.module.css';
import { isUnlike } from './words.ts';

type Names = WhatIfRun['names'];

export function RunResult({ run, result }: { run: WhatIfRun; result: WhatIfResult }): ReactNode {
  const { t, i18n } = useTranslation();
  const { groups } = result;
  const whole = groups.find((each) => each.queue === null && each.at === null);
  const byQueue = groups.flatMap((group) =>
    group.queue !== null && group.at === null ? [{ label: nameOf(group.queue, run.names, i18n.language), group }] : [],
  );
  return (
    <div className={styles.result}>
      <Changes run={run} result={result} />
      <ReplayNote replay={result.replay} />
      {result.partial ? <p className={styles.warn}>{t('what-if.partial')}</p> : null}
      <p className={styles.soft}>{t('what-if.means', { count: result.replications })}</p>
      {whole && isUnlike(whole.figures) ? <p className={styles.warn}>{t('what-if.unlike')}</p> : null}
      {whole ? <FigureTable figures={whole.figures} label={t('what-if.outcome')} /> : null}
      <h3>{t('what-if.by-queue')}</h3>
      <Parts label={t('what-if.by-queue')} head={t('what-if.queue')} parts={byQueue} />
      <h3>{t('what-if.slots')}</h3>
      <HalfHours result={result} names={run.names} />
      <h3>{t('what-if.rests.title')}</h3>
      <ul className={styles.rests}>
        {(['arrivals', 'talks', 'patience', 'reactions', 'moves', 'agents'] as const).map((key) => (
          <li key={key}>{t(`what-if.rests.${key}`, result.rests)}</li>
        ))}
        {result.rests.leftOut > 0 ? <li>{t('what-if.rests.left-out', { count: result.rests.leftOut })}</li> : null}
      </ul>
    </div>
  );
}

function HalfHours({ result, names }: { result: WhatIfResult; names: Names }): ReactNode {
  const { t, i18n } = useTranslation();
  const [queue, setQueue] = useState('');
  const slots = result.groups.flatMap((group) => (group.at === null ? [] : [{ group, at: group.at }]));
  const queues = [...new Set(slots.flatMap(({ group }) => (group.queue === null ? [] : [group.queue as string])))];
  const choices = [
    { value: '', label: t('what-if.all-queues') },
    ...queues.map((id) => ({ value: id, label: nameOf(id, names, i18n.language) })),
  ];
  return (
    <Parts
      label={t('what-if.slots')}
      head={t('what-if.slot')}
      parts={slots
        .filter(({ group }) => (group.queue ?? '') === queue)
        .map(({ group, at }) => ({ label: clockOf(at, result.from), group }))}
      choose={<ChoiceField label={t('what-if.slots-of')} value={queue} choices={choices} onChange={setQueue} />}
    />
  );
}

function Changes({ run, result: { changed } }: { run: WhatIfRun; result: WhatIfResult }): ReactNode {
  const { t, i18n } = useTranslation();
  const words: Words = { t: (key, options) => t(key, options ?? {}), language: i18n.language };
  const staffing = run.asked.staffing ?? [];
  return (
    <ul className={styles.changes}>
      {changed.length === 0 && staffing.length === 0 ? <li>{t('what-if.same')}</li> : null}
      {changed.flatMap(({ queue, changes }) =>
        changes.map((change) => {
          const { field, before, after, removed, added } = changeWords(change, run.names, words);
          const of = queue === null ? t('rules.title') : nameOf(queue, run.names, i18n.language);
          const [gone, come] = [before ?? removed, after ?? added];
          return (
            <li key={`${queue} ${change.path.join('.')}`}>
              {of} · {field}
              {t('what-if.colon')}
              {gone === undefined ? null : <del>{gone}</del>} {come === undefined ? null : <ins>{come}</ins>}
            </li>
          );
        }),
      )}
      {staffing.map((each, n) => (
        <li key={n}>
          {t(each.agents > 0 ? 'what-if.more-agents' : 'what-if.fewer-agents', {
            count: Math.abs(each.agents),
            queue: nameOf(each.queue, run.names, i18n.language),
            from: each.from,
            to: each.to,
          })}
        </li>
      ))}
    </ul>
  );
}

function nameOf(id: string, names: Names, language: string): string {
  const name = names[id];
  return name === undefined ? id : typeof name === 'string' ? name : tenantText(name, language);
}
