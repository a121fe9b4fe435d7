// First step: who the company is, and where.
import { Button } from '@mantine/core';
import type { Company } from '@tandem/contract/api/company.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { change } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { changeCompany, companyQuery } from '../../api/first-steps.ts';
import { SESSION_KEY } from '../../api/session.ts';
import { Problem } from '../../ui/Problem.tsx';
import { ChoiceField, TextField } from '../form/Fields.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useReadAgain } from '../form/use-list.ts';
import styles from './StartPage.module.css';
import { UNNAMED } from './steps.ts';

type Values = Omit<Company, 'setUpAt'>;
const ZONES = Intl.supportedValuesOf('timeZone');

export function CompanyStep({ onward }: { onward: () => void }): ReactNode {
  const company = useQuery(companyQuery(useApi())).data;
  return company === undefined ? null : <Fields company={company} onward={onward} />;
}

function Fields({ company, onward }: { company: Company; onward: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const readAgain = useReadAgain();
  const sites = useList('sites').data ?? [];
  const isNew = company.name === UNNAMED;
  const form = useForm<Values, Company>({
    initial: { name: isNew ? '' : company.name, language: company.language, zone: company.zone, country: company.country },
    isNew,
    async save(_, { country, ...values }) {
      const saved = await changeCompany(api, { ...values, name: values.name.trim(), country: country.trim().toUpperCase() });
      // One site is where the company is; several have zones of their own.
      const [site] = sites;
      if (sites.length === 1 && site && site.zone !== saved.zone) await change(api, 'sites', site.id, { zone: saved.zone });
      return saved;
    },
    saved() {
      void readAgain();
      void queries.invalidateQueries({ queryKey: SESSION_KEY });
      onward();
    },
  });
  const { values, set, errorAt } = form;
  return (
    <form
      className={styles.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (form.dirty || isNew) form.submit();
        else onward();
      }}
    >
      <p>{t('start.company.text')}</p>
      <TextField
        label={t('start.company.name')}
        value={values.name}
        error={errorAt('name')}
        maxLength={100}
        autoFocus
        onChange={(name) => set({ name })}
      />
      <div className={styles.pair}>
        <ChoiceField
          label={t('start.company.language')}
          hint={t('start.company.language-text')}
          value={values.language}
          choices={[
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
          onChange={(language) => set({ language })}
        />
        <TextField
          label={t('start.company.country')}
          hint={t('start.company.country-text')}
          value={values.country}
          error={errorAt('country')}
          maxLength={2}
          onChange={(country) => set({ country })}
        />
        <TextField
          label={t('start.company.zone')}
          value={values.zone}
          error={errorAt('zone')}
          maxLength={60}
          list={ZONES}
          onChange={(zone) => set({ zone })}
        />
      </div>
      <Problem text={form.problem} />
      <div className={styles.buttons}>
        <Button type="submit" loading={form.saving}>
          {t('start.save')}
        </Button>
      </div>
    </form>
  );
}
