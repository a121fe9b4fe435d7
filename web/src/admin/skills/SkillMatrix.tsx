// Levels of agents in skills: a square is a number to type over; empty is none. Arrow keys go from square to square.
import type { AgentView } from '@tandem/contract/api/agents.ts';
import type { Skill, SkilledAgent } from '@tandem/contract/api/queues.ts';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setAgentSkills } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useReadAgain } from '../form/use-list.ts';
import { useProblem } from '../settings/use-problem.ts';
import styles from './SkillMatrix.module.css';

type Levels = SkilledAgent['skills'];

export function SkillMatrix({
  skills,
  agents,
  held,
  name,
  mayWrite,
  openSkill,
}: {
  skills: readonly Skill[];
  agents: readonly AgentView[];
  held: readonly SkilledAgent[];
  name: (skill: Skill) => string;
  mayWrite: boolean;
  openSkill: ((id: string) => void) | null;
}): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const readAgain = useReadAgain();
  const of = (agent: AgentView): Levels => held.find((each) => each.agent === agent.id)?.skills ?? [];
  const put = useMutation({
    mutationFn: async ({ agent, levels }: { agent: AgentView; levels: Levels }) => {
      const before = of(agent);
      await setAgentSkills(api, agent.id, levels);
      await readAgain();
      return { agent, before };
    },
    onSuccess: ({ agent, before }) => tellSaved(t('form.saved', { name: agent.name }), () => setAgentSkills(api, agent.id, before)),
    onError: () => void readAgain(),
  });
  const set = (agent: AgentView, skill: Skill, level: number | null) => {
    const rest = of(agent).filter((each) => each.skill !== skill.id);
    put.mutate({ agent, levels: level === null ? rest : [...rest, { skill: skill.id, level }] });
  };
  return (
    <>
      <Problem text={words(put.error)} />
      <div className={styles.scroll} role="region" tabIndex={0} aria-label={t('skills.matrix')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('skills.agent')}</th>
              {skills.map((skill) => (
                <th key={skill.id} scope="col">
                  {openSkill === null ? (
                    name(skill)
                  ) : (
                    <button type="button" className={styles.skill} title={t('form.open')} onClick={() => openSkill(skill.id)}>
                      {name(skill)}
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {agents.map((agent) => (
              <tr key={agent.id}>
                <th scope="row">
                  {agent.name} <span className={styles.soft}>{agent.team?.name}</span>
                </th>
                {skills.map((skill) => (
                  <td key={skill.id}>
                    <Level
                      label={t('skills.level-of', { agent: agent.name, skill: name(skill) })}
                      level={of(agent).find((each) => each.skill === skill.id)?.level ?? null}
                      mayWrite={mayWrite}
                      give={(level) => set(agent, skill, level)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const MOVES: Readonly<Record<string, readonly [rows: number, cells: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Enter: [1, 0],
};

function Level({
  label,
  level,
  mayWrite,
  give,
}: {
  label: string;
  level: number | null;
  mayWrite: boolean;
  give: (level: number | null) => void;
}): ReactNode {
  const shown = level === null ? '' : String(level);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const done = () => {
    if (text.trim() === '') return level === null ? undefined : give(null);
    const next = Math.min(100, Math.max(1, Math.round(Number(text))));
    if (!Number.isFinite(next)) return setText(shown);
    setText(String(next));
    if (next !== level) give(next);
  };
  return (
    <input
      className={styles.level}
      data-strength={level === null ? 0 : Math.ceil(level / 25)}
      inputMode="numeric"
      maxLength={3}
      aria-label={label}
      readOnly={!mayWrite}
      value={text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value.replaceAll(/\D/g, ''))}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setText(shown);
        const move = MOVES[event.key];
        if (move) neighbour(event, move)?.focus();
      }}
    />
  );
}

function neighbour(event: KeyboardEvent<HTMLInputElement>, [rows, cells]: readonly [number, number]): HTMLInputElement | null {
  event.preventDefault();
  const cell = event.currentTarget.closest('td')!;
  const row = cell.parentElement as HTMLTableRowElement;
  const lines = [...row.parentElement!.children] as HTMLTableRowElement[];
  return lines[lines.indexOf(row) + rows]?.cells[cell.cellIndex + cells]?.querySelector('input') ?? null;
}
