// Makes a flow: its name, and what it begins with.
import type { Flow } from '@tandem/contract/api/flows.ts';
import type { HoursId, QueueId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { flowQuery, make } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { tenantText } from '../../ui/format.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { named } from '../form/fields.ts';
import { ChoiceField } from '../form/Fields.tsx';
import { KeyField, NameFields } from '../form/NameAndKey.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useReadAgain } from '../form/use-list.ts';
import { useQueryClient } from '@tanstack/react-query';
import { graphOf, TEMPLATES, type Template } from './templates.ts';

type Values = { key: string; name: TenantText; template: Template; language: Language; queue: string; hours: string; copy: string };

export function NewFlow({ close, made }: { close: () => void; made: (id: string) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const readAgain = useReadAgain();
  const [queues, hours, flows] = [useList('queues'), useList('hours'), useList('flows')];
  const first = {
    queue: queues.data?.[0]?.id ?? '',
    hours: hours.data?.[0]?.id ?? '',
    copy: flows.data?.[0]?.id ?? '',
  };
  const form = useForm<Values, Flow>({
    initial: {
      key: '',
      name: {},
      template: 'queue',
      language: i18n.language === 'zh-CN' ? 'zh-CN' : 'en',
      queue: '',
      hours: '',
      copy: '',
    },
    isNew: true,
    async save(_, { key, name, template, language, ...chosen }) {
      const [queue, open, copy] = [chosen.queue || first.queue, chosen.hours || first.hours, chosen.copy || first.copy];
      const draft =
        template === 'copy'
          ? (await queries.fetchQuery(flowQuery(api, copy))).draft
          : graphOf(template, { language, queue: queue as QueueId, hours: open as HoursId });
      return make<Flow>(api, 'flows', { ...named({ key, name }), draft });
    },
    saved(flow) {
      void readAgain();
      made(flow.id);
    },
    at: { 'flow.exists': 'key' },
  });
  const { values, set } = form;
  const choices = (list: readonly { id: string; name: TenantText }[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ value: id, label: tenantText(name, i18n.language) }));
  const { template } = values;
  return (
    <EditDrawer title={t('flows.new')} form={form} isNew mayWrite close={close}>
      <NameFields form={form} autoFocus />
      <KeyField form={form} />
      <ChoiceField
        label={t('flows.begin')}
        hint={t(`flows.template-text.${template}`)}
        value={template}
        choices={TEMPLATES.map((value) => ({ value, label: t(`flows.template.${value}`) }))}
        onChange={(next) => set({ template: next })}
      />
      {template === 'copy' ? (
        <ChoiceField
          label={t('flows.copy-of')}
          value={values.copy || first.copy}
          choices={choices(flows.data)}
          onChange={(copy) => set({ copy })}
        />
      ) : (
        <ChoiceField
          label={t('flows.language')}
          value={values.language}
          choices={[
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
          onChange={(language) => set({ language })}
        />
      )}
      {template === 'copy' ? null : (
        <ChoiceField
          label={t('flows.queue')}
          value={values.queue || first.queue}
          choices={choices(queues.data)}
          onChange={(queue) => set({ queue })}
        />
      )}
      {template === 'hours' ? (
        <ChoiceField
          label={t('hours.title')}
          value={values.hours || first.hours}
          choices={choices(hours.data)}
          onChange={(id) => set({ hours: id })}
        />
      ) : null}
    </EditDrawer>
  );
}
