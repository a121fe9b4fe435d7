// A page of things of one kind: found by typing, ordered by a click, opened at the side. Its address names what is open, so it can be sent on.
import { Button, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { Message } from '../../ui/Message.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { useProblem } from '../settings/use-problem.ts';
import styles from './Register.module.css';
import { matching, ordered, type Order } from './rows.ts';
import { Table, type Column } from './Table.tsx';

export type { Column } from './Table.tsx';

/** What is open at the side: the id of an item, `new`, or nothing. */
export function useOpen(): [open: string | null, setOpen: (id: string | null) => void] {
  const { open } = useSearch({ strict: false });
  const navigate = useNavigate();
  return [
    open ?? null,
    (id) => void navigate({ to: '.', search: (before) => ({ ...before, open: id ?? undefined }), replace: open !== undefined }),
  ];
}

/** More lines than this are not drawn: typing finds the rest. */
const MOST_ROWS = 300;

export type RegisterProps<T extends { id: string }> = {
  title: string;
  lead: string;
  /** Where more than one list is on the page. */
  heading?: boolean;
  items: readonly T[] | undefined;
  /** Where `items` are only some: all there are, which may be opened by their address too. */
  all?: readonly T[] | undefined;
  error: unknown;
  columns: readonly Column<T>[];
  /** What the search box looks at. */
  words: (item: T) => string;
  empty: { icon: IconName; title: string; text: string };
  /** The label of the button that makes one; null where the reader may not. */
  newLabel: string | null;
  /** What stands in the address while one is made, where two lists share a page. */
  newKey?: string;
  /** More choices beside the search box. */
  filters?: ReactNode;
  editor: (item: T | null, close: () => void) => ReactNode;
};

export function Register<T extends { id: string }>({
  title,
  lead,
  heading = false,
  items,
  all = items,
  error,
  columns,
  words,
  empty,
  newLabel,
  newKey = 'new',
  filters,
  editor,
}: RegisterProps<T>): ReactNode {
  const { t } = useTranslation();
  const problem = useProblem();
  const [open, setOpen] = useOpen();
  const [text, setText] = useState('');
  const [order, setOrder] = useState<Order | null>(null);
  const opened = all?.find((item) => item.id === open) ?? null;
  const found = ordered(matching(items ?? [], text, words), columns, order);
  const close = () => setOpen(null);
  return (
    <section aria-label={title} className={styles.register}>
      {heading ? <h2 className={styles.heading}>{title}</h2> : null}
      <div className={styles.top}>
        <p className={styles.lead}>{lead}</p>
        {newLabel === null ? null : (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen(newKey)}>
            {newLabel}
          </Button>
        )}
      </div>
      <Problem text={problem(error)} />
      {items === undefined && !error ? <Skeletons label={t('common.loading')} rows={6} /> : null}
      {all?.length === 0 ? (
        <div className={styles.sheet}>
          <Message {...empty} action={newLabel === null ? undefined : { label: newLabel, run: () => setOpen(newKey) }} />
        </div>
      ) : null}
      {items !== undefined && all !== undefined && all.length > 0 ? (
        <>
          <div className={styles.tools}>
            <TextInput
              className={styles.search}
              aria-label={t('form.search-in', { list: title })}
              placeholder={t('form.search')}
              leftSection={<Icon name="search" size={16} />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {filters}
            <span className={styles.count}>
              {found.length === items.length
                ? t('form.count', { count: items.length })
                : t('form.found', { count: found.length, all: items.length })}
            </span>
          </div>
          <div className={styles.sheet}>
            <Table
              label={title}
              columns={columns}
              rows={found.slice(0, MOST_ROWS)}
              order={order}
              onOrder={setOrder}
              opened={open}
              onOpen={setOpen}
            />
            {found.length === 0 ? <p className={styles.none}>{t('form.nothing-found')}</p> : null}
            {found.length > MOST_ROWS ? <p className={styles.none}>{t('form.more-rows', { count: found.length - MOST_ROWS })}</p> : null}
          </div>
        </>
      ) : null}
      {open === newKey && newLabel !== null ? (
        editor(null, close)
      ) : opened ? (
        <Opened key={opened.id}>{editor(opened, close)}</Opened>
      ) : null}
    </section>
  );
}

/** Another item is another form: nothing of the last one's stays in it. */
function Opened({ children }: { children: ReactNode }): ReactNode {
  return children;
}
