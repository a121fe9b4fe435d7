// What queues, skills, opening hours and flows begin with: a name in both languages, one of which is enough, and while new a key.
import type { TenantText } from '@tandem/contract/texts.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyFrom } from './fields.ts';
import { Pair, TextField } from './Fields.tsx';
import type { Form } from './use-form.ts';

type Part<V extends object> = Pick<Form<V>, 'values' | 'set' | 'errorAt'>;

export function NameFields({ form, autoFocus }: { form: Part<{ name: TenantText }>; autoFocus: boolean }): ReactNode {
  const { t, i18n } = useTranslation();
  const { name } = form.values;
  const first = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  const order = first === 'en' ? (['en', 'zh-CN'] as const) : (['zh-CN', 'en'] as const);
  return (
    <Pair>
      {order.map((language) => (
        <TextField
          key={language}
          label={t(language === 'en' ? 'form.name-en' : 'form.name-zh')}
          error={form.errorAt(`name/${language}`) ?? (language === first ? form.errorAt('name') : undefined)}
          maxLength={100}
          autoFocus={autoFocus && language === first}
          value={name[language] ?? ''}
          onChange={(text) => form.set({ name: { ...name, [language]: text } })}
        />
      ))}
    </Pair>
  );
}

/** Left empty it is the one that is proposed: see `named`. */
export function KeyField({ form }: { form: Part<{ name: TenantText; key: string }> }): ReactNode {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('form.key')}
      hint={t('form.key-text')}
      mono
      placeholder={keyFrom(form.values.name.en ?? '')}
      value={form.values.key}
      error={form.errorAt('key')}
      onChange={(key) => form.set({ key })}
    />
  );
}
