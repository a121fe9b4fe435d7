// Settings, routing: what a point of priority is worth and who gets some, how much an agent has at once, and when he gets a pause.
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ADMIN_KEY, routingRulesQuery, setRoutingRules } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { Group, NumberField, Pair, SwitchField } from '../form/Fields.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useList } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { SettingsForm } from '../settings/SettingsForm.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { DryRun } from '../whatif/DryRun.tsx';
import { CapacityTable } from './CapacityTable.tsx';
import { FormulaExample } from './FormulaExample.tsx';
import { IssuePoints } from './IssuePoints.tsx';
import { LevelPoints } from './LevelPoints.tsx';
import { MoodPoints } from './MoodPoints.tsx';

const USUAL_CAP = 0.85;

export function RoutingRulesPage(): ReactNode {
  const { t } = useTranslation();
  const words = useProblem();
  const rules = useQuery(routingRulesQuery(useApi()));
  return (
    <SettingsPage>
      <Panel title={t('rules.title')}>
        <Problem text={words(rules.error)} />
        {rules.isPending ? <Skeletons label={t('common.loading')} rows={4} /> : null}
        {rules.data ? <RulesForm rules={rules.data} /> : null}
      </Panel>
    </SettingsPage>
  );
}

function RulesForm({ rules }: { rules: RoutingRules }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const user = useUser();
  const mayWrite = mayDo(user, 'queues:write');
  const undo = useUndo();
  const { data: skills = [] } = useList('skills');
  const form = useForm({
    initial: rules,
    isNew: false,
    save: (_, values) => setRoutingRules(api, written(values)),
    saved: () => {
      void queries.invalidateQueries({ queryKey: ADMIN_KEY });
      tellSaved(t('form.saved', { name: t('rules.title') }), undo('routing-rules', user.tenant));
    },
  });
  const { values, set, errorAt } = form;
  return (
    <SettingsForm
      form={form}
      mayWrite={mayWrite}
      discard={() => set(rules)}
      history={{ kind: 'routing-rules', id: user.tenant }}
      notes={<RulesDryRun rules={written(values)} />}
    >
      <Group title={t('rules.priority')} text={t('rules.priority-text')}>
        <Pair>
          <NumberField
            label={t('rules.minutes')}
            hint={t('rules.minutes-text')}
            unit={t('rules.unit-minutes')}
            exact
            min={0}
            max={120}
            value={values.priorityMinutes}
            error={errorAt('priorityMinutes')}
            onChange={(minutes) => set({ priorityMinutes: minutes ?? 0 })}
          />
          <NumberField
            label={t('rules.callback')}
            hint={t('rules.callback-text')}
            unit={t('rules.unit-points')}
            min={-100}
            max={100}
            value={values.callbackPoints}
            error={errorAt('callbackPoints')}
            onChange={(points) => set({ callbackPoints: points ?? 0 })}
          />
        </Pair>
        <LevelPoints levels={values.levels} error={errorAt('levels')} change={(levels) => set({ levels })} />
        <IssuePoints issues={values.issues} skills={skills} error={errorAt('issues')} change={(issues) => set({ issues })} />
        <MoodPoints moods={values.moods} change={(moods) => set({ moods })} />
      </Group>
      <FormulaExample rules={values} skills={skills} />
      <Group title={t('rules.capacity')} text={t('rules.capacity-text')}>
        <CapacityTable values={values} set={set} />
      </Group>
      <Group title={t('rules.cap')}>
        <SwitchField
          label={t('rules.cap-on')}
          hint={t('rules.cap-text')}
          value={values.occupancyCap !== null}
          onChange={(on) => set({ occupancyCap: on ? USUAL_CAP : null })}
        />
        {values.occupancyCap === null ? null : (
          <NumberField
            label={t('rules.cap-share')}
            unit="%"
            min={30}
            max={100}
            per={0.01}
            exact
            value={values.occupancyCap}
            error={errorAt('occupancyCap')}
            onChange={(share) => set({ occupancyCap: share ?? USUAL_CAP })}
          />
        )}
      </Group>
    </SettingsForm>
  );
}

/** Without lines that were begun and say nothing yet. */
function written(values: RoutingRules): RoutingRules {
  return {
    ...values,
    levels: values.levels.filter(({ level }) => level.trim() !== ''),
    issues: values.issues.filter(({ value }) => value.trim() !== ''),
  };
}

function RulesDryRun({ rules }: { rules: RoutingRules }): ReactNode {
  const { t } = useTranslation();
  if (!mayDo(useUser(), 'what-if:run')) return null;
  return (
    <Group title={t('what-if.dry.title')} text={t('what-if.dry.rules')}>
      <DryRun question={{ rules }} />
    </Group>
  );
}
