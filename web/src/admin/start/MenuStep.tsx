// Fourth step: queues and the menu that leads to them, from an industry pack.
import { Button } from '@mantine/core';
import type { Flow } from '@tandem/contract/api/flows.ts';
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { change, make, publishFlow, saveDraft } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { companyQuery } from '../../api/first-steps.ts';
import { Problem } from '../../ui/Problem.tsx';
import { PickList } from '../form/PickList.tsx';
import { useList, useReadAgain } from '../form/use-list.ts';
import { useProblem } from '../settings/use-problem.ts';
import { graphOfPack, PACKS, type Pack } from './packs.ts';
import styles from './StartPage.module.css';
import { Done } from './There.tsx';

const FLOW = { key: 'main-menu', name: { en: 'Main menu', 'zh-CN': '主菜单' } };

export function MenuStep({ onward }: { onward: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const words = useProblem();
  const agents = useList('users').data?.filter(({ agent, active }) => agent !== null && active) ?? [];
  const [queues, flows] = [useList('queues').data ?? [], useList('flows').data ?? []];
  const [pack, setPack] = useState<Pack>(PACKS[0]!);
  const [members, setMembers] = useState<readonly string[] | null>(null);
  const chosen = members ?? agents.map(({ agent }) => agent as string);
  const save = useMakeMenu(onward);
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  const there = queues.some((queue) => queue.members.length > 0) && flows.some(({ publishedVersion }) => publishedVersion !== null);
  const company = useQuery(companyQuery(useApi())).data?.name ?? '';
  if (there) return <Done text={t('start.menu.there')} to="/settings/flows" onward={onward} />;
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ pack, members: chosen });
      }}
    >
      <p>{t('start.menu.text')}</p>
      <fieldset className={styles.group}>
        <legend className="hidden-text">{t('start.menu.kind')}</legend>
        <div className={styles.packs}>
          {PACKS.map((each) => (
            <label key={each.key} className={styles.pack}>
              <strong>
                <input type="radio" name="pack" checked={each.key === pack.key} onChange={() => setPack(each)} />
                {each.name[language]}
              </strong>
              <span className={styles.soft}>{each.about[language]}</span>
              <span className={styles.soft}>
                {t('start.menu.queues', { names: each.queues.map(({ name }) => name[language]).join(language === 'en' ? ', ' : '、') })}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div>
        <p>{t('start.menu.hear')}</p>
        <p className={styles.hear}>
          {pack.greeting[language].replace('{company}', () => company)} {pack.menu[language]}
        </p>
      </div>
      <PickList
        label={t('start.menu.members')}
        hint={t('start.menu.members-text')}
        empty={t('start.menu.no-agents')}
        picks={agents.map(({ agent, name, email }) => ({ id: agent!, label: name, note: email }))}
        chosen={chosen}
        onChange={setMembers}
      />
      <Problem text={words(save.error)} />
      <div className={styles.buttons}>
        <Button type="submit" loading={save.isPending} disabled={chosen.length === 0}>
          {t('start.menu.make')}
        </Button>
        <Button variant="default" onClick={onward}>
          {t('start.later')}
        </Button>
      </div>
    </form>
  );
}

/** What a try before this one made already is taken as it is: cut short, the step can be done again. */
function useMakeMenu(done: () => void) {
  const api = useApi();
  const readAgain = useReadAgain();
  const company = useQuery(companyQuery(api)).data;
  const [queues, flows, hours] = [useList('queues').data ?? [], useList('flows').data ?? [], useList('hours').data ?? []];
  return useMutation({
    async mutationFn({ pack, members }: { pack: Pack; members: readonly string[] }) {
      const ids: Record<string, QueueId> = {};
      for (const { key, name } of pack.queues) {
        const known = queues.find((queue) => queue.key === key);
        const queue = known
          ? await change<Queue>(api, 'queues', known.id, { members })
          : await make<Queue>(api, 'queues', { key, name, members });
        ids[key] = queue.id;
      }
      const { name, language } = company!;
      const draft = graphOfPack(pack, { company: name, language, queues: ids, hours: hours[0]?.id ?? null });
      const known = flows.find(({ key }) => key === FLOW.key);
      const { id } = known ? await saveDraft(api, known.id, draft) : await make<Flow>(api, 'flows', { ...FLOW, draft });
      await publishFlow(api, id);
    },
    onSettled: readAgain,
    onSuccess: done,
  });
}
