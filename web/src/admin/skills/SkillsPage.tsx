// Settings, skills: agents down, skills across, a level in each square; and the skills themselves.
import { Button, TextInput } from '@mantine/core';
import type { Skill } from '@tandem/contract/api/queues.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Message } from '../../ui/Message.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { ChoiceField } from '../form/Fields.tsx';
import { useOpen } from '../form/Register.tsx';
import register from '../form/Register.module.css';
import { matching } from '../form/rows.ts';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { SkillEditor } from './SkillEditor.tsx';
import { SkillMatrix } from './SkillMatrix.tsx';

export function SkillsPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const user = useUser();
  const words = useProblem();
  const [open, setOpen] = useOpen();
  const [skills, agents, held] = [useList('skills'), useList('agents'), useList('agent-skills')];
  const [text, setText] = useState('');
  const [team, setTeam] = useState('');
  const mayMake = mayDo(user, 'queues:write');
  const name = (skill: Skill) => tenantText(skill.name, i18n.language);
  const teams = [...new Map((agents.data ?? []).flatMap((agent) => (agent.team ? [[agent.team.id, agent.team] as const] : []))).values()];
  const shown = matching(agents.data ?? [], text, (agent) => `${agent.name} ${agent.team?.name ?? ''} ${agent.id}`)
    .filter((agent) => team === '' || agent.team?.id === team)
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const opened = skills.data?.find((skill) => skill.id === open) ?? null;
  const close = () => setOpen(null);
  return (
    <SettingsPage wide>
      <section className={register.register} aria-label={t('skills.title')}>
        <div className={register.top}>
          <p className={register.lead}>{t('skills.lead')}</p>
          {mayMake ? (
            <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen('new')}>
              {t('skills.new')}
            </Button>
          ) : null}
        </div>
        <Problem text={words(skills.error ?? agents.error ?? held.error)} />
        {skills.isPending || agents.isPending ? <Skeletons label={t('common.loading')} rows={6} /> : null}
        {skills.data?.length === 0 ? (
          <div className={register.sheet}>
            <Message
              icon="check"
              title={t('skills.none')}
              text={t('skills.none-text')}
              action={mayMake ? { label: t('skills.new'), run: () => setOpen('new') } : undefined}
            />
          </div>
        ) : null}
        {skills.data && skills.data.length > 0 && agents.data ? (
          <>
            <div className={register.tools}>
              <TextInput
                className={register.search}
                aria-label={t('form.search-in', { list: t('queues.members') })}
                placeholder={t('form.search')}
                leftSection={<Icon name="search" size={16} />}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
              {teams.length > 0 ? (
                <ChoiceField
                  hideLabel
                  label={t('users.team')}
                  value={team}
                  onChange={setTeam}
                  choices={[
                    { value: '', label: t('users.every-team') },
                    ...teams.map((each) => ({ value: each.id as string, label: each.name })),
                  ]}
                />
              ) : null}
              <span className={register.count}>{t('form.found', { count: shown.length, all: agents.data.length })}</span>
            </div>
            <SkillMatrix
              skills={skills.data}
              agents={shown}
              held={held.data ?? []}
              name={name}
              mayWrite={mayDo(user, 'agents:write')}
              openSkill={mayMake ? setOpen : null}
            />
            {shown.length === 0 ? <p className={register.lead}>{t('form.nothing-found')}</p> : null}
          </>
        ) : null}
      </section>
      {open === 'new' && mayMake ? <SkillEditor skill={null} close={close} /> : null}
      {opened && mayMake ? <SkillEditor key={opened.id} skill={opened} close={close} /> : null}
    </SettingsPage>
  );
}
